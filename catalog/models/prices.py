"""Prices beside the retail price: by quantity, what the supplier asks, and what stood when."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tenancy.models import MallForeignKey, MallModel


class PriceTier(MallModel):
    """阶梯价: the price of one piece, in yuan, from a number of pieces on."""

    sku = MallForeignKey("catalog.Sku", related_name="tiers")
    min_quantity = models.PositiveIntegerField(_("from pieces"))
    price = models.DecimalField(_("price"), max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = _("price by quantity")
        verbose_name_plural = _("prices by quantity")
        ordering = ["min_quantity"]
        constraints = [
            models.UniqueConstraint(fields=["mall", "sku", "min_quantity"], name="one_tier_per_quantity"),
            models.CheckConstraint(condition=Q(min_quantity__gte=2), name="tier_from_two"),
            models.CheckConstraint(condition=Q(price__gte=0), name="tier_price_not_negative"),
        ]


class SupplierCost(MallModel):
    """供货价: what the supplier asks of the mall for a piece, in the supplier's money, from a day on."""

    sku = MallForeignKey("catalog.Sku", related_name="costs")
    currency = models.CharField(_("currency"), max_length=3)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=4)
    valid_from = models.DateField(_("valid from"))

    class Meta:
        verbose_name = _("supplier's price")
        verbose_name_plural = _("suppliers' prices")
        constraints = [
            models.UniqueConstraint(fields=["mall", "sku", "valid_from"], name="one_cost_per_day"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="cost_not_negative"),
        ]


class DailyPrice(MallModel):
    """The lowest and the last price of a SKU on a day: the lawful ground of a struck price."""

    sku = MallForeignKey("catalog.Sku", related_name="daily_prices")
    day = models.DateField()
    lowest = models.DecimalField(max_digits=12, decimal_places=2)
    last = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mall", "sku", "day"], name="one_price_per_day")]
