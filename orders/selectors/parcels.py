"""Where a package stands, as the state table and the summary look at it."""

from __future__ import annotations

from customs.rules.modes import Mode, rule
from orders.lifecycle.axes import Parcel
from orders.models import Package


def parcel_of(package: Package) -> Parcel:
    declares = rule(Mode(package.mode)).declared
    return Parcel(
        package.clearance, package.fulfilment, declares, package.mend, package.closed_at is not None
    )
