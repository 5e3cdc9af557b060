"""An order is over before all its money came: close what is open at the gateway, give back what was paid."""

from __future__ import annotations

from datetime import datetime

from orders.payments.gateways.registry import gateway
from orders.payments.models import Payment
from orders.payments.services.ask_gateway import ask_gateway
from orders.payments.services.refund import refund
from orders.payments.types import GatewayRefused, Outcome

_SETTLED = (Outcome.LATE, Outcome.REPEATED, Outcome.APPLIED)


def close_payments(*, order_id: int, now: datetime) -> None:
    """Idempotent. Raises GatewayAway: try again."""
    for payment in Payment.objects.filter(order_id=order_id).order_by("pk"):
        if payment.state == Payment.State.PENDING:
            close_one(payment, now)
        elif payment.state == Payment.State.PAID:
            refund(payment_id=payment.pk, amount=payment.amount, reason="order_over", now=now)


def close_one(payment: Payment, now: datetime) -> None:
    """Closing is refused where the shopper paid meanwhile: then the money is taken note of, and goes back if late.

    Also what was never answered is closed there: the gateway may have taken it. Raises GatewayAway.
    """
    try:
        gateway(payment.gateway).close(number=payment.number)
    except GatewayRefused:
        if ask_gateway(payment_id=payment.pk, now=now) in _SETTLED:
            return
    Payment.objects.filter(pk=payment.pk, state=Payment.State.PENDING).update(state=Payment.State.CLOSED)
