"""What the clock starts on the orders floor."""

from __future__ import annotations

from datetime import datetime

from orders.models import Order
from orders.services.expire_order import expire_order

_AT_ONCE = 200


def expire_unpaid(now: datetime) -> int:
    """Close orders whose time to pay is over, each in a transaction of its own. Returns how many."""
    due = Order.objects.filter(state="placed", expires_at__lte=now).order_by("expires_at")
    return sum(expire_order(order_id=pk, now=now) for pk in due.values_list("pk", flat=True)[:_AT_ONCE])
