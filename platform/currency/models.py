"""Dated exchange rates, above the malls, and what a mall adds to them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tenancy.models import MallModel


class Rate(models.Model):
    """汇率: yuan for one unit of `currency`, of a day, by a source. Added, never edited; the same for every mall."""

    currency = models.CharField(_("currency"), max_length=3)
    day = models.DateField(_("day"))
    yuan = models.DecimalField(_("yuan for one"), max_digits=18, decimal_places=8)
    source = models.CharField(_("source"), max_length=60)
    imported_at = models.DateTimeField(_("imported at"))

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        constraints = [
            models.UniqueConstraint(fields=["currency", "day", "source"], name="one_rate_per_day_and_source"),
            models.CheckConstraint(condition=Q(yuan__gt=0), name="rate_above_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.day}"


class Margin(MallModel):
    """加点: what a mall adds to the rate when it buys or shows prices in a currency. In per cent."""

    currency = models.CharField(_("currency"), max_length=3)
    percent = models.DecimalField(_("margin, per cent"), max_digits=5, decimal_places=2, default=0)

    class Meta:
        verbose_name = _("margin on a rate")
        verbose_name_plural = _("margins on rates")
        constraints = [
            models.UniqueConstraint(fields=["mall", "currency"], name="one_margin_per_currency"),
            models.CheckConstraint(
                condition=Q(percent__gte=-20, percent__lte=20), name="margin_within_twenty"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.percent}"
