"""Ask the gateway itself how a payment stands: notices may be lost."""

from __future__ import annotations

from datetime import datetime

from orders.payments.gateways.registry import gateway
from orders.payments.models import Payment
from orders.payments.services.record_payment import record_payment
from orders.payments.types import Outcome


def ask_gateway(*, payment_id: int, now: datetime) -> Outcome:
    """Raises GatewayAway, GatewayRefused."""
    payment = Payment.objects.get(pk=payment_id)
    Payment.objects.filter(pk=payment_id).update(asked_at=now)
    trade = gateway(payment.gateway).ask(number=payment.number)
    return record_payment(trade=trade, now=now)
