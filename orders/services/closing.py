"""What every way of closing an order does: stock and allowance go back, and it is told."""

from __future__ import annotations

from datetime import datetime

from catalog.inventory.services import release
from journal.services import record
from orders import allowance
from orders.models import Order
from orders.risk.judging import end_case


def give_back(order: Order, kind: str, now: datetime, *, was_paid: bool = False, reason: str = "") -> None:
    """Release what the order held and record `kind` (order.expired, order.cancelled)."""
    if order.risk:
        end_case(order_id=order.pk, now=now)
    packages = list(order.packages.order_by("sequence").values_list("pk", "mode"))
    release(references=[f"package:{package_id}" for package_id, _mode in packages], now=now)
    for package_id, mode in packages:
        if allowance.limited(mode):
            allowance.release(package_id, now)
    record(
        kind=kind,
        subject=f"order:{order.pk}",
        payload={
            "order_id": order.pk,
            "number": order.number,
            "shopper_id": order.shopper_id,
            "was_paid": was_paid,
            "reason": reason,
        },
        at=now,
    )
