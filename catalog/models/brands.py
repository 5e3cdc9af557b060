"""Brands, and the papers by which a supplier may sell them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenancy.models import MallForeignKey, MallModel


class Brand(MallModel):
    """A brand of the mall. Its names are words that the search knows whole."""

    code = models.SlugField(_("code"), max_length=60)
    name = models.CharField(_("name"), max_length=80)
    country = models.CharField(_("country"), max_length=2, blank=True)
    story = models.TextField(_("story"), blank=True)
    needs_papers = models.BooleanField(_("needs papers"), default=False)

    class Meta:
        verbose_name = _("brand")
        verbose_name_plural = _("brands")
        constraints = [models.UniqueConstraint(fields=["mall", "code"], name="brand_code")]

    def __str__(self) -> str:
        return self.name


class BrandPaper(MallModel):
    """品牌授权: a paper that lets a supplier sell a brand, within its days."""

    class Kind(models.TextChoices):
        OWNER = "owner", _("Trademark owner")
        LICENCE = "licence", _("Licence of the owner")
        CHAIN = "chain", _("Chain of purchase papers")

    class State(models.TextChoices):
        SUBMITTED = "submitted", _("Submitted")
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", pgettext_lazy("a claim", "Rejected")

    brand = MallForeignKey("catalog.Brand", related_name="papers")
    supplier = MallForeignKey("partners.Supplier", related_name="brand_papers")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    number = models.CharField(_("registration number"), max_length=60, blank=True)
    file = models.CharField(_("file"), max_length=200, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.SUBMITTED)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("brand paper")
        verbose_name_plural = _("brand papers")
