"""An order that is paid through a bank may be paid for longer (延长付款期限)."""

from __future__ import annotations

from datetime import datetime

from orders.models import Order
from orders.services.moving import Entry, write_entry
from orders.states import Axis


def keep_open(*, order: Order, until: datetime, now: datetime, actor: str) -> bool:
    """Returns whether the deadline moved; it never moves back. The caller holds the order's lock."""
    if order.expires_at >= until or order.state != "placed":
        return False
    Order.objects.filter(pk=order.pk).update(expires_at=until)
    order.expires_at = until
    entry = Entry(actor, note=until.isoformat(timespec="minutes"))
    write_entry(order.pk, None, Axis.ORDER, "keep_open", order.state, order.state, entry, now)
    return True
