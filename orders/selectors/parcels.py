"""Where a package stands, as the state table and the summary look at it."""

from __future__ import annotations

from typing import Any

from customs.rules.modes import Mode, rule
from orders.lifecycle.axes import Parcel
from orders.models import Package


def parcel_of(package: Package) -> Parcel:
    declares = rule(Mode(package.mode)).declared
    return Parcel(
        package.clearance, package.fulfilment, declares, package.mend, package.closed_at is not None
    )


def domestic(package: Package) -> Any:
    """The waybill of the leg inside China: the number that customs, shopper and label know. None before it is given."""
    return next((row for row in package.waybills.all() if row.leg == "domestic"), None)
