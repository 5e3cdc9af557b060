"""How long parcels took, by lane: warehouse, mode and port to a province. Pure but for its types."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil


@dataclass(frozen=True, slots=True, order=True)
class Lane:
    """`province` two digits, empty for everywhere together."""

    warehouse_id: int
    mode: str
    port: str
    province: str = ""


@dataclass(frozen=True, slots=True)
class Trip:
    """A parcel that was signed for."""

    lane: Lane
    paid_at: datetime
    signed_at: datetime

    @property
    def days(self) -> int:
        """Whole days, begun ones counted: at least one."""
        return max(1, ceil((self.signed_at - self.paid_at).total_seconds() / 86_400))


@dataclass(frozen=True, slots=True)
class Measured:
    """`p50`, `p90`: half and nine in ten of the parcels took so many days at most; `on_time` kept the promise."""

    parcels: int
    p50: int
    p90: int
    on_time: int


def percentile(ordered: list[int], percent: int) -> int:
    """The nearest rank: the smallest value that `percent` in a hundred do not pass. Raises IndexError on none."""
    return ordered[max(0, ceil(len(ordered) * percent / 100) - 1)]


def measured(trips: Iterable[Trip], promised: Mapping[int, int]) -> dict[Lane, Measured]:
    """Every lane of the trips, and each of them to everywhere together. `promised`: days by warehouse."""
    days: dict[Lane, list[int]] = defaultdict(list)
    for trip in trips:
        lane = trip.lane
        days[Lane(lane.warehouse_id, lane.mode, lane.port)].append(trip.days)
        if lane.province:
            days[lane].append(trip.days)
    return {lane: _of(sorted(took), promised.get(lane.warehouse_id, 0)) for lane, took in days.items()}


def _of(took: list[int], promised: int) -> Measured:
    kept = sum(1 for days in took if days <= promised)
    return Measured(len(took), percentile(took, 50), percentile(took, 90), kept)
