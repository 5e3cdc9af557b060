"""What mall and supplier agreed on, and the deposit that stands behind it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tenancy.models import MallForeignKey, MallModel


class Contract(MallModel):
    """合同条款: terms from a day on. Of those begun, the latest holds; earlier ones stay as they were."""

    supplier = MallForeignKey("partners.Supplier", related_name="contracts")
    number = models.CharField(_("contract number"), max_length=60)
    commission = models.DecimalField(_("commission"), max_digits=5, decimal_places=4)
    """Share of the goods' price that the mall keeps: 0.0800 is 8 %."""
    period_days = models.PositiveSmallIntegerField(_("settlement period, days"), default=15)
    hold_days = models.PositiveSmallIntegerField(_("held after signing, days"), default=15)
    deposit_due = models.DecimalField(_("deposit due"), max_digits=12, decimal_places=2, default=0)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    signed_at = models.DateTimeField(_("signed at"))

    class Meta:
        verbose_name = _("supplier's contract")
        verbose_name_plural = _("suppliers' contracts")
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["mall", "supplier", "valid_from"], name="one_contract_per_day"),
            models.CheckConstraint(
                condition=Q(commission__gte=0, commission__lt=1), name="commission_is_a_share"
            ),
            models.CheckConstraint(condition=Q(deposit_due__gte=0), name="deposit_due_not_negative"),
        ]

    def __str__(self) -> str:
        return self.number


class DepositEntry(MallModel):
    """保证金台账: what moved the deposit, for ever (append-only); the sum of `amount` is what is held."""

    class Kind(models.TextChoices):
        PAID = "paid", _("Paid in")
        DEDUCTED = "deducted", _("Deducted")
        RETURNED = "returned", _("Returned")

    supplier = MallForeignKey("partners.Supplier", related_name="deposit_entries")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    """Yuan: above zero for what came in, below for what went out."""
    reference = models.CharField(_("reference"), max_length=60)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    actor = models.CharField(_("by"), max_length=60)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("deposit entry")
        verbose_name_plural = _("deposit entries")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["mall", "supplier", "reference"], name="deposit_entry_once"),
            models.CheckConstraint(
                condition=Q(kind="paid", amount__gte=0) | Q(kind__in=["deducted", "returned"], amount__lte=0),
                name="deposit_sign_follows_kind",
            ),
        ]
