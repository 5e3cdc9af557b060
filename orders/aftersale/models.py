"""Requests for money or goods back, what was asked for line by line, pictures, and the mall's own clocks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from orders.aftersale.reasons import REASONS, Kind
from orders.aftersale.types import TaxFrom
from tenancy.models import MallForeignKey, MallModel

_MONEY: dict[str, Any] = {"max_digits": 12, "decimal_places": 2, "default": 0}
KINDS = {
    Kind.REFUND: _("Refund only"),
    Kind.RETURN: _("Return and refund"),
    Kind.EXCHANGE: _("Exchange"),
}
TAX_FROM = {
    TaxFrom.UNTAKEN: _("Never taken by customs"),
    TaxFrom.CUSTOMS: _("Not levied by customs: returned in time"),
    TaxFrom.MALL: _("Borne by the mall"),
    TaxFrom.NOBODY: _("Kept by customs, not given back"),
}


class Policy(MallModel):
    """The clocks of a mall; hours and days that are promised to the shopper. No row: the defaults."""

    answer_hours = models.PositiveSmallIntegerField(_("hours to answer a request"), default=48)
    send_days = models.PositiveSmallIntegerField(_("days for the shopper to send goods back"), default=7)
    receive_days = models.PositiveSmallIntegerField(_("days to check goods that came back"), default=10)
    mind_days = models.PositiveSmallIntegerField(_("days to change one's mind after delivery"), default=7)
    fault_days = models.PositiveSmallIntegerField(_("days to report a fault after delivery"), default=30)
    second_above = models.DecimalField(
        _("a second operator above (yuan)"), max_digits=12, decimal_places=2, default=Decimal("1000.00")
    )
    return_address = models.CharField(_("return address"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("after-sale policy")
        verbose_name_plural = _("after-sale policy")
        constraints = [
            models.UniqueConstraint(fields=["mall"], name="one_aftersale_policy"),
            models.CheckConstraint(
                condition=Q(answer_hours__gte=1, send_days__gte=1, receive_days__gte=1, mind_days__gte=7),
                name="aftersale_clocks_run",
            ),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class Request(MallModel):
    """售后单: pieces of one package. Amounts are frozen when it is made: amount = goods - discount + freight + tax.

    `tax_kept` is tax that customs keeps and nobody gives back. States: the after-sale axis of orders.states.
    """

    class Fate(models.TextChoices):
        NONE = "", _("Not decided")
        RESTOCK = "restock", _("Back on the shelf")
        DESTROY = "destroy", _("Destroyed")

    number = models.CharField(_("request number"), max_length=30)
    order = MallForeignKey("orders.Order", related_name="aftersale_requests")
    package = MallForeignKey("orders.Package", related_name="aftersale_requests")
    shopper = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=[(k.value, v) for k, v in KINDS.items()])
    state = models.CharField(_("state"), max_length=20, default="requested")
    reason = models.CharField(
        _("reason"), max_length=20, choices=[(code, r.words) for code, r in REASONS.items()]
    )
    words = models.CharField(_("what the shopper says"), max_length=1000, blank=True)
    reply = models.CharField(_("what the mall says"), max_length=1000, blank=True)
    goods = models.DecimalField(_("goods"), **_MONEY)
    discount = models.DecimalField(_("discount"), **_MONEY)
    freight = models.DecimalField(_("freight"), **_MONEY)
    tax = models.DecimalField(_("tax"), **_MONEY)
    tax_kept = models.DecimalField(_("tax not given back"), **_MONEY)
    amount = models.DecimalField(_("amount"), **_MONEY)
    tax_from = models.CharField(_("tax given back by"), max_length=10)
    apply_by = models.DateField(_("customs: ask by"), null=True)
    back_by = models.DateField(_("customs: goods back by"), null=True)
    acts_by = models.DateTimeField(_("to be done by"), null=True)
    """When the clock acts for whoever has to move next; empty where nobody is waited for."""
    appealed = models.BooleanField(default=False)
    carrier = models.CharField(_("carrier"), max_length=60, blank=True)
    waybill = models.CharField(_("waybill number"), max_length=40, blank=True)
    sent_carrier = models.CharField(_("carrier of the replacement"), max_length=60, blank=True)
    sent_waybill = models.CharField(_("waybill of the replacement"), max_length=40, blank=True)
    fate = models.CharField(_("fate of the goods"), max_length=10, choices=Fate.choices, blank=True)
    approved_by = models.CharField(max_length=60, blank=True)
    settled_by = models.CharField(max_length=60, blank=True)
    refund = MallForeignKey("payments.Refund", null=True, related_name="aftersale_requests")
    created_at = models.DateTimeField(_("asked for at"))
    received_at = models.DateTimeField(_("goods received at"), null=True)
    settled_at = models.DateTimeField(_("settled at"), null=True)

    class Meta:
        verbose_name = _("after-sale request")
        verbose_name_plural = _("after-sale requests")
        constraints = [
            models.UniqueConstraint(fields=["mall", "number"], name="aftersale_number"),
            models.CheckConstraint(
                condition=Q(amount=F("goods") - F("discount") + F("freight") + F("tax")),
                name="aftersale_adds_up",
            ),
        ]
        indexes = [
            models.Index(
                fields=["mall", "acts_by"], name="aftersale_due", condition=Q(acts_by__isnull=False)
            ),
            models.Index(fields=["mall", "shopper", "-id"], name="aftersale_of_shopper"),
        ]

    def __str__(self) -> str:
        return self.number


class RequestLine(MallModel):
    """Pieces of a line in a request, with their shares of what was taken (whether given back or not)."""

    request = MallForeignKey("aftersale.Request", related_name="lines")
    line = MallForeignKey("orders.Line", related_name="aftersale_lines")
    pieces = models.PositiveIntegerField(_("pieces"))
    goods = models.DecimalField(_("goods"), **_MONEY)
    discount = models.DecimalField(_("discount"), **_MONEY)
    duty = models.DecimalField(_("duty"), **_MONEY)
    consumption_tax = models.DecimalField(_("consumption tax"), **_MONEY)
    vat = models.DecimalField(_("VAT"), **_MONEY)
    postal_tax = models.DecimalField(_("postal tax"), **_MONEY)
    dutiable_value = models.DecimalField(_("dutiable value"), **_MONEY)
    freight = models.DecimalField(_("freight"), **_MONEY)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mall", "request", "line"], name="one_aftersale_line"),
            models.CheckConstraint(condition=Q(pieces__gte=1), name="aftersale_pieces_positive"),
        ]


class Picture(MallModel):
    """What the shopper shows, small and without its metadata; in the database, behind the same walls as the rest."""

    request = MallForeignKey("aftersale.Request", related_name="pictures")
    position = models.PositiveSmallIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mall", "request", "position"], name="one_picture_per_place")
        ]


class Dispute(MallModel):
    """先行赔付: somebody outside (a gateway, an authority) or the shopper disputes a package; the mall pays first and
    settles with the supplier afterwards. One stands per package at a time."""

    class Source(models.TextChoices):
        GATEWAY = "gateway", _("Complaint at the gateway")
        AUTHORITY = "authority", _("Complaint at an authority (12315)")
        SHOPPER = "shopper", _("The shopper, to us")

    class State(models.TextChoices):
        OPEN = "open", _("To decide")
        PAID = "paid", _("Paid by the mall, to settle with the supplier")
        CLAWED_BACK = "clawed_back", _("Clawed back from the supplier")
        BORNE = "borne", _("Borne by the mall")
        REJECTED = "rejected", pgettext_lazy("a claim", "Rejected")

    number = models.CharField(_("dispute number"), max_length=40)
    order = MallForeignKey("orders.Order", related_name="disputes")
    package = MallForeignKey("orders.Package", related_name="disputes")
    source = models.CharField(_("raised by"), max_length=10, choices=Source.choices)
    reference = models.CharField(_("their reference"), max_length=60, blank=True)
    words = models.CharField(_("what it is about"), max_length=1000)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.OPEN)
    refund = MallForeignKey("payments.Refund", null=True, related_name="disputes")
    answer = models.CharField(_("what the supplier says"), max_length=1000, blank=True)
    answer_by = models.DateTimeField(_("supplier to answer by"), null=True)
    decision = models.CharField(_("why so decided"), max_length=1000, blank=True)
    opened_by = models.CharField(max_length=60)
    paid_by = models.CharField(max_length=60, blank=True)
    decided_by = models.CharField(max_length=60, blank=True)
    opened_at = models.DateTimeField(_("opened at"))
    paid_at = models.DateTimeField(_("paid at"), null=True)
    decided_at = models.DateTimeField(_("decided at"), null=True)

    class Meta:
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        constraints = [
            models.UniqueConstraint(fields=["mall", "number"], name="dispute_number"),
            models.UniqueConstraint(
                fields=["mall", "package"],
                name="one_dispute_standing",
                condition=Q(state__in=["open", "paid"]),
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="dispute_above_nothing"),
        ]

    def __str__(self) -> str:
        return self.number
