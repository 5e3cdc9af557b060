"""A step of a parcel's way, once; it moves the package where it means something to the order."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from orders.locks import lock_order_of_package
from orders.logistics.models import TrackingEvent, Waybill
from orders.logistics.types import CarrierEvent, Step
from orders.services.advance_package import advance_package
from orders.types import NotAllowedNow
from tenancy.scope import current_mall_id

_EVENTS = {
    Step.PICKED_UP: "move",
    Step.IN_TRANSIT: "move",
    Step.OUT_FOR_DELIVERY: "deliver",
    Step.SIGNED: "sign",
    Step.LOST: "lose",
}


def record_event(*, event: CarrierEvent, source: str, now: datetime) -> str:
    """Returns `recorded`, `repeated`, `unknown_waybill` or `unknown_step`; the last two change nothing.

    The order is locked before the event is kept, so that it and the parcel's dispatch see each other.
    """
    if event.step not in set(Step):
        return "unknown_step"
    waybill = Waybill.objects.filter(number=event.number).first()
    if waybill is None:
        return "unknown_waybill"
    with transaction.atomic():
        lock_order_of_package(waybill.package_id)
        if not _first_time(waybill.pk, event, source):
            return "repeated"
        _move(waybill.package_id, Step(event.step), source, now)
    return "recorded"


def catch_up(waybill: Waybill, now: datetime) -> None:
    """Move the package by what its carrier said before we knew that the parcel had left: the hand-over was
    made, and its answer or our process was lost."""
    for event in TrackingEvent.objects.filter(waybill=waybill):
        _move(waybill.package_id, Step(event.code), event.source, now)


def _first_time(waybill_id: int, event: CarrierEvent, source: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO logistics_trackingevent (mall_id, waybill_id, code, place, at, source) "
            "VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (mall_id, waybill_id, code, at) DO NOTHING",
            [current_mall_id(), waybill_id, event.step, event.place[:80], event.at, source],
        )
        return cursor.rowcount == 1


def _move(package_id: int, step: Step, source: str, now: datetime) -> None:
    """News that comes late (a parcel is signed for already) is kept as an event and moves nothing."""
    try:
        with transaction.atomic():
            advance_package(
                package_id=package_id, axis="fulfilment", event=_EVENTS[step], now=now, actor=source
            )
    except NotAllowedNow:
        return
