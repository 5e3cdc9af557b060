"""An order whose packages have all found their end is complete (交易完成)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from journal.services import record
from orders.errors import NotAllowedNow
from orders.lifecycle.summary import OPEN_REQUESTS
from orders.locks import lock_order
from orders.services.moving import Entry, move_order, standing_of
from orders.states import Axis


def complete_order(*, order_id: int, now: datetime, actor: str = "clock") -> bool:
    """Returns whether it was completed now; False where something is still open, or it was before."""
    with transaction.atomic():
        order = lock_order(order_id)
        still_open = order.aftersale_requests.filter(state__in=OPEN_REQUESTS).count()
        facts = standing_of(order).facts(now=now, open_requests=still_open)
        try:
            move_order(order, Axis.ORDER, "complete", facts, Entry(actor), now, closed_at=now)
        except NotAllowedNow:
            return False
        payload = {"order_id": order.pk, "number": order.number, "shopper_id": order.shopper_id}
        record(kind="order.completed", subject=f"order:{order.pk}", payload=payload, at=now)
    return True
