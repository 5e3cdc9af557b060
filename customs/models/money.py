"""Beside the declaration: payment data asked for, payments pushed, tax bills."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tenancy.models import MallForeignKey, MallModel


class DataRequest(MallModel):
    """A question of customs for the original payment data of an order (announcement 179), and our answer."""

    class State(models.TextChoices):
        WAITING = "waiting", _("To be answered")
        ANSWERED = "answered", _("Answered")
        FAILED = "failed", _("Given up")

    session = models.CharField(_("session"), max_length=64)
    order_no = models.CharField(_("order number"), max_length=60)
    service_time = models.BigIntegerField()
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    received_at = models.DateTimeField(_("asked at"))
    due_at = models.DateTimeField(_("due at"))
    next_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    code = models.CharField(_("code"), max_length=10, blank=True)
    says = models.CharField(_("says"), max_length=300, blank=True)
    orders = models.JSONField(default=list)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("payment data request")
        verbose_name_plural = _("payment data requests")
        constraints = [models.UniqueConstraint(fields=["mall", "session"], name="one_data_request")]
        indexes = [
            models.Index(fields=["mall", "id"], name="data_request_waiting", condition=Q(state="waiting"))
        ]

    def __str__(self) -> str:
        return self.order_no


class PaymentPush(MallModel):
    """支付单推送: what the payment company said when it was asked to declare a package's payment."""

    package = MallForeignKey("orders.Package", related_name="payment_pushes")
    gateway = models.CharField(_("payment company"), max_length=20, default="wechat", db_default="wechat")
    place = models.CharField(_("place"), max_length=40)
    request_no = models.CharField(_("request number"), max_length=32, blank=True, db_default="")
    """The same at every push: the payment company knows by it that it is the same declaration."""
    part_no = models.CharField(_("part of the payment"), max_length=64, blank=True, db_default="")
    """Of a payment split over several orders: the payment company's number of this part."""
    payer_code = models.CharField(max_length=20, blank=True, db_default="")
    """支付企业备案号 it declares under, where it says so."""
    next_at = models.DateTimeField(null=True)
    """When it is asked for, or pushed, again; empty: over, or only by hand."""
    state = models.CharField(_("state"), max_length=20, blank=True)
    check_result = models.CharField(_("payer and orderer"), max_length=20, blank=True)
    department = models.CharField(_("clearing body"), max_length=20, blank=True)
    department_trade_id = models.CharField(_("number at the clearing body"), max_length=64, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    pushed_at = models.DateTimeField(_("pushed at"), null=True)
    error = models.CharField(_("last error"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("payment push")
        verbose_name_plural = _("payment pushes")
        constraints = [models.UniqueConstraint(fields=["mall", "package", "place"], name="one_payment_push")]

    def __str__(self) -> str:
        return f"{self.place} {self.state}"


class TaxBill(MallModel):
    """电子税单: what customs counted for a list, and how it compares with what the shopper paid.

    `status`: 1 made, 2 consolidated, 3 void; the furthest stands. `cause`: a word of customs.reconcile.
    """

    declaration = MallForeignKey("customs.Declaration", null=True, related_name="tax_bills")
    port = models.CharField(_("port"), max_length=40)
    list_number = models.CharField(_("customs list number"), max_length=18)
    tax_no = models.CharField(_("tax bill number"), max_length=50)
    status = models.CharField(_("state"), max_length=1)
    status_at = models.CharField(max_length=17)
    payment_book = models.CharField(_("payment book"), max_length=50, blank=True)
    duty = models.DecimalField(_("duty"), max_digits=14, decimal_places=2, default=0)
    consumption_tax = models.DecimalField(_("consumption tax"), max_digits=14, decimal_places=2, default=0)
    vat = models.DecimalField(_("VAT"), max_digits=14, decimal_places=2, default=0)
    lines = models.JSONField(default=list)
    has_amounts = models.BooleanField(default=False)
    """False while only news of it (818) came: the bill itself is still on its way."""
    difference = models.DecimalField(
        _("above our quote"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    cause = models.CharField(_("likely cause"), max_length=20, blank=True)
    received_at = models.DateTimeField(_("received at"))
    compared_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("tax bill")
        verbose_name_plural = _("tax bills")
        constraints = [
            models.UniqueConstraint(fields=["mall", "port", "list_number", "tax_no"], name="one_tax_bill")
        ]
        indexes = [
            models.Index(
                fields=["mall", "id"], name="tax_bill_uncompared", condition=Q(compared_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return self.tax_no

    @property
    def total(self) -> Decimal:
        return self.duty + self.consumption_tax + self.vat
