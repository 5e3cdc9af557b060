"""The one verb that moves a package: customs and carriers say what happened, the table says what it means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from catalog.inventory.services import consume
from journal.services import record
from orders import allowance
from orders.locks import lock_order_of_package
from orders.models import Package
from orders.services.moving import Entry, move_package, standing_of, write_entry
from orders.states import TABLE, Axis

FACTS = {
    "assign_waybill": "package.waybill_assigned",
    "port_accepts": "package.accepted",
    "port_inspects": "package.inspecting",
    "port_rejects": "package.rejected",
    "port_releases": "package.released",
    "port_returns": "package.returned",
    "dispatch": "package.dispatched",
    "sign": "package.signed",
    "lose": "package.lost",
}
_TIMES = {"port_releases": "released_at", "dispatch": "dispatched_at", "sign": "signed_at"}


@dataclass(frozen=True, slots=True)
class Said:
    """What came with the event. `code`, `code_at`: the port's status and its time; `mend`: what a rejection
    asks for (a cause of customs.rules.refusals); `mended`: it was put right."""

    code: str = ""
    code_at: datetime | None = None
    reason_code: str = ""
    reason: str = ""
    mend: str = ""
    list_number: str = ""
    mended: bool = False


def advance_package(
    *,
    package_id: int,
    axis: Axis | str,
    event: str,
    now: datetime,
    actor: str,
    note: str = "",
    said: Said | None = None,
    payload: dict[str, Any] | None = None,
) -> bool:
    """Move the package by `event` of orders.states. Returns False where it stands there already (said again).

    The ledger entry, the fact (FACTS; `payload` is added to it) and, at dispatch, the stock are of the same
    transaction. Raises NoSuchOrder, NotAllowedNow.
    """
    axis, said = Axis(axis), said or Said()
    with transaction.atomic():
        order = lock_order_of_package(package_id)
        standing = standing_of(order)
        package = next(row for row in standing.packages if row.pk == package_id)
        entry = Entry(actor, note or said.reason, said.code)
        if _said_before(axis, getattr(package, axis.value), event):
            _keep_status(package, axis, event, said, entry, now)
            return False
        facts = standing.facts(package, now=now, mended=said.mended)
        move_package(package, axis, event, facts, entry, now, **_changes(axis, event, said, now))
        _effects(package, event, now)
        if event in FACTS:
            _tell(package, order.shopper_id, FACTS[event], payload or {}, said, now)
    return True


def _said_before(axis: Axis, state: str, event: str) -> bool:
    """The event leads to where the package stands, and the table knows no way on by it from there."""
    ways = [row for row in TABLE if (row.axis, row.event) == (axis, event)]
    return any(row.to == state for row in ways) and not any(row.state == state for row in ways)


def _keep_status(package: Package, axis: Axis, event: str, said: Said, entry: Entry, now: datetime) -> None:
    """A new code inside the same phase (stored, then under manual review; another refusal) is still told, and the
    reason that stands is the one of the code that stands."""
    if axis is not Axis.CLEARANCE or not said.code or said.code == package.status:
        return
    Package.objects.filter(pk=package.pk).update(**_changes(axis, event, said, now, again=True))
    write_entry(package.order_id, package.pk, axis, event, package.clearance, package.clearance, entry, now)


def _changes(axis: Axis, event: str, said: Said, now: datetime, *, again: bool = False) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if event in _TIMES and not again:
        changes[_TIMES[event]] = now
    if axis is Axis.CLEARANCE and said.code:
        changes |= {"status": said.code, "status_at": said.code_at or now}
    if event == "port_rejects":
        changes |= {
            "reason_code": said.reason_code[:30],
            "reason": said.reason[:1000],
            "mend": said.mend[:20],
        }
    if event in ("declare_again", "port_releases", "port_returns"):
        changes |= {"reason_code": "", "reason": "", "mend": ""}
    if said.list_number:
        changes["list_number"] = said.list_number
    return changes


def _effects(package: Package, event: str, now: datetime) -> None:
    if event == "dispatch":
        consume(reference=f"package:{package.pk}", now=now)
    elif event == "port_releases":
        allowance.count(package.pk, now)
    elif event == "port_returns":
        allowance.sent_back(package.pk, now)


def _tell(
    package: Package, shopper_id: int, kind: str, payload: dict[str, Any], said: Said, now: datetime
) -> None:
    values = {
        "package_id": package.pk,
        "order_id": package.order_id,
        "number": package.number,
        "shopper_id": shopper_id,
    }
    told = {name: getattr(said, name) for name in ("code", "reason_code", "mend") if getattr(said, name)}
    record(kind=kind, subject=f"package:{package.pk}", payload=values | told | payload, at=now)
