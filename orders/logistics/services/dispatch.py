"""A released package leaves the warehouse, or the port where it arrived, with the carrier in China."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from orders.errors import NotAllowedNow
from orders.lifecycle.axes import noop
from orders.locks import lock_orders
from orders.logistics.carriers.registry import carrier
from orders.logistics.models import Waybill
from orders.logistics.parcels import travelling_with
from orders.logistics.selectors import has_arrived
from orders.logistics.services.record_event import catch_up
from orders.logistics.types import Leg, NotArrived, ParcelChanged
from orders.services.advance_package import advance_package


def dispatch(*, package_id: int, now: datetime) -> None:
    """Hand the parcel to its carrier and take it out of stock, with all packages that travel in it; idempotent.

    Raises CarrierAway, CarrierRefused, NotArrived, NotAllowedNow (`one_taken_back`: another package of the parcel is
    not sent any more), ParcelChanged.
    """
    waybill = Waybill.objects.get(package_id=package_id, leg=Leg.DOMESTIC)
    if not has_arrived(package_id):
        raise NotArrived()
    parcel = travelling_with(waybill)
    _all_wanted(parcel)
    carrier(waybill.carrier).hand_over(waybill.number)
    with transaction.atomic():
        lock_orders(row.package.order_id for row in parcel)
        if {row.pk for row in travelling_with(Waybill.objects.get(pk=waybill.pk))} != {
            row.pk for row in parcel
        }:
            raise ParcelChanged()
        for row in parcel:
            _left(row, now)


def _all_wanted(parcel: list[Waybill]) -> None:
    """A parcel of one is judged by the table alone."""
    wanted = [row.package.order.state == "paid" and row.package.closed_at is None for row in parcel]
    if len(parcel) > 1 and not all(wanted):
        raise NotAllowedNow(
            "one_taken_back",
            noop("A package of this parcel was cancelled or refunded: take the parcel apart first."),
        )


def _left(waybill: Waybill, now: datetime) -> None:
    left = advance_package(
        package_id=waybill.package_id,
        axis="fulfilment",
        event="dispatch",
        now=now,
        actor="warehouse",
        note=waybill.number,
    )
    if left:
        catch_up(waybill, now)
