"""A released package leaves the warehouse, or the port where it arrived, with the carrier in China."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from orders.logistics.carriers.registry import carrier
from orders.logistics.models import Waybill
from orders.logistics.selectors import has_arrived
from orders.logistics.services.record_event import catch_up
from orders.logistics.types import Leg, NotArrived
from orders.services.advance_package import advance_package


def dispatch(*, package_id: int, now: datetime) -> None:
    """Hand the parcel to its carrier and take it out of stock; idempotent. Raises CarrierAway, CarrierRefused,
    NotArrived."""
    waybill = Waybill.objects.get(package_id=package_id, leg=Leg.DOMESTIC)
    if not has_arrived(package_id):
        raise NotArrived()
    carrier(waybill.carrier).hand_over(waybill.number)
    with transaction.atomic():
        left = advance_package(
            package_id=package_id,
            axis="fulfilment",
            event="dispatch",
            now=now,
            actor="warehouse",
            note=waybill.number,
        )
        if left:
            catch_up(waybill, now)
