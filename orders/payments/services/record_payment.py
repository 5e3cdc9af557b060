"""The one verb by which browser, notice and sweeper finish a payment."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from journal.services import record
from money.formatting import from_fen
from orders.payments.locks import lock_payment_numbered
from orders.payments.models import Original, Payment
from orders.payments.services.payers import judge_named, keep_payer
from orders.payments.services.refund import refund
from orders.payments.types import Outcome, Trade, TradeState
from orders.services.record_paid import PaidOutcome, record_paid

TAKEN = (Payment.State.PAID, Payment.State.LATE, Payment.State.REFUNDED)


def record_payment(*, trade: Trade, now: datetime) -> Outcome:
    """Take note that a payment was paid, as its gateway told (a query's answer or a verified notice). Idempotent.

    A wrong amount changes nothing and stays in the journal; money for a closed order is given back by itself.
    """
    if trade.state is not TradeState.PAID:
        return Outcome.NOT_PAID
    with transaction.atomic():
        payment = lock_payment_numbered(trade.number)
        if payment is None:
            return Outcome.UNKNOWN_PAYMENT
        if payment.state in TAKEN:
            return Outcome.REPEATED
        if from_fen(trade.amount_fen) != payment.amount:
            _tell("payment.wrong_amount", payment, trade, now)
            return Outcome.WRONG_AMOUNT
        is_late = payment.state == Payment.State.CLOSED or payment.order.state != "placed"
        _take(payment, trade, now, Payment.State.LATE if is_late else Payment.State.PAID)
        return _finish(payment, now, is_late)


def _take(payment: Payment, trade: Trade, now: datetime, state: str) -> None:
    """Late money has a state of its own: beside it another payment of the same package may be live."""
    payment.state, payment.transaction_id = state, trade.transaction_id
    payment.paid_at = trade.paid_at or now
    named = keep_payer(payment, trade.payer)
    payment.save(update_fields=["state", "transaction_id", "paid_at", *named])
    if trade.original:
        Original.objects.create(payment=payment, kind=Original.Kind.PAID, text=trade.original, at=now)
    judge_named(payment, trade.payer, now)
    _tell("payment.paid", payment, trade, now)


def _finish(payment: Payment, now: datetime, is_late: bool) -> Outcome:
    """The order is paid once all its packages are; money for an order that is over, or twice, goes back."""
    if is_late:
        record_late(payment, now)
        return Outcome.LATE
    paid, wanted = _sums(payment)
    if paid == wanted:
        told = record_paid(
            order_id=payment.order_id, now=now, amount=paid, paid_at=payment.paid_at, locked=payment.order
        )
        if told is PaidOutcome.LATE:
            refund(payment_id=payment.pk, amount=payment.amount, reason="late", now=now)
            return Outcome.LATE
    return Outcome.APPLIED


def record_late(payment: Payment, now: datetime) -> None:
    refund(payment_id=payment.pk, amount=payment.amount, reason="late", now=now)


def _sums(payment: Payment) -> tuple[Decimal, Decimal]:
    paid = Payment.objects.filter(order_id=payment.order_id, state=Payment.State.PAID)
    return sum(paid.values_list("amount", flat=True), Decimal(0)), payment.order.total


def _tell(kind: str, payment: Payment, trade: Trade, now: datetime) -> None:
    payload = {
        "payment_id": payment.pk,
        "order_id": payment.order_id,
        "number": payment.number,
        "amount": f"{from_fen(trade.amount_fen):f}",
        "transaction_id": trade.transaction_id,
    }
    record(kind=kind, subject=f"order:{payment.order_id}", payload=payload, at=now)
