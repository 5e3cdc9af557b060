"""Money in and out: one payment per customs order (package), the notices that told of it, refunds."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenancy.models import MallForeignKey, MallModel


class Payment(MallModel):
    class State(models.TextChoices):
        PENDING = "pending", _("Waiting for payment")
        PAID = "paid", _("Paid")
        LATE = "late", _("Late or double, goes back")
        CLOSED = "closed", _("Closed")
        REFUNDED = "refunded", _("Refunded")

    order = MallForeignKey("orders.Order", related_name="payments")
    package = MallForeignKey("orders.Package", related_name="payments")
    gateway = models.CharField(_("gateway"), max_length=20)
    scene = models.CharField(_("scene"), max_length=10, default="qr")
    number = models.CharField(_("payment number"), max_length=32)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PENDING)
    code_url = models.CharField(max_length=2000, blank=True)
    transaction_id = models.CharField(_("transaction"), max_length=64, blank=True)
    paid_at = models.DateTimeField(_("paid at"), null=True)
    # Who paid, where the gateway tells: name and ID number, sealed under `payer_subject`'s key.
    row_key = models.UUIDField(null=True, editable=False)
    payer_subject = models.CharField(max_length=80, blank=True, default="", db_default="", editable=False)
    payer_sealed = models.BinaryField(null=True)
    asked_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        constraints = [
            models.UniqueConstraint(fields=["mall", "number"], name="payment_number"),
            models.UniqueConstraint(
                fields=["mall", "package"],
                name="one_live_payment",
                condition=models.Q(state__in=["pending", "paid"]),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Notice(MallModel):
    """A gateway's notice as it came, once per provider's id; in the transaction of its effect."""

    gateway = models.CharField(max_length=20)
    event_id = models.CharField(max_length=80)
    payment = MallForeignKey("payments.Payment", null=True, related_name="notices")
    body_digest = models.CharField(max_length=64)
    body = models.TextField(blank=True)
    """As it came: originals are kept."""
    outcome = models.CharField(max_length=40)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mall", "gateway", "event_id"], name="one_notice_per_event")
        ]


class Refund(MallModel):
    class State(models.TextChoices):
        REQUESTED = "requested", _("Requested")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    payment = MallForeignKey("payments.Payment", related_name="refunds")
    number = models.CharField(_("refund number"), max_length=32)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    reason = models.CharField(_("reason"), max_length=80)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.REQUESTED)
    says = models.CharField(_("the gateway says"), max_length=200, blank=True)
    bank_reference = models.CharField(_("bank reference"), max_length=60, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        constraints = [models.UniqueConstraint(fields=["mall", "number"], name="refund_number")]


class Original(MallModel):
    """原始支付数据: what was asked of the gateway and what it answered, word by word, for announcement 2018 No. 179 and
    for disputes (append-only; kept at least three years)."""

    class Kind(models.TextChoices):
        REQUEST = "request", _("Request")
        RESPONSE = "response", _("Answer")
        PAID = "paid", _("Word that it was paid")

    payment = MallForeignKey("payments.Payment", related_name="originals")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    text = models.TextField()
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("original")
        verbose_name_plural = _("originals")
        ordering = ["id"]


class BankReceipt(MallModel):
    """到账登记: money of a company on the mall's account, entered by one operator and confirmed by another."""

    class State(models.TextChoices):
        ENTERED = "entered", _("To confirm")
        CONFIRMED = "confirmed", _("Confirmed")
        REJECTED = "rejected", pgettext_lazy("a claim", "Rejected")

    payment = MallForeignKey("payments.Payment", related_name="bank_receipts")
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    payer = models.CharField(_("payer"), max_length=100)
    bank_reference = models.CharField(_("bank reference"), max_length=60)
    received_at = models.DateTimeField(_("received at"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ENTERED)
    entered_by = models.CharField(_("entered by"), max_length=60)
    decided_by = models.CharField(_("decided by"), max_length=60, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("bank receipt")
        verbose_name_plural = _("bank receipts")
        constraints = [
            models.UniqueConstraint(
                fields=["mall", "bank_reference"],
                name="one_receipt_per_reference",
                condition=~models.Q(state="rejected"),
            )
        ]

    def __str__(self) -> str:
        return self.bank_reference


class BillCheck(MallModel):
    """对账: a gateway's bill of one day of Beijing against our books, once."""

    gateway = models.CharField(_("gateway"), max_length=20)
    day = models.DateField(_("day"))
    payments = models.PositiveIntegerField(_("payments"), default=0)
    paid = models.DecimalField(_("paid"), max_digits=14, decimal_places=2, default=0)
    refunds = models.PositiveIntegerField(_("refunds"), default=0)
    refunded = models.DecimalField(_("refunded"), max_digits=14, decimal_places=2, default=0)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("reconciliation")
        verbose_name_plural = _("reconciliations")
        constraints = [models.UniqueConstraint(fields=["mall", "gateway", "day"], name="one_check_a_day")]

    def __str__(self) -> str:
        return f"{self.gateway} {self.day}"


class BillLine(MallModel):
    """A line of a gateway's bill (append-only)."""

    check_of = MallForeignKey("payments.BillCheck", related_name="lines")
    kind = models.CharField(max_length=10)
    number = models.CharField(_("number"), max_length=64)
    transaction_id = models.CharField(_("transaction"), max_length=64, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    at = models.DateTimeField(_("at"))

    class Meta:
        indexes = [models.Index(fields=["mall", "number"], name="bill_line_number")]


class Break(MallModel):
    """差异: where a bill and our books do not say the same; open until somebody or a query put it right."""

    class Kind(models.TextChoices):
        UNKNOWN = "unknown", _("Not ours")
        NOT_RECORDED = "not_recorded", _("Paid there, not here")
        AMOUNT = "amount", _("Another amount")
        NOT_IN_BILL = "not_in_bill", _("Paid here, not there")
        REFUND_UNKNOWN = "refund_unknown", _("Refund not ours")
        REFUND_NOT_RECORDED = "refund_open", _("Refunded there, not here")
        REFUND_AMOUNT = "refund_amount", _("Another refund amount")
        REFUND_NOT_IN_BILL = "refund_not_there", _("Refunded here, not there")

    check_of = MallForeignKey("payments.BillCheck", related_name="breaks")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    number = models.CharField(_("number"), max_length=64)
    ours = models.DecimalField(_("ours"), max_digits=12, decimal_places=2, null=True)
    theirs = models.DecimalField(_("theirs"), max_digits=12, decimal_places=2, null=True)
    closed_at = models.DateTimeField(_("closed at"), null=True)
    closed_by = models.CharField(_("closed by"), max_length=60, blank=True)
    words = models.CharField(_("explanation"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("difference")
        verbose_name_plural = _("differences")
        constraints = [
            models.UniqueConstraint(
                fields=["mall", "check_of", "kind", "number"], name="one_break_per_number"
            )
        ]

    def __str__(self) -> str:
        return self.number
