"""Move an axis of an order or a package: ask the table, compare and set in the database, write the ledger.

The caller holds the order's lock (orders.locks) and an open transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from orders.errors import NotAllowedNow
from orders.lifecycle.axes import noop
from orders.models import LedgerEntry, Order, Package
from orders.selectors.parcels import parcel_of
from orders.states import Axis, Facts, Refused, transition
from tenancy.written import rows

ZERO = Decimal("0.00")
_COLUMN = {
    Axis.ORDER: "state",
    Axis.PAYMENT: "payment_state",
    Axis.CLEARANCE: "clearance",
    Axis.FULFILMENT: "fulfilment",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A locked order with its packages, and what its ledger says of money."""

    order: Order
    packages: tuple[Package, ...]
    captured: Decimal
    refunded: Decimal

    def facts(self, package: Package | None = None, **more: Any) -> Facts:
        """What the guards look at."""
        return Facts(
            parcels=tuple(parcel_of(row) for row in self.packages),
            parcel=None if package is None else parcel_of(package),
            order=self.order.state,
            payment=self.order.payment_state,
            due=self.order.total,
            captured=self.captured,
            refunded=self.refunded,
            pay_before=self.order.expires_at,
            held=self.order.risk == "hold",
            **more,
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """How the ledger tells it: who, why, the official code behind it, the money it moved."""

    actor: str
    note: str = ""
    code: str = ""
    amount: Decimal | None = None


def standing_of(order: Order) -> Standing:
    """Read what the guards need; two statements."""
    packages = tuple(rows(Package, "order_id = %(order)s ORDER BY sequence", order=order.pk))
    moved = LedgerEntry.objects.filter(
        order_id=order.pk, axis=Axis.PAYMENT.value, event__in=("capture", "refund_settled")
    )
    money = {"capture": ZERO, "refund_settled": ZERO}
    for event, amount in moved.values_list("event", "amount"):
        money[event] += amount or ZERO
    return Standing(order, packages, money["capture"], money["refund_settled"])


def allowed(axis: Axis, state: str, event: str, facts: Facts) -> str:
    """The state after the event. Raises NotAllowedNow with the guard's code and words."""
    try:
        return str(transition(axis, state, event, facts))
    except Refused as refused:
        raise NotAllowedNow(refused.code, refused.reason) from refused


def move_order(
    order: Order, axis: Axis, event: str, facts: Facts, entry: Entry, now: datetime, **changes: Any
) -> str:
    """Move the order or its payment; returns the new state. Raises NotAllowedNow."""
    before = getattr(order, _COLUMN[axis])
    after = allowed(axis, before, event, facts)
    as_it_was = Order.objects.filter(pk=order.pk, **{_COLUMN[axis]: before})
    _set(as_it_was, order, changes | {_COLUMN[axis]: after})
    write_entry(order.pk, None, axis, event, before, after, entry, now)
    return after


def move_package(
    package: Package, axis: Axis, event: str, facts: Facts, entry: Entry, now: datetime, **changes: Any
) -> str:
    """Move a package on one of its axes; returns the new state. Raises NotAllowedNow."""
    before = getattr(package, _COLUMN[axis])
    after = allowed(axis, before, event, facts)
    as_it_was = Package.objects.filter(pk=package.pk, **{_COLUMN[axis]: before})
    _set(as_it_was, package, changes | {_COLUMN[axis]: after})
    write_entry(package.order_id, package.pk, axis, event, before, after, entry, now)
    return after


def _set(as_it_was: Any, row: Order | Package, changes: dict[str, Any]) -> None:
    """Set only what is still as it was read: the row count decides."""
    if as_it_was.update(**changes) != 1:
        raise NotAllowedNow(
            "changed_meanwhile", noop("Somebody has changed this meanwhile. Please look again.")
        )
    for name, value in changes.items():
        setattr(row, name, value)


def write_entry(
    order_id: int,
    package_id: int | None,
    axis: Axis,
    event: str,
    before: str,
    after: str,
    entry: Entry,
    now: datetime,
) -> None:
    LedgerEntry.objects.create(
        order_id=order_id,
        package_id=package_id,
        axis=axis.value,
        event=event,
        before=before,
        after=after,
        code=entry.code,
        actor=entry.actor,
        note=entry.note[:1000],
        amount=entry.amount,
        at=now,
    )
