"""Suppliers and the people who work for them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.types import named
from tenancy.bilingual import own_words
from tenancy.models import MallForeignKey, MallModel


class Supplier(MallModel):
    """供货商: a seller inside a mall. Its goods are on sale only while it is active."""

    class State(models.TextChoices):
        APPLIED = "applied", _("Applied")
        ACTIVE = "active", _("Active")
        SUSPENDED = "suspended", _("Suspended")
        REJECTED = "rejected", _("Not accepted")

    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=100)
    company_code = models.CharField(_("company code"), max_length=18, blank=True)
    company_name = models.CharField(_("company name"), max_length=100, blank=True)
    country = models.CharField(_("country"), max_length=2, default="CN")
    intro = models.TextField(_("introduction"), blank=True)
    contact_name = models.CharField(_("contact"), max_length=60, blank=True)
    contact_phone = models.CharField(_("contact's telephone"), max_length=30, blank=True)
    contact_email = models.EmailField(_("contact's e-mail"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ACTIVE)
    state_note = models.CharField(_("said with the decision"), max_length=300, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    logo = models.CharField(_("logo"), max_length=200, blank=True)
    banner = models.CharField(_("banner"), max_length=200, blank=True)
    featured = models.JSONField(_("featured products"), default=list, blank=True)
    """Ids of products, in the order in which the shop shows them."""
    score = models.DecimalField(_("score"), max_digits=3, decimal_places=2, null=True, blank=True)
    score_parts = models.JSONField(default=dict, blank=True)
    ships_itself = models.BooleanField(_("ships by hand"), default=False)
    """Released packages wait until the supplier says that they left; otherwise they leave by themselves."""
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("supplier")
        verbose_name_plural = _("suppliers")
        constraints = [models.UniqueConstraint(fields=["mall", "code"], name="supplier_code")]

    def __str__(self) -> str:
        return self.name

    @property
    def names(self) -> dict[str, str]:
        """As shoppers read it: the registered name; in English the English name, where it has one."""
        return named(self.company_name, own_words(self, "name"))


class SupplierStaff(MallModel):
    """A user who works for a supplier, and as what."""

    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        GOODS = "goods", _("Goods")
        WAREHOUSE = "warehouse", _("Warehouse")
        FINANCE = "finance", _("Finance")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    supplier = MallForeignKey("partners.Supplier", related_name="staff")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.OWNER)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("supplier's staff")
        verbose_name_plural = _("suppliers' staff")
        constraints = [models.UniqueConstraint(fields=["mall", "user"], name="one_supplier_per_user")]
