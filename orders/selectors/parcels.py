"""Where a package stands, as the state table and the summary look at it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from customs.rules.modes import Mode, rule
from orders.lifecycle.axes import Parcel
from orders.models import Package


def parcel_of(package: Package) -> Parcel:
    declares = rule(Mode(package.mode)).declared
    return Parcel(
        package.clearance, package.fulfilment, declares, package.mend, package.closed_at is not None
    )


def companions(packages: Iterable[Package]) -> dict[int, tuple[str, ...]]:
    """By package, the numbers of the others in its parcel. No statement where each travels alone, else one; the
    waybills are prefetched."""
    found = {package.pk: domestic(package) for package in packages}
    parcels = {pk: row.travels_with_id for pk, row in found.items() if row and row.travels_with_id}
    if not parcels:
        return {}
    rows = Package.objects.filter(waybills__travels_with_id__in=set(parcels.values())).order_by("pk")
    held = list(rows.values_list("waybills__travels_with_id", "pk", "number"))
    return {
        mine: tuple(number for at, pk, number in held if at == parcel and pk != mine)
        for mine, parcel in parcels.items()
    }


def domestic(package: Package) -> Any:
    """The waybill of the leg inside China: the number that customs, shopper and label know. None before it is given."""
    return next((row for row in package.waybills.all() if row.leg == "domestic"), None)
