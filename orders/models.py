"""Cart, order, packages, line snapshots, and the ledger of what happened to an order."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tenancy.models import MallForeignKey, MallModel

_MONEY: dict[str, Any] = {"max_digits": 12, "decimal_places": 2, "default": 0}


class Cart(MallModel):
    """A shopper's cart, or a guest's under a random token kept in the session."""

    shopper = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    token = models.UUIDField(default=uuid.uuid4, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mall", "token"], name="cart_token"),
            models.UniqueConstraint(fields=["mall", "shopper"], name="one_cart_per_shopper"),
        ]


class CartLine(MallModel):
    cart = MallForeignKey("orders.Cart", related_name="lines")
    sku = MallForeignKey("catalog.Sku", related_name="+")
    quantity = models.PositiveIntegerField()
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mall", "cart", "sku"], name="one_line_per_sku"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="cart_quantity_positive"),
        ]


class Order(MallModel):
    """One purchase of one shopper. States change only through orders.services, by orders.states.

    Amounts are yuan, computed once by orders.pricing: total = goods + freight + tax - discount.
    """

    number = models.CharField(_("order number"), max_length=32)
    shopper = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    identity = MallForeignKey("accounts.Identity", null=True, related_name="orders")
    state = models.CharField(_("state"), max_length=20, default="placed")
    payment_state = models.CharField(_("payment"), max_length=20, default="pending")
    goods = models.DecimalField(_("goods"), **_MONEY)
    freight = models.DecimalField(_("freight"), **_MONEY)
    discount = models.DecimalField(_("discount"), **_MONEY)
    tax = models.DecimalField(_("tax"), **_MONEY)
    total = models.DecimalField(_("total"), **_MONEY)
    consignee = models.CharField(_("consignee"), max_length=60)
    phone = models.CharField(_("mobile number"), max_length=20)
    address = models.CharField(_("address"), max_length=200)
    district_code = models.CharField(max_length=6, blank=True)
    language = models.CharField(max_length=10, default="zh-hans")
    notice_version = models.CharField(max_length=20, blank=True)
    notice_hash = models.CharField(max_length=64, blank=True)
    notice_accepted_at = models.DateTimeField(null=True)
    """Empty where nothing of the order comes from abroad."""
    ip = models.GenericIPAddressField(null=True)
    device = models.CharField(max_length=64, blank=True, default="", db_default="")
    """A random token the browser keeps: tells one device from another, and nothing about whose it is."""
    risk = models.CharField(_("risk"), max_length=10, blank=True, default="", db_default="")
    """Empty; `review`; `hold`: nothing is declared or sent; `released` by an operator (orders.risk)."""
    rule_version = models.CharField(max_length=200, blank=True)
    placed_at = models.DateTimeField(_("placed at"))
    expires_at = models.DateTimeField()
    paid_at = models.DateTimeField(_("paid at"), null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        constraints = [
            models.UniqueConstraint(fields=["mall", "number"], name="order_number"),
            models.CheckConstraint(
                condition=Q(total=F("goods") + F("freight") + F("tax") - F("discount")), name="order_adds_up"
            ),
        ]
        indexes = [
            models.Index(fields=["mall", "shopper", "-id"], name="order_of_shopper"),
            models.Index(fields=["mall", "expires_at"], name="order_unpaid", condition=Q(state="placed")),
            models.Index(fields=["mall", "phone", "placed_at"], name="order_to_phone"),
            models.Index(fields=["mall", "address", "placed_at"], name="order_to_address"),
            models.Index(
                fields=["mall", "device", "placed_at"], name="order_from_device", condition=~Q(device="")
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Package(MallModel):
    """包裹: what clears customs as one declaration: one supplier, one warehouse, one mode.

    `number` is the order number that customs sees; `clearance` is the state of orders.states, `status` the
    last official code of the port (customs.rules.statuses) with its time.
    """

    order = MallForeignKey("orders.Order", related_name="packages")
    number = models.CharField(_("package number"), max_length=32)
    sequence = models.PositiveSmallIntegerField(default=1)
    supplier = MallForeignKey("partners.Supplier", related_name="+")
    warehouse = MallForeignKey("inventory.Warehouse", related_name="+")
    mode = models.CharField(_("mode"), max_length=20)
    port = models.CharField(_("port"), max_length=40)
    clearance = models.CharField(_("clearance"), max_length=20, default="none")
    fulfilment = models.CharField(_("fulfilment"), max_length=20, default="pending")
    status = models.CharField(_("customs status"), max_length=10, blank=True)
    status_at = models.DateTimeField(null=True)
    mend = models.CharField(max_length=20, blank=True)
    """What must be put right after a rejection (identity, limit, …): a word of customs.rules.refusals."""
    reason_code = models.CharField(max_length=30, blank=True)
    reason = models.CharField(_("reason"), max_length=1000, blank=True)
    goods = models.DecimalField(_("goods"), **_MONEY)
    freight = models.DecimalField(_("freight"), **_MONEY)
    discount = models.DecimalField(_("discount"), **_MONEY)
    tax = models.DecimalField(_("tax"), **_MONEY)
    total = models.DecimalField(_("total"), **_MONEY)
    tax_outcome = models.CharField(max_length=10, default="taxed")
    tax_snapshot = models.JSONField(default=dict)
    net_kg = models.DecimalField(max_digits=10, decimal_places=4, default=0)
    gross_kg = models.DecimalField(max_digits=10, decimal_places=4, default=0)
    list_number = models.CharField(_("customs list number"), max_length=18, blank=True)
    released_at = models.DateTimeField(_("released at"), null=True)
    dispatched_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(_("signed for at"), null=True)
    closed_at = models.DateTimeField(null=True)
    """Refunded whole before it arrived: it is never declared or sent again."""
    split_from = MallForeignKey("orders.Package", null=True, related_name="split_off")
    """拆分发货: the package these pieces were taken out of; its payment is theirs too."""

    class Meta:
        verbose_name = _("package")
        verbose_name_plural = _("packages")
        constraints = [
            models.UniqueConstraint(fields=["mall", "number"], name="package_number"),
            models.CheckConstraint(
                condition=Q(total=F("goods") + F("freight") + F("tax") - F("discount")),
                name="package_adds_up",
            ),
        ]
        indexes = [models.Index(fields=["mall", "clearance", "id"], name="package_clearance")]

    def __str__(self) -> str:
        return self.number


class Line(MallModel):
    """A line as it was sold: nothing here changes when the catalogue does."""

    order = MallForeignKey("orders.Order", related_name="lines")
    package = MallForeignKey("orders.Package", related_name="lines")
    sku = MallForeignKey("catalog.Sku", related_name="+")
    sequence = models.PositiveSmallIntegerField()
    sku_code = models.CharField(max_length=60)
    slug = models.CharField(max_length=120, blank=True)
    title = models.JSONField(default=dict)
    option = models.JSONField(default=dict)
    picture = models.CharField(max_length=200, blank=True)
    quantity = models.PositiveIntegerField(_("quantity"))
    unit_price = models.DecimalField(_("unit price"), **_MONEY)
    amount = models.DecimalField(_("amount"), **_MONEY)
    discount = models.DecimalField(_("discount"), **_MONEY)
    dutiable_value = models.DecimalField(_("dutiable value"), **_MONEY)
    duty = models.DecimalField(_("duty"), **_MONEY)
    consumption_tax = models.DecimalField(_("consumption tax"), **_MONEY)
    vat = models.DecimalField(_("VAT"), **_MONEY)
    postal_tax = models.DecimalField(_("postal tax"), **_MONEY)
    trade = models.JSONField(default=dict)
    bundle = models.JSONField(default=dict, db_default={})
    """Of a part of a bundle: the bundle as it was sold (`sku_id`, `sku_code`, `title`, `price`, `count`)."""

    class Meta:
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")
        ordering = ["sequence"]
        constraints = [
            models.UniqueConstraint(fields=["mall", "package", "sequence"], name="one_line_per_place"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="line_quantity_positive"),
            models.CheckConstraint(condition=Q(amount=F("unit_price") * F("quantity")), name="line_adds_up"),
        ]

    @property
    def tax(self) -> Decimal:
        """Duty, consumption tax, VAT and postal tax of the line, in yuan."""
        return self.duty + self.consumption_tax + self.vat + self.postal_tax


class LedgerEntry(MallModel):
    """What happened to an order, for ever (append-only): each transition of each axis, by whom, and why."""

    order = MallForeignKey("orders.Order", related_name="ledger")
    package = MallForeignKey("orders.Package", null=True, related_name="ledger")
    axis = models.CharField(_("axis"), max_length=20)
    event = models.CharField(_("event"), max_length=40)
    before = models.CharField(_("before"), max_length=20, blank=True)
    after = models.CharField(_("after"), max_length=20, blank=True)
    code = models.CharField(_("code"), max_length=30, blank=True)
    """The official code behind the event: a customs status, a gateway's word."""
    actor = models.CharField(_("actor"), max_length=60)
    note = models.CharField(_("note"), max_length=1000, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2, null=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger")
        ordering = ["id"]
        indexes = [models.Index(fields=["mall", "order", "id"], name="ledger_of_order")]
