"""Get a waybill number for a package; customs wants it in the order's documents."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from orders.errors import NotAllowedNow
from orders.lifecycle.guards import MAY_BE_SENT
from orders.logistics.carriers.registry import USUAL
from orders.logistics.selectors import is_held
from orders.logistics.services.issuing import issued, keep
from orders.logistics.types import Leg
from orders.services.advance_package import advance_package


def assign_waybill(*, package_id: int, now: datetime, carrier_name: str = USUAL[Leg.DOMESTIC]) -> str:
    """The number of the domestic leg; idempotent. Raises CarrierAway, CarrierRefused, NoCarrier; NotAllowedNow
    (`may_not_be_sent`) where the order is held: then the carrier is not even asked."""
    if is_held(package_id):
        raise NotAllowedNow(MAY_BE_SENT.code, MAY_BE_SENT.refusal)
    given = issued(package_id, Leg.DOMESTIC, carrier_name)
    with transaction.atomic():
        keep(package_id, Leg.DOMESTIC, given, carrier_name)
        advance_package(
            package_id=package_id,
            axis="clearance",
            event="assign_waybill",
            now=now,
            actor="logistics",
            note=given.number,
            payload={"waybill": given.number},
        )
    return given.number
