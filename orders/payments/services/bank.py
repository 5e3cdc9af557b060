"""Money of companies: one operator enters what the bank shows, another confirms it (对公到账，双人复核)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from orders.payments.locks import lock_payment
from orders.payments.models import BankReceipt, Payment, Refund
from orders.payments.services.ask_gateway import ask_gateway
from orders.payments.types import Outcome, PaymentError, SecondOperatorNeeded


def enter_receipt(
    *,
    payment_id: int,
    amount: Decimal,
    payer: str,
    bank_reference: str,
    received_at: datetime,
    actor: str,
) -> BankReceipt:
    """Raises PaymentError: not a bank payment that waits, another amount, or a reference entered before."""
    if len(bank_reference.strip()) < 3:
        raise PaymentError(_("Please enter the bank's reference."))
    with transaction.atomic():
        payment = lock_payment(payment_id)
        if payment.gateway != "bank" or payment.state != Payment.State.PENDING:
            raise PaymentError(_("This payment does not wait for a bank transfer."))
        if amount != payment.amount:
            raise PaymentError(_("The amount paid is not the amount due."))
        if payment.bank_receipts.filter(state=BankReceipt.State.ENTERED).exists():
            raise PaymentError(_("A receipt waits to be confirmed already."))
        return _entered(payment, amount, payer, bank_reference, received_at, actor)


def _entered(
    payment: Payment, amount: Decimal, payer: str, bank_reference: str, received_at: datetime, actor: str
) -> BankReceipt:
    try:
        with transaction.atomic():
            return BankReceipt.objects.create(
                payment=payment, amount=amount, payer=payer.strip()[:100], bank_reference=bank_reference.strip(),
                received_at=received_at, entered_by=actor,
            )  # fmt: skip
    except IntegrityError as error:
        raise PaymentError(_("This bank reference was entered before.")) from error


def confirm_receipt(*, receipt_id: int, now: datetime, actor: str) -> Outcome:
    """Another operator confirms, and the order is paid. Raises SecondOperatorNeeded, PaymentError."""
    _decide(receipt_id, BankReceipt.State.CONFIRMED, actor)
    row = BankReceipt.objects.get(pk=receipt_id)
    return ask_gateway(payment_id=row.payment_id, now=now)


def reject_receipt(*, receipt_id: int, actor: str) -> None:
    """It was not ours after all. Raises SecondOperatorNeeded, PaymentError."""
    _decide(receipt_id, BankReceipt.State.REJECTED, actor)


def _decide(receipt_id: int, state: str, actor: str) -> None:
    with transaction.atomic():
        row = BankReceipt.objects.select_for_update(no_key=True).get(pk=receipt_id)
        if row.state != BankReceipt.State.ENTERED:
            raise PaymentError(_("This receipt was decided before."))
        if row.entered_by == actor:
            raise SecondOperatorNeeded()
        BankReceipt.objects.filter(pk=row.pk).update(state=state, decided_by=actor)


def record_bank_refund(*, refund_id: int, bank_reference: str) -> None:
    """An operator has sent the money through the bank; the sweeper settles it. Raises PaymentError."""
    rows = Refund.objects.filter(
        pk=refund_id, state=Refund.State.REQUESTED, payment__gateway="bank", bank_reference=""
    )
    if len(bank_reference.strip()) < 3 or not rows.update(bank_reference=bank_reference.strip()[:60]):
        raise PaymentError(_("This refund does not wait for a bank transfer."))
