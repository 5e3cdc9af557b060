"""A released package leaves the warehouse."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from orders.logistics.carriers.registry import carrier
from orders.logistics.models import Waybill
from orders.logistics.services.record_event import catch_up
from orders.services.advance_package import advance_package


def dispatch(*, package_id: int, now: datetime) -> None:
    """Hand the parcel to its carrier and take it out of stock; idempotent. Raises CarrierAway, CarrierRefused."""
    waybill = Waybill.objects.get(package_id=package_id)
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
