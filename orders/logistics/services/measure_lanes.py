"""Count what parcels took lately, keep it by lane, and tell the warehouse floor what to say on the product page."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from catalog.inventory.places import note_days
from catalog.inventory.selectors import promised_days
from identifiers.provinces import province_of
from journal.services import record
from orders.logistics.lanes import Lane, Measured, Trip, measured
from orders.logistics.models import LaneDays
from orders.models import Package

WINDOW, MOST = timedelta(days=90), 20_000


def measure_lanes(*, now: datetime) -> int:
    """Returns how many lanes there are. Lanes of which nobody signed lately are forgotten."""
    promised = promised_days()
    found = measured(_trips(now), promised)
    with transaction.atomic():
        LaneDays.objects.all().delete()
        LaneDays.objects.bulk_create([_row(lane, m, promised, now) for lane, m in sorted(found.items())])
        changed = [_told(warehouse_id, found) for warehouse_id in sorted(promised)]
        if any(changed):
            record(kind="lanes.measured", subject="lanes:0", payload={"lanes": len(found)}, at=now)
    return len(found)


def _trips(now: datetime) -> list[Trip]:
    rows = Package.objects.filter(signed_at__gte=now - WINDOW, order__paid_at__isnull=False)
    values = rows.order_by("-signed_at").values_list(
        "warehouse_id",
        "mode",
        "port",
        "order__district_code",
        "order__address",
        "order__paid_at",
        "signed_at",
    )
    return [
        Trip(Lane(warehouse, mode, port, province_of(code, address)), paid_at, signed_at)
        for warehouse, mode, port, code, address, paid_at, signed_at in values[:MOST]
        if paid_at is not None and signed_at is not None
    ]


def _row(lane: Lane, took: Measured, promised: dict[int, int], now: datetime) -> LaneDays:
    return LaneDays(
        warehouse_id=lane.warehouse_id, mode=lane.mode, port=lane.port, province=lane.province,
        parcels=took.parcels, p50=took.p50, p90=took.p90, on_time=took.on_time,
        promised=promised.get(lane.warehouse_id, 0), measured_at=now,
    )  # fmt: skip


def _told(warehouse_id: int, found: dict[Lane, Measured]) -> bool:
    """The lane of the warehouse with most parcels speaks for it. Whether the page says something else now."""
    own = [m for lane, m in found.items() if lane.warehouse_id == warehouse_id and not lane.province]
    most = max(own, key=lambda m: m.parcels, default=None)
    days = {"parcels": most.parcels, "p50": most.p50, "p90": most.p90} if most else {}
    return note_days(warehouse_id=warehouse_id, days=days)
