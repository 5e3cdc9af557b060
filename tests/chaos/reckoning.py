"""Afterwards: what the database, the port and the gateway each know, held against one another."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from typing import Any

import requests
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from catalog.inventory.models import Reservation, Stock
from customs.models import Message, Receipt
from demo import outside
from journal.models import Delivery
from orders.models import LedgerEntry, Order, Package
from orders.payments.models import Payment
from tenancy.scope import Actor, in_mall

_CLEARANCE = {"800": "released", "899": "released", "100": "rejected", "700": "returned"}
_STEADY = 1.0


def reached(mall_id: int, order_id: int, end: str) -> bool:
    """Whether every package of the order has come to `end`, and the order with them."""
    with in_mall(mall_id, actor=Actor.staff()):
        stands = list(Package.objects.filter(order_id=order_id).values_list("clearance", "fulfilment"))
        state = Order.objects.values_list("state", flat=True).get(pk=order_id)
    wanted_order = "paid" if end == "rejected" else "completed"
    return bool(stands) and all(end in pair for pair in stands) and state == wanted_order


def wait_for_ends(ends: Mapping[tuple[int, int], str], patience: float) -> list[tuple[int, int]]:
    """The orders that have not come to their end when nothing has moved for `patience` seconds.

    A slow machine is no loss: as long as any package moves, everybody waits.
    """
    left, moved = list(ends), -1
    deadline = time.monotonic() + patience
    while left and time.monotonic() < deadline:
        left = [key for key in left if not reached(*key, ends[key])]
        if (entries := _entries({mall_id for mall_id, _ in left})) != moved:
            moved, deadline = entries, time.monotonic() + patience
        time.sleep(_STEADY * (1 + len(left) // 100) if left else 0)
    return left


def _entries(malls: Iterable[int]) -> int:
    """Ledger entries of the malls: each step of a package writes one."""
    total = 0
    for mall_id in malls:
        with in_mall(mall_id, actor=Actor.staff()):
            total += LedgerEntry.objects.count()
    return total


def wait_until_quiet(malls: Iterable[int], patience: float) -> bool:
    """Until no delivery is due and every receipt of the port has been read."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if not any(_due(mall_id) for mall_id in malls):
            return True
        time.sleep(_STEADY)
    return False


def _due(mall_id: int) -> bool:
    with in_mall(mall_id, actor=Actor.staff()):
        return Delivery.objects.filter(state=Delivery.State.DUE).exists()


def stands_of(key: tuple[int, int]) -> str:
    """Where an order stands, for the list of lost ones."""
    mall_id, order_id = key
    with in_mall(mall_id, actor=Actor.staff()):
        order = Order.objects.get(pk=order_id)
        packages = order.packages.values_list("number", "clearance", "fulfilment", "reason_code")
        errors = Delivery.objects.filter(
            subject__in=[f"order:{order_id}", *(f"package:{p.pk}" for p in order.packages.all())]
        ).exclude(state=Delivery.State.DONE)
        says = [f"{row.hearer} {row.state} x{row.attempts}: {row.last_error[:120]}" for row in errors]
        return f"{order.number} {order.state} {list(packages)} {says}"


def reckon(malls: Iterable[int]) -> dict[str, Any]:
    """Counts that must be nothing, each a list or a number; `counts` says how much was looked at."""
    found: dict[str, Any] = {
        "accepted_twice": _of("CUSTOMS")["accepted_twice"],
        "paid_twice": _of("GATEWAY")["paid_twice"],
    }
    counts: dict[str, int] = {}
    for mall_id in malls:
        with in_mall(mall_id, actor=Actor.staff()):
            for name, rows in _mall().items():
                found.setdefault(name, []).extend(rows)
            for name, number in _counts().items():
                counts[name] = counts.get(name, 0) + number
    return {"found": found, "counts": counts}


def _of(house: str) -> dict[str, Any]:
    return dict(requests.get(f"{outside.address(house)}/_sim/stats", timeout=30).json())


def _mall() -> dict[str, list[str]]:
    return {
        "dead_letters": [
            f"{row.hearer}: {row.last_error[:120]}"
            for row in Delivery.objects.filter(state=Delivery.State.DEAD)
        ],
        "repeated_transitions": _repeated(),
        "receipts_applied_twice": _receipts_twice(),
        "stock_not_explained": _stock(),
        "holds_not_settled": _holds(),
        "payments_not_single": _payments(),
        "states_differ_from_port": _differences(),
    }


def _counts() -> dict[str, int]:
    return {
        "orders": Order.objects.count(),
        "packages": Package.objects.count(),
        "messages": Message.objects.count(),
        "receipts": Receipt.objects.count(),
        "ledger_entries": LedgerEntry.objects.count(),
        "deliveries": Delivery.objects.count(),
        "deliveries_tried_again": Delivery.objects.filter(attempts__gt=1).count(),
    }


def _repeated() -> list[str]:
    """A package comes to each state of an axis once: nothing here is mended and declared again."""
    rows = (
        LedgerEntry.objects.exclude(before=F("after"))
        .values("order__number", "package_id", "axis", "after")
        .annotate(times=Count("id"))
        .filter(times__gt=1)
    )
    return [f"{row['order__number']} {row['axis']} {row['after']} x{row['times']}" for row in rows]


def _receipts_twice() -> list[str]:
    """A receipt is the same one when kind, number, status and customs' own time are."""
    rows = (
        Receipt.objects.filter(outcome="applied")
        .values("kind", "business_key", "status", "returned_at")
        .annotate(times=Count("id"))
        .filter(times__gt=1)
    )
    return [f"{row['kind']} {row['business_key']} {row['status']} x{row['times']}" for row in rows]


def _stock() -> list[str]:
    """Movements sum to the stock row, held reservations to what is reserved."""
    wrong = []
    sums = {
        "moved": Coalesce(Sum("movements__on_hand"), 0),
        "booked": Coalesce(Sum("movements__reserved"), 0),
    }
    for stock in Stock.objects.annotate(**sums):
        held = Reservation.objects.filter(stock=stock, state="held").aggregate(n=Sum("quantity"))["n"] or 0
        if (stock.moved, stock.booked, held) != (stock.on_hand, stock.reserved, stock.reserved):
            wrong.append(f"stock {stock.pk}: {stock.moved}/{stock.booked}/{held}")
    return wrong


def _holds() -> list[str]:
    """What was dispatched is consumed, what was not is still held."""
    wrong = []
    for reference, state in Reservation.objects.values_list("reference", "state"):
        gone = Package.objects.filter(pk=int(reference.partition(":")[2])).exclude(fulfilment="pending")
        if (state == "consumed") != gone.exists():
            wrong.append(f"{reference} {state}")
    return wrong


def _payments() -> list[str]:
    """One paid payment a package, of its total."""
    paid = Count("payments", filter=Q(payments__state=Payment.State.PAID))
    rows = Package.objects.annotate(paid=paid).exclude(paid=1)
    return [f"{row.number}: {row.paid}" for row in rows]


def _differences() -> list[str]:
    """The list (CEB621) of each package at the port, and where the package stands with us."""
    answer = requests.get(f"{outside.address('CUSTOMS')}/_sim/declarations?kind=621", timeout=60).json()
    rows = answer if isinstance(answer, list) else answer["declarations"]
    at_port = {row["order_no"]: str(row["status"]) for row in rows}
    wrong = []
    for number, clearance in Package.objects.exclude(clearance="none").values_list("number", "clearance"):
        status = at_port.get(number, "unknown")
        if _CLEARANCE.get(status) != clearance:
            wrong.append(f"{number}: {clearance} here, {status} at the port")
    return wrong
