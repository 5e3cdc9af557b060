"""What tells the SKUs of a product apart, and SKUs made of other SKUs."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tenancy.models import MallForeignKey, MallModel


class Attribute(MallModel):
    """规格: a property by which SKUs differ (size, colour, stage), of a category or of all."""

    category = MallForeignKey("catalog.Category", null=True, blank=True, related_name="attributes")
    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=40)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("attribute")
        verbose_name_plural = _("attributes")
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["mall", "code"], name="attribute_code")]

    def __str__(self) -> str:
        return self.name


class AttributeChoice(MallModel):
    attribute = MallForeignKey("catalog.Attribute", related_name="choices")
    code = models.SlugField(_("code"), max_length=40)
    value = models.CharField(_("value"), max_length=60)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("attribute value")
        verbose_name_plural = _("attribute values")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["mall", "attribute", "code"], name="attribute_choice_code")
        ]

    def __str__(self) -> str:
        return self.value


class SkuChoice(MallModel):
    """A SKU has one value of an attribute."""

    sku = MallForeignKey("catalog.Sku", related_name="choices")
    attribute = MallForeignKey("catalog.Attribute", related_name="+")
    choice = MallForeignKey("catalog.AttributeChoice", related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mall", "sku", "attribute"], name="one_choice_per_attribute")
        ]


class BundleItem(MallModel):
    """套装: `bundle` is sold as one and leaves the warehouse as `quantity` pieces of `component`."""

    bundle = MallForeignKey("catalog.Sku", related_name="bundle_items")
    component = MallForeignKey("catalog.Sku", related_name="+")
    quantity = models.PositiveSmallIntegerField(_("quantity"), default=1)
    unit_price = models.DecimalField(
        _("price in the bundle"), max_digits=12, decimal_places=2, default=0, db_default=0
    )
    """Of one piece, yuan before tax: customs and tax see the components, each with its share of the bundle's price."""

    class Meta:
        verbose_name = _("part of a bundle")
        verbose_name_plural = _("parts of bundles")
        constraints = [
            models.UniqueConstraint(fields=["mall", "bundle", "component"], name="component_once"),
            models.CheckConstraint(condition=~Q(bundle=F("component")), name="not_of_itself"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="bundle_of_something"),
        ]
