"""The only home of this floor's row locks. The order's lock comes first: one order, one lock."""

from __future__ import annotations

from orders.locks import lock_order
from orders.payments.models import Payment
from tenancy.written import row


def lock_payment(payment_id: int) -> Payment:
    """A payment, with its order locked before it."""
    order_id = Payment.objects.values_list("order_id", flat=True).get(pk=payment_id)
    return _locked(payment_id, order_id)


def lock_payment_numbered(number: str) -> Payment | None:
    """The same by the number its gateway knows; None where we know none of it."""
    found = Payment.objects.filter(number=number).values_list("pk", "order_id").first()
    return None if found is None else _locked(*found)


def _locked(payment_id: int, order_id: int) -> Payment:
    order = lock_order(order_id)
    payment = row(Payment, "id = %(payment)s FOR NO KEY UPDATE", payment=payment_id)
    if payment is None:
        raise Payment.DoesNotExist
    payment.order = order
    return payment
