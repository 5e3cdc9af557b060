"""Money in and out for operators: what the gateways told, bank receipts by two people, refunds that failed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.forms import BaseDialogForm
from unfold.widgets import UnfoldAdminDecimalFieldWidget, UnfoldAdminTextInputWidget

from orders.payments import bill_admin, services
from orders.payments.gateways.registry import NAMES
from orders.payments.models import BankReceipt, Payment, Refund
from orders.payments.types import PaymentError
from orders.tables import PAYMENTS
from tenancy.admin import (
    MallAdmin,
    Section,
    Text,
    Words,
    column,
    link,
    moment,
    money,
    state,
    time,
    verb,
    yuan,
)

__all__ = ["bill_admin"]

REFUNDS = Words(
    {
        "requested": (Refund.State.REQUESTED.label, "warning"),
        "done": (Refund.State.DONE.label, "success"),
        "failed": (Refund.State.FAILED.label, "danger"),
    }
)

_gateway = column("gateway", _("gateway"), lambda name: NAMES.get(name, name))


def me(request: HttpRequest) -> str:
    return f"operator:{request.user.pk}"


class ReceiptForm(BaseDialogForm):
    amount = forms.DecimalField(
        label=_("Amount"), max_digits=12, decimal_places=2, min_value=0, widget=UnfoldAdminDecimalFieldWidget
    )
    payer = forms.CharField(label=_("Payer"), max_length=100, widget=UnfoldAdminTextInputWidget)
    bank_reference = forms.CharField(
        label=_("Bank reference"), max_length=60, widget=UnfoldAdminTextInputWidget
    )


class ReferenceForm(BaseDialogForm):
    bank_reference = forms.CharField(
        label=_("Bank reference"), max_length=60, widget=UnfoldAdminTextInputWidget
    )


@admin.register(Payment)
class PaymentAdmin(MallAdmin):
    list_display = (
        "number",
        "order_shown",
        "package_shown",
        "gateway_shown",
        "amount_shown",
        "state_shown",
        "paid",
    )
    actions_detail = ("enter_receipt",)
    gateway_shown = _gateway
    list_select_related = ("order", "package")
    list_filter = ("state",)
    search_fields = ("number", "transaction_id", "order__number", "package__number")
    ordering = ("-id",)
    fields = readonly_fields = (
        "number", "order_shown", "package_shown", "gateway_shown", "amount_shown", "state_shown", "transaction_id",
        "paid",
        "expires",
    )  # fmt: skip
    order_shown = column("order", _("order"), link)
    package_shown = column("package", _("package"), link)
    amount_shown = money("amount", _("amount"))
    state_shown = state("state", _("state"), PAYMENTS)
    paid = time("paid_at", _("paid at"))
    expires = time("expires_at", _("pay before"))

    def sections(self, request: HttpRequest, row: Payment) -> list[Section]:
        return [
            Section(
                _("Notices of the gateway"),
                (_("received at"), _("event"), _("outcome")),
                [(moment(n.received_at), n.event_id, n.outcome) for n in row.notices.order_by("id")],
            ),
            Section(
                _("Refunds"),
                (_("refund number"), _("amount"), _("reason"), _("state"), _("done at")),
                [
                    (link(r, r.number), yuan(r.amount), r.reason, REFUNDS.badge(r.state), moment(r.done_at))
                    for r in row.refunds.order_by("id")
                ],
            ),
            Section(
                _("Originals"),
                (_("at"), _("kind"), _("text")),
                [(moment(o.at), o.get_kind_display(), o.text[:2000]) for o in row.originals.all()],
            ),
        ]

    @verb(
        description=_("Enter a bank receipt"),
        asks=_("What the bank shows; another operator confirms it."),
        refusals=(PaymentError,),
        form=ReceiptForm,
        icon="account_balance",
    )
    def enter_receipt(self, request: HttpRequest, row: Payment, answers: dict[str, Any]) -> Text:
        services.enter_receipt(payment_id=row.pk, received_at=timezone.now(), actor=me(request), **answers)
        return _("The receipt waits for another operator.")


@admin.register(Refund)
class RefundAdmin(MallAdmin):
    list_display = ("number", "payment_shown", "amount_shown", "reason", "state_shown", "asked")
    list_select_related = ("payment",)
    list_filter = ("state",)
    search_fields = ("number", "payment__number")
    ordering = ("-id",)
    fields = readonly_fields = (
        "number",
        "payment_shown",
        "amount_shown",
        "reason",
        "state_shown",
        "says",
        "bank_reference",
        "asked",
        "done",
    )
    actions_detail = ("send_again", "sent_by_bank")
    payment_shown = column("payment", _("payment"), link)
    amount_shown = money("amount", _("amount"))
    state_shown = state("state", _("state"), REFUNDS)
    asked = time("created_at", _("asked for at"))
    done = time("done_at", _("done at"))

    @verb(
        description=_("Send it again"),
        asks=_("The gateway refused it. It is asked once more, under the same number."),
        refusals=(PaymentError,),
        icon="refresh",
    )
    def send_again(self, request: HttpRequest, row: Refund, answers: dict[str, Any]) -> Text:
        services.send_again(refund_id=row.pk, now=timezone.now())
        return _("The refund is on its way.")

    @verb(
        description=_("Sent by bank"),
        asks=_("The money left the mall's bank account under this reference."),
        refusals=(PaymentError,),
        form=ReferenceForm,
        icon="account_balance",
    )
    def sent_by_bank(self, request: HttpRequest, row: Refund, answers: dict[str, Any]) -> Text:
        services.record_bank_refund(refund_id=row.pk, bank_reference=answers["bank_reference"])
        return _("The refund is on its way.")


RECEIPTS = Words(
    {
        "entered": (BankReceipt.State.ENTERED.label, "warning"),
        "confirmed": (BankReceipt.State.CONFIRMED.label, "success"),
        "rejected": (BankReceipt.State.REJECTED.label, ""),
    }
)


@admin.register(BankReceipt)
class BankReceiptAdmin(MallAdmin):
    list_display = ("bank_reference", "payment_shown", "payer", "amount_shown", "state_shown", "received")
    list_select_related = ("payment",)
    list_filter = ("state",)
    search_fields = ("bank_reference", "payer", "payment__number")
    ordering = ("-id",)
    fields = readonly_fields = (
        "bank_reference", "payment_shown", "payer", "amount_shown", "state_shown", "received", "entered_by",
        "decided_by",
    )  # fmt: skip
    actions_detail = ("confirm", "reject")
    payment_shown = column("payment", _("payment"), link)
    amount_shown = money("amount", _("amount"))
    state_shown = state("state", _("state"), RECEIPTS)
    received = time("received_at", _("received at"))

    @verb(
        description=_("Confirm"),
        asks=_("The money is on the mall's account: the order becomes paid."),
        refusals=(PaymentError,),
        icon="check",
    )
    def confirm(self, request: HttpRequest, row: BankReceipt, answers: dict[str, Any]) -> Text:
        services.confirm_receipt(receipt_id=row.pk, now=timezone.now(), actor=me(request))
        return _("The receipt is confirmed.")

    @verb(
        description=_("Reject"),
        asks=_("The money is not there, or is not for this order."),
        refusals=(PaymentError,),
        icon="close",
    )
    def reject(self, request: HttpRequest, row: BankReceipt, answers: dict[str, Any]) -> Text:
        services.reject_receipt(receipt_id=row.pk, actor=me(request))
        return _("The receipt is rejected.")
