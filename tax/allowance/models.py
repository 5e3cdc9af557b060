"""The ledger: what a key holds in a year above the malls, and each mall's own entries."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tenancy.models import MallForeignKey, MallModel


class AllowanceYear(models.Model):
    """Sum of what all malls hold for a key in a year: reserved and counted, less restored. Above the malls."""

    key = models.CharField(max_length=64)
    year = models.PositiveSmallIntegerField()
    held = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = _("allowance of a year")
        verbose_name_plural = _("allowances by year")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["key", "year"], name="one_allowance_a_year"),
            models.CheckConstraint(name="allowance_not_negative", condition=Q(held__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.key[:8]}… {self.year}"


class AllowanceGoods(models.Model):
    """What a key holds of a capped good in a year, kilograms. Above the malls."""

    key = models.CharField(max_length=64)
    year = models.PositiveSmallIntegerField()
    good = models.CharField(max_length=20)
    held = models.DecimalField(max_digits=12, decimal_places=3)

    class Meta:
        verbose_name = _("capped goods of a year")
        verbose_name_plural = _("capped goods by year")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["key", "year", "good"], name="one_good_a_year"),
            models.CheckConstraint(name="goods_not_negative", condition=Q(held__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.key[:8]}… {self.year} {self.good}"


class AllowanceEntry(MallModel):
    """What one package of this mall holds. `goods`: capped goods in kilograms, as text, less what came back."""

    class State(models.TextChoices):
        RESERVED = "reserved", _("reserved")
        COUNTED = "counted", _("counted")
        RELEASED = "released", _("released")
        EXPIRED = "expired", _("expired")

    ref = models.CharField(_("reference"), max_length=80)
    key = models.CharField(max_length=64)
    year = models.PositiveSmallIntegerField(_("year"))
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    restored = models.DecimalField(_("given back"), max_digits=12, decimal_places=2, default=0)
    goods = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    reserved_at = models.DateTimeField(_("reserved at"))
    expires_at = models.DateTimeField(_("expires at"))
    closed_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    class Meta:
        verbose_name = _("allowance entry")
        verbose_name_plural = _("allowance entries")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["mall", "ref"], name="one_entry_a_reference"),
            models.CheckConstraint(
                name="entry_restores_no_more", condition=Q(restored__gte=0) & Q(restored__lte=F("amount"))
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["mall", "key", "year"], name="allowance_own_use"),
            models.Index(
                fields=["key", "year", "expires_at"], name="allowance_expiring", condition=Q(state="reserved")
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class AllowanceReturn(MallModel):
    """One acceptance of a return by customs; its reference counts once."""

    entry = MallForeignKey("allowance.AllowanceEntry")
    ref = models.CharField(_("reference"), max_length=80)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    at = models.DateTimeField(_("accepted at"))

    class Meta:
        verbose_name = _("allowance given back")
        verbose_name_plural = _("allowances given back")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["mall", "ref"], name="one_restoring_a_reference")
        ]

    def __str__(self) -> str:
        return self.ref
