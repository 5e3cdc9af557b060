"""Packages that travel in one parcel (合并发货), and which could."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db.models import F, Q

from customs.rules.modes import Mode
from orders.lifecycle.axes import noop
from orders.logistics.models import Waybill
from orders.logistics.types import Leg, Parcel
from orders.models import Package

MOST = 20
#: One row for each number: it stands for itself, or is the first of its parcel.
FIRST = Q(travels_with=None) | Q(travels_with=F("pk"))


def travelling_with(waybill: Waybill) -> list[Waybill]:
    """The waybills of one parcel with their packages and orders, this one among them, by order and package."""
    rows = Waybill.objects.select_related("package__order").order_by("package__order_id", "package_id")
    if waybill.travels_with_id is None:
        return list(rows.filter(pk=waybill.pk))
    return list(rows.filter(travels_with_id=waybill.travels_with_id))


def waybills_of(package_ids: Iterable[int]) -> list[Waybill]:
    """Of the leg in China, with packages and orders, by order and package. One statement."""
    rows = Waybill.objects.select_related("package__order").filter(leg=Leg.DOMESTIC)
    return list(rows.filter(package_id__in=set(package_ids)).order_by("package__order_id", "package_id"))


def why_not_merge(waybills: Sequence[Waybill]) -> str:
    """Empty where the packages may leave in one parcel, else the reason (msgid). Two statements."""
    packages = [waybill.package for waybill in waybills]
    if any(package.mode != Mode.GENERAL for package in packages):
        return noop(
            "Customs releases one list for one parcel: a package that passes customs is never put with another."
        )
    if any(not _waits(waybill) for waybill in waybills):
        return noop("Only paid packages that have a waybill and have not left yet can be put together.")
    if any(waybill.travels_with_id is not None for waybill in waybills):
        return noop("One of them is in a parcel with others already: take that parcel apart first.")
    if len({_where_to(package) for package in packages}) > 1:
        return noop(
            "Only packages of one supplier in one warehouse, to one person at one address, can be put together."
        )
    if len({(waybill.carrier, waybill.tracked_by) for waybill in waybills}) > 1:
        return noop("They are booked with different carriers.")
    if is_disputed(packages):
        return noop("There is a return, refund or dispute about one of them: finish it first.")
    return ""


def _waits(waybill: Waybill) -> bool:
    package = waybill.package
    ready = waybill.cancelled_at is None and package.closed_at is None and package.fulfilment == "pending"
    return ready and package.order.state == "paid"


def _where_to(package: Package) -> tuple[object, ...]:
    order = package.order
    place = (order.shopper_id, order.consignee, order.phone, order.address, order.district_code)
    return (package.supplier_id, package.warehouse_id, *place)


def is_disputed(packages: Iterable[Package]) -> bool:
    rows = Package.objects.filter(pk__in=[package.pk for package in packages])
    return rows.filter(Q(aftersale_requests__isnull=False) | Q(disputes__isnull=False)).exists()


def may_join(package: Package) -> list[Package]:
    """Other packages that may leave in one parcel with this one, oldest first. Three statements at most."""
    mine = waybills_of([package.pk])
    if not mine or why_not_merge(mine):
        return []
    order = package.order
    rows = Waybill.objects.select_related("package__order").filter(
        leg=Leg.DOMESTIC, travels_with=None, cancelled_at=None, package__mode=package.mode,
        package__fulfilment="pending", package__closed_at=None, package__supplier_id=package.supplier_id,
        package__warehouse_id=package.warehouse_id, package__order__shopper_id=order.shopper_id,
        package__order__state="paid", package__order__address=order.address,
    )  # fmt: skip
    found = rows.exclude(package_id=package.pk).order_by("package_id")[: MOST - 1]
    return [row.package for row in found if not why_not_merge([mine[0], row])]


def as_parcel(waybills: Sequence[Waybill], change: str) -> Parcel:
    """How a carrier is asked for one number. `change` names what happened to them: asked again for the same change,
    the carrier gives the same number; the numbers of the packages alone would bring back the cancelled ones."""
    first = waybills[0].package
    told = "|".join([change, *(f"{row.package.number} {row.number}" for row in waybills)])
    mark = hashlib.sha256(told.encode()).hexdigest()[:8]
    weight = sum((row.package.gross_kg for row in waybills), Decimal(0))
    order = first.order
    return Parcel(f"{first.number}-{mark}", order.consignee, order.phone, order.address, f"{weight:f}")
