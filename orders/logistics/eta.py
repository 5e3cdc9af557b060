"""When a parcel should be there: what its lane took lately, once enough were counted; else the promise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from catalog.types import ENOUGH
from orders.clock import beijing_day
from orders.logistics.lanes import Lane
from orders.logistics.models import LaneDays

#: In these nothing is to be expected any more.
_OVER = ("signed", "lost")
#: Customs holds it: nobody knows the day.
_HELD = ("rejected", "returned")


@dataclass(frozen=True, slots=True)
class Awaited:
    """A package whose day is asked for; `promised` days by its warehouse."""

    id: int
    lane: Lane
    promised: int


@dataclass(frozen=True, slots=True)
class Expected:
    """`by` a day of Beijing; `late`: it has passed. `parcels` were counted for it, 0 where it is the promise."""

    by: date
    late: bool
    parcels: int


def is_awaited(clearance: str, fulfilment: str, *, closed: bool) -> bool:
    """Whether the package is still to arrive, and a day can be told."""
    return fulfilment not in _OVER and clearance not in _HELD and not closed


def expected(awaited: Iterable[Awaited], paid_at: datetime | None, now: datetime) -> dict[int, Expected]:
    """By package; nothing before the order is paid. One statement."""
    wanted = list(awaited)
    if paid_at is None or not wanted:
        return {}
    rows = LaneDays.objects.filter(
        warehouse__in={one.lane.warehouse_id for one in wanted}, parcels__gte=ENOUGH
    )
    took = {Lane(r.warehouse_id, r.mode, r.port, r.province): (r.p90, r.parcels) for r in rows}
    return {one.id: _expected(one, took, paid_at, now) for one in wanted}


def _expected(one: Awaited, took: dict[Lane, tuple[int, int]], paid_at: datetime, now: datetime) -> Expected:
    """The province's own lane speaks before the lane to everywhere."""
    lane = one.lane
    anywhere = Lane(lane.warehouse_id, lane.mode, lane.port)
    days, parcels = took.get(lane) or took.get(anywhere) or (one.promised, 0)
    by = beijing_day(paid_at) + timedelta(days=days)
    return Expected(by, beijing_day(now) > by, parcels)
