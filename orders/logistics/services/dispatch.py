"""A released package leaves the warehouse."""

from __future__ import annotations

from datetime import datetime

from orders.logistics.carriers.registry import carrier
from orders.logistics.models import Waybill
from orders.services.advance_package import advance_package


def dispatch(*, package_id: int, now: datetime) -> None:
    """Hand the parcel to its carrier and take it out of stock; idempotent. Raises CarrierAway, CarrierRefused."""
    waybill = Waybill.objects.get(package_id=package_id)
    carrier(waybill.carrier).hand_over(waybill.number)
    advance_package(
        package_id=package_id,
        axis="fulfilment",
        event="dispatch",
        now=now,
        actor="warehouse",
        note=waybill.number,
    )
