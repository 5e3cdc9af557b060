"""Ask a tracking service to tell of a parcel, and ask it once where the parcel is."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from orders.logistics.carriers.registry import carrier
from orders.logistics.models import Waybill
from orders.logistics.parcels import FIRST
from orders.logistics.services.record_event import record_event
from orders.logistics.trackers.registry import tracker
from orders.logistics.types import Followed, Leg
from tenancy.hosts import address_of

_DOOR = "/openapi/v1/webhooks/tracking/{service}"
#: Services lock a number that is asked for more often than every half hour.
APART = timedelta(minutes=40)


def subscribe(*, package_id: int) -> bool:
    """Whether a service was asked to push; False where the carrier tells by itself. Idempotent.

    Raises CarrierAway, CarrierRefused, NoCarrier.
    """
    waybill = _tracked(package_id)
    if waybill is None:
        return False
    door = address_of(waybill.mall_id, _DOOR.format(service=waybill.tracked_by))
    tracker(waybill.tracked_by).subscribe(_followed(waybill), door)
    return True


def ask_tracker(*, package_id: int, now: datetime) -> str:
    """Where it is, and what became of what was said; empty where it was asked a short while ago."""
    waybill = _tracked(package_id)
    if waybill is None or not _my_turn(waybill, now):
        return ""
    said = tracker(waybill.tracked_by).query(_followed(waybill))
    outcomes = Counter(record_event(event=event, source=waybill.tracked_by, now=now) for event in said.events)
    return ", ".join(f"{name} {count}" for name, count in sorted(outcomes.items())) or "nothing"


def _my_turn(waybill: Waybill, now: datetime) -> bool:
    """One of two who ask at once."""
    rows = Waybill.objects.filter(pk=waybill.pk)
    late = rows.filter(asked_at=None) | rows.filter(asked_at__lte=now - APART)
    return bool(late.update(asked_at=now))


def _tracked(package_id: int) -> Waybill | None:
    """The waybill that a service is asked about; None where a carrier tells, or another package of the same parcel is
    the one to ask for."""
    rows = Waybill.objects.select_related("package__order").filter(
        FIRST, package_id=package_id, leg=Leg.DOMESTIC
    )
    return rows.exclude(tracked_by="").first()


def _followed(waybill: Waybill) -> Followed:
    order = waybill.package.order
    return Followed(carrier(waybill.carrier).tracked_as, waybill.number, order.phone, order.address)
