"""The only home of this floor's row locks. The order's lock comes first: one order, one lock."""

from __future__ import annotations

from orders.locks import lock_order
from orders.payments.models import Payment


def lock_payment(payment_id: int) -> Payment:
    """A payment, with its order locked before it."""
    order_id = Payment.objects.values_list("order_id", flat=True).get(pk=payment_id)
    lock_order(order_id)
    return Payment.objects.select_for_update(no_key=True).get(pk=payment_id)
