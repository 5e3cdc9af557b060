"""Money goes back: asked for in a transaction, sent outside of one, as often as it takes, under one number."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from journal.services import record
from money.formatting import fen
from orders.payments.gateways.registry import gateway
from orders.payments.locks import lock_payment
from orders.payments.models import Payment, Refund
from orders.payments.types import GatewayRefused, PaymentError
from orders.services.record_refund import record_refund


def refund(*, payment_id: int, amount: Decimal, reason: str, now: datetime, key: str = "") -> Refund:
    """Ask for a refund; the same payment and `key` (the reason, where none is given) gives the same one.

    Raises PaymentError when more would go back than was paid.
    """
    with transaction.atomic():
        payment = lock_payment(payment_id)
        number = f"R{payment.number}{(key or reason)[:6]}"[:32]
        found = Refund.objects.filter(number=number).first()
        if found is not None:
            return found
        _refuse_more_than_paid(payment, amount)
        if _is_in_ledger(payment):
            record_refund(order_id=payment.order_id, event="refund", amount=amount, now=now, actor="payments")
        return Refund.objects.create(payment=payment, number=number, amount=amount, reason=reason)


def _is_in_ledger(payment: Payment) -> bool:
    """Late or double money never counted for its order, so that giving it back does not count either."""
    return payment.state != Payment.State.LATE and payment.order.payment_state in ("paid", "refunding")


def _refuse_more_than_paid(payment: Payment, amount: Decimal) -> None:
    given = _sum(payment, Refund.State.REQUESTED, Refund.State.DONE)
    if (
        payment.state not in (Payment.State.PAID, Payment.State.LATE)
        or amount <= 0
        or amount + given > payment.amount
    ):
        raise PaymentError(_("More would go back than was paid."))


def _sum(payment: Payment, *states: str) -> Decimal:
    found = Refund.objects.filter(payment=payment, state__in=states).aggregate(s=Sum("amount"))["s"]
    return found or Decimal("0.00")


def send_refund(*, refund_id: int, now: datetime) -> bool:
    """Tell the gateway; True once the money is back. Raises GatewayAway (try again), GatewayRefused (it failed)."""
    row = Refund.objects.select_related("payment").get(pk=refund_id)
    payment = row.payment
    try:
        is_back = gateway(payment.gateway).refund(
            number=payment.number,
            refund_number=row.number,
            refund_fen=fen(row.amount),
            total_fen=fen(payment.amount),
            reason=row.reason,
        )
    except GatewayRefused as refused:
        _fail(row, str(refused), now)
        raise
    if is_back:
        _settle(row, now)
    return is_back


def _fail(row: Refund, says: str, now: datetime) -> None:
    """It stays where it is until an operator sends it again: money is never given up silently."""
    with transaction.atomic():
        payment = lock_payment(row.payment_id)
        if not Refund.objects.filter(pk=row.pk, state=Refund.State.REQUESTED).update(
            state=Refund.State.FAILED, says=says[:200]
        ):
            return
        if _is_in_ledger(payment):
            record_refund(
                order_id=payment.order_id, event="refund_failed", amount=row.amount, now=now, actor="gateway",
                note=says,
            )  # fmt: skip
        payload = {
            "payment_id": payment.pk,
            "order_id": payment.order_id,
            "refund_id": row.pk,
            "says": says[:200],
        }
        record(kind="payment.refund_failed", subject=f"order:{payment.order_id}", payload=payload, at=now)


def send_again(*, refund_id: int, now: datetime) -> None:
    """A refund that failed is asked for anew, under its own number. Raises PaymentError."""
    with transaction.atomic():
        row = Refund.objects.get(pk=refund_id)
        payment = lock_payment(row.payment_id)
        if row.state != Refund.State.FAILED:
            raise PaymentError(_("Only a refund that failed can be sent again."))
        _refuse_more_than_paid(payment, row.amount)
        if _is_in_ledger(payment):
            record_refund(
                order_id=payment.order_id, event="refund", amount=row.amount, now=now, actor="payments"
            )
        Refund.objects.filter(pk=row.pk, state=Refund.State.FAILED).update(
            state=Refund.State.REQUESTED, says=""
        )


def _settle(row: Refund, now: datetime) -> None:
    with transaction.atomic():
        payment = lock_payment(row.payment_id)
        if not Refund.objects.filter(pk=row.pk, state=Refund.State.REQUESTED).update(
            state=Refund.State.DONE, done_at=now
        ):
            return
        if _sum(payment, Refund.State.DONE) == payment.amount:
            Payment.objects.filter(pk=payment.pk).update(state=Payment.State.REFUNDED)
        if _is_in_ledger(payment):
            record_refund(
                order_id=payment.order_id, event="refund_settled", amount=row.amount, now=now, actor="gateway"
            )
