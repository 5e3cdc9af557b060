"""Categories, products, SKUs, what customs must know of them, pictures."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tenancy.models import MallForeignKey, MallModel


class Mode(models.TextChoices):
    """通关模式: how goods clear customs. Values are those of customs.rules.modes."""

    BONDED_1210 = "bonded_1210", _("Bonded")
    BONDED_1239 = "bonded_1239", _("Bonded A")
    DIRECT_9610 = "direct_9610", _("Direct mail")
    PERSONAL_PARCEL = "personal_parcel", _("Personal parcel")
    GENERAL = "general", _("General trade")


class Category(MallModel):
    parent = MallForeignKey("catalog.Category", null=True, blank=True, related_name="children")
    slug = models.SlugField(max_length=80)
    name = models.CharField(_("name"), max_length=80)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["mall", "slug"], name="category_slug")]

    def __str__(self) -> str:
        return self.name


class Product(MallModel):
    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted")
        APPROVED = "approved", _("Approved")
        LISTED = "listed", _("Listed")
        DELISTED = "delisted", _("Delisted")
        RECALLED = "recalled", _("Recalled")

    code = models.CharField(_("code"), max_length=60)
    slug = models.SlugField(max_length=120)
    supplier = MallForeignKey("partners.Supplier", related_name="products")
    category = MallForeignKey("catalog.Category", related_name="products")
    warehouse = MallForeignKey("inventory.Warehouse", related_name="products")
    mode = models.CharField(_("mode"), max_length=20, choices=Mode.choices)
    brand = models.CharField(_("brand"), max_length=80, blank=True)
    brand_record = MallForeignKey("catalog.Brand", null=True, blank=True, related_name="products")
    title = models.CharField(_("title"), max_length=200)
    subtitle = models.CharField(_("selling point"), max_length=200, blank=True)
    description = models.TextField(_("description"), blank=True)
    specifications = models.JSONField(_("specifications"), default=list, blank=True)
    label = models.JSONField(_("Chinese e-label"), default=list, blank=True)
    origin = models.CharField(_("country of origin"), max_length=2)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    position = models.PositiveIntegerField(default=0)
    price_shown = models.DecimalField(_("price with tax from"), max_digits=12, decimal_places=2, default=0)
    price_from = models.DecimalField(_("price from"), max_digits=12, decimal_places=2, default=0)
    sold = models.PositiveIntegerField(_("sold"), default=0)
    listed_at = models.DateTimeField(null=True, blank=True)
    review_note = models.CharField(_("review note"), max_length=300, blank=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        constraints = [
            models.UniqueConstraint(fields=["mall", "code"], name="product_code"),
            models.UniqueConstraint(fields=["mall", "slug"], name="product_slug"),
        ]
        indexes = [
            models.Index(
                fields=["mall", "position", "id"], name="product_listed", condition=Q(state="listed")
            ),
            models.Index(
                fields=["mall", "submitted_at"], name="product_to_review", condition=Q(state="submitted")
            ),
            models.Index(
                fields=["mall", "category", "position", "id"],
                name="product_in_category",
                condition=Q(state="listed"),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Sku(MallModel):
    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        INACTIVE = "inactive", _("Inactive")

    product = MallForeignKey("catalog.Product", related_name="skus")
    code = models.CharField(_("code"), max_length=60)
    option = models.CharField(_("option"), max_length=80, blank=True)
    price = models.DecimalField(_("price"), max_digits=12, decimal_places=2)
    struck_price = models.DecimalField(
        _("struck price"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    barcode = models.CharField(_("barcode"), max_length=20, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ACTIVE)
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("SKU")
        verbose_name_plural = _("SKUs")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["mall", "code"], name="sku_code"),
            models.CheckConstraint(condition=Q(price__gte=0), name="sku_price_not_negative"),
        ]

    def __str__(self) -> str:
        return self.code


class TradeProfile(MallModel):
    """What customs must know of a SKU."""

    sku = MallForeignKey("catalog.Sku", related_name="trade_profiles")
    hs_code = models.CharField(_("HS code"), max_length=10)
    postal_article = models.CharField(_("postal article"), max_length=8, blank=True)
    declared_name = models.CharField(_("declared name"), max_length=250)
    declared_elements = models.CharField(_("declared elements"), max_length=510)
    origin = models.CharField(_("country of origin"), max_length=2)
    unit = models.CharField(_("unit"), max_length=3)
    unit1 = models.CharField(_("first legal unit"), max_length=3)
    unit1_factor = models.DecimalField(max_digits=14, decimal_places=5, default=1)
    unit2 = models.CharField(_("second legal unit"), max_length=3, blank=True)
    unit2_factor = models.DecimalField(max_digits=14, decimal_places=5, null=True, blank=True)
    content_amount = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    content_unit = models.CharField(max_length=8, blank=True)
    net_kg = models.DecimalField(_("net weight, kg"), max_digits=10, decimal_places=4)
    gross_kg = models.DecimalField(_("gross weight, kg"), max_digits=10, decimal_places=4)
    volume_cm3 = models.DecimalField(
        _("volume of the pack, cm³"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    record_no = models.CharField(_("account book item"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("trade profile")
        verbose_name_plural = _("trade profiles")
        constraints = [models.UniqueConstraint(fields=["mall", "sku"], name="one_trade_profile")]

    def __str__(self) -> str:
        return f"{self.hs_code} {self.declared_name}"


class Media(MallModel):
    """A picture: `name` without width and suffix; the files are `<name>-<width>.webp` in the mall's folder."""

    product = MallForeignKey("catalog.Product", related_name="media")
    name = models.CharField(max_length=200)
    widths = models.JSONField(default=list)
    alt = models.CharField(_("description"), max_length=200, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["position", "id"]
