"""Close an order that was not paid in time (超时关闭)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from orders.errors import NotAllowedNow
from orders.locks import lock_order
from orders.services.closing import give_back
from orders.services.moving import Entry, move_order, standing_of
from orders.states import Axis


def expire_order(*, order_id: int, now: datetime) -> bool:
    """Returns whether it expired now; False where it was paid, closed, or may still be paid.

    Money for one of several packages does not keep it open: the payments floor hears order.expired and gives
    it back. Raises NoSuchOrder.
    """
    with transaction.atomic():
        order = lock_order(order_id)
        facts = standing_of(order).facts(now=now)
        try:
            move_order(order, Axis.ORDER, "expire", facts, Entry("clock"), now, closed_at=now)
        except NotAllowedNow:
            return False
        give_back(order, "order.expired", now)
    return True
