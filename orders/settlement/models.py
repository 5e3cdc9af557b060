"""What is owed to whom: vouchers of double entry, and the statements that suppliers confirm."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenancy.models import MallForeignKey, MallModel

_MONEY: dict[str, Any] = {"max_digits": 14, "decimal_places": 2, "default": 0}

#: The accounts of a mall, a column each: debit above zero, credit below.
ACCOUNTS = ("cash", "escrow", "payable", "commission_earned", "tax_held", "promotion_borne", "loss")
ACCOUNT_WORDS = {
    "cash": _("At the gateways"),
    "escrow": _("Held until receipt"),
    "payable": _("Owed to suppliers"),
    "commission_earned": _("Commission"),
    "tax_held": _("Tax collected"),
    "promotion_borne": _("Promotions borne by the mall"),
    "loss": _("Losses"),
}


class Terms(MallModel):
    """How the mall shares promotions with its suppliers; no row: the mall bears them all."""

    supplier_share = models.DecimalField(
        _("share of discounts borne by the supplier"), max_digits=5, decimal_places=4, default=Decimal(0)
    )

    class Meta:
        verbose_name = _("settlement terms")
        verbose_name_plural = _("settlement terms")
        constraints = [
            models.UniqueConstraint(fields=["mall"], name="one_settlement_terms"),
            models.CheckConstraint(
                condition=Q(supplier_share__gte=0, supplier_share__lte=1), name="share_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class Voucher(MallModel):
    """记账凭证: one event in double entry, for ever (append-only). The database refuses a row that is not zero in sum.

    The account columns move money; the others say what it was made of, as the supplier reads it: goods and freight
    to the supplier's credit, `promotion` (its share of discounts), `commission`, `claw_back` (tax of a fault that
    it bears) to its charge; refunds below zero. `due_on`: from this day of Beijing on it may be settled.
    """

    class Kind(models.TextChoices):
        PAID = "paid", _("Paid by the shopper")
        CANCELLED = "cancelled", _("Cancelled")
        EARNED = "earned", _("Received by the shopper")
        REFUNDED = "refunded", _("Refunded")
        ADJUSTED = "adjusted", _("Adjusted")
        PAID_OUT = "paid_out", _("Paid to the supplier")
        ADVANCED = "advanced", _("Paid to the shopper by the mall first")
        CLAWED = "clawed", _("Clawed back after a dispute")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    reference = models.CharField(_("reference"), max_length=60)
    supplier = MallForeignKey("partners.Supplier", related_name="+")
    package = MallForeignKey("orders.Package", null=True, related_name="vouchers")
    goods = models.DecimalField(_("goods"), **_MONEY)
    freight = models.DecimalField(_("freight"), **_MONEY)
    promotion = models.DecimalField(_("promotion share"), **_MONEY)
    tax = models.DecimalField(_("tax collected"), **_MONEY)
    commission = models.DecimalField(_("commission"), **_MONEY)
    claw_back = models.DecimalField(_("claw-back"), **_MONEY)
    cash = models.DecimalField(ACCOUNT_WORDS["cash"], **_MONEY)
    escrow = models.DecimalField(ACCOUNT_WORDS["escrow"], **_MONEY)
    payable = models.DecimalField(ACCOUNT_WORDS["payable"], **_MONEY)
    commission_earned = models.DecimalField(ACCOUNT_WORDS["commission_earned"], **_MONEY)
    tax_held = models.DecimalField(ACCOUNT_WORDS["tax_held"], **_MONEY)
    promotion_borne = models.DecimalField(ACCOUNT_WORDS["promotion_borne"], **_MONEY)
    loss = models.DecimalField(ACCOUNT_WORDS["loss"], **_MONEY)
    note = models.CharField(_("note"), max_length=200, blank=True)
    due_on = models.DateField(_("may be settled from"), null=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("voucher")
        verbose_name_plural = _("vouchers")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["mall", "reference"], name="one_voucher_per_event"),
            models.CheckConstraint(
                condition=Q(
                    cash=-F("escrow") - F("payable") - F("commission_earned") - F("tax_held")
                    - F("promotion_borne") - F("loss")
                ),
                name="voucher_sums_to_zero",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["mall", "supplier", "due_on"], name="voucher_due")]

    def __str__(self) -> str:
        return self.reference


class Statement(MallModel):
    """结算单: what a supplier gets for a period. payable = goods + freight - promotion - commission - claw_back."""

    class State(models.TextChoices):
        DRAWN = "drawn", _("To confirm")
        DISPUTED = "disputed", _("Disputed")
        CONFIRMED = "confirmed", _("Confirmed")
        PAID = "paid", _("Paid")

    number = models.CharField(_("statement number"), max_length=40)
    supplier = MallForeignKey("partners.Supplier", related_name="statements")
    begins_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    goods = models.DecimalField(_("goods"), **_MONEY)
    freight = models.DecimalField(_("freight"), **_MONEY)
    tax = models.DecimalField(_("tax collected"), **_MONEY)
    promotion = models.DecimalField(_("promotion share"), **_MONEY)
    commission = models.DecimalField(_("commission"), **_MONEY)
    claw_back = models.DecimalField(_("claw-backs"), **_MONEY)
    refunds = models.DecimalField(_("of which refunds"), **_MONEY)
    payable = models.DecimalField(_("payable"), **_MONEY)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAWN)
    words = models.CharField(_("what the supplier says"), max_length=500, blank=True)
    answer = models.CharField(_("what the mall answers"), max_length=500, blank=True)
    bank_reference = models.CharField(_("bank reference"), max_length=60, blank=True)
    confirmed_by = models.CharField(max_length=60, blank=True)
    drawn_at = models.DateTimeField(_("drawn at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    paid_at = models.DateTimeField(_("paid at"), null=True)

    class Meta:
        verbose_name = pgettext_lazy("settlement", "statement")
        verbose_name_plural = _("statements")
        constraints = [
            models.UniqueConstraint(fields=["mall", "number"], name="statement_number"),
            models.UniqueConstraint(fields=["mall", "supplier", "ends_on"], name="one_statement_per_period"),
            models.CheckConstraint(
                condition=Q(
                    payable=F("goods") + F("freight") - F("promotion") - F("commission") - F("claw_back")
                ),
                name="statement_adds_up",
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("begins_on")), name="period_has_days"),
        ]

    def __str__(self) -> str:
        return self.number


class StatementLine(MallModel):
    """A voucher stands in one statement, once (append-only)."""

    statement = MallForeignKey("settlement.Statement", related_name="lines")
    voucher = MallForeignKey("settlement.Voucher", related_name="statement_lines")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["mall", "voucher"], name="voucher_settled_once")]


class SupplyPrice(MallModel):
    """供货价: what the supplier is paid for one piece, in its own currency, from a day on. Of those begun the latest
    holds. A SKU without one is settled by commission."""

    sku = MallForeignKey("catalog.Sku", related_name="supply_prices")
    currency = models.CharField(_("currency"), max_length=3)
    cost = models.DecimalField(_("cost of one piece"), max_digits=12, decimal_places=4)
    valid_from = models.DateField(_("valid from"))

    class Meta:
        verbose_name = _("supply price")
        verbose_name_plural = _("supply prices")
        constraints = [
            models.UniqueConstraint(fields=["mall", "sku", "valid_from"], name="one_supply_price_per_day"),
            models.CheckConstraint(condition=Q(cost__gt=0), name="supply_price_above_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.sku_id} {self.currency} {self.cost}"


class LockedCost(MallModel):
    """锁汇成本: what a line costs, at the rate of the day its order was placed: once, for ever (append-only).

    `yuan` = unit_cost x quantity x rate, to the fen; `rate` is yuan for one unit with the mall's margin in it, `bare`
    what the source published for `rate_day`.
    """

    line = MallForeignKey("orders.Line", related_name="locked_costs")
    package = MallForeignKey("orders.Package", related_name="locked_costs")
    currency = models.CharField(_("currency"), max_length=3)
    unit_cost = models.DecimalField(_("cost of one piece"), max_digits=12, decimal_places=4)
    quantity = models.PositiveIntegerField(_("pieces"))
    rate = models.DecimalField(_("rate with margin"), max_digits=18, decimal_places=8)
    bare = models.DecimalField(_("rate as published"), max_digits=18, decimal_places=8)
    margin = models.DecimalField(_("margin, per cent"), max_digits=5, decimal_places=2)
    source = models.CharField(_("source of the rate"), max_length=60, blank=True)
    rate_day = models.DateField(_("day of the rate"))
    yuan = models.DecimalField(_("cost in yuan"), **_MONEY)
    locked_at = models.DateTimeField(_("locked at"))

    class Meta:
        verbose_name = _("locked cost")
        verbose_name_plural = _("locked costs")
        constraints = [models.UniqueConstraint(fields=["mall", "line"], name="cost_locked_once")]

    def __str__(self) -> str:
        return f"{self.currency} {self.unit_cost} x {self.quantity}"
