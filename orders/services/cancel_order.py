"""Cancel an order while it can still be taken back (取消订单)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from orders.errors import NoSuchOrder
from orders.locks import lock_order
from orders.services.closing import give_back
from orders.services.moving import Entry, move_order, standing_of
from orders.states import Axis


def cancel_order(
    *, order_id: int, now: datetime, actor: str, shopper_id: int | None = None, reason: str = ""
) -> bool:
    """Returns False where it was cancelled before. With `shopper_id` only that shopper's order is found.

    A paid one is told with `was_paid`, for the payments floor to refund. Raises NoSuchOrder, NotAllowedNow
    (`payment_under_way`, `past_no_return`, `no_such_change`).
    """
    with transaction.atomic():
        order = lock_order(order_id)
        if shopper_id is not None and order.shopper_id != shopper_id:
            raise NoSuchOrder()
        if order.state == "cancelled":
            return False
        was_paid = order.state == "paid"
        partly = not was_paid and order.payments.filter(state="paid").exists()
        facts = standing_of(order).facts(now=now, payment_under_way=partly)
        move_order(order, Axis.ORDER, "cancel", facts, Entry(actor, reason), now, closed_at=now)
        give_back(order, "order.cancelled", now, was_paid=was_paid, reason=reason)
    return True
