"""A step of a parcel's way, once; it moves the package where it means something to the order."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from django.db import connection, transaction

from journal.services import record
from orders.locks import lock_orders
from orders.logistics.models import TrackingEvent, Waybill
from orders.logistics.types import CarrierEvent, Leg, Step
from orders.logistics.vocabulary import PHRASES, may_say
from orders.services.advance_package import advance_package
from orders.types import NotAllowedNow
from tenancy.scope import current_mall_id

#: How far a carrier's clock may be ahead of ours, and how long before an order its waybill may have been scanned.
AHEAD, BEFORE = timedelta(minutes=15), timedelta(days=1)
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")


def record_event(*, event: CarrierEvent, source: str, now: datetime) -> str:
    """Returns `recorded` or `repeated`; or, changing nothing, why it is refused: `unknown_step`, `unknown_waybill`,
    `other_carrier` (somebody else tells of this parcel), `wrong_leg` (not this carrier's to say), `from_the_future`,
    `before_the_order`.

    The order is locked before the event is kept, so that it and the parcel's dispatch see each other. What happens to
    a parcel that holds several packages happens to each of them.
    """
    if event.step not in set(Step):
        return "unknown_step"
    parcel = _parcel(event.number)
    if not parcel:
        return "unknown_waybill"
    waybill = parcel[0]
    if source != (waybill.tracked_by or waybill.carrier):
        return "other_carrier"
    if not may_say(waybill.leg, Step(event.step)):
        return "wrong_leg"
    if event.at > now + AHEAD:
        return "from_the_future"
    with transaction.atomic():
        orders = lock_orders(row.package.order_id for row in parcel)
        if any(event.at < order.placed_at - BEFORE for order in orders):
            return "before_the_order"
        new = [row for row in parcel if _first_time(row.pk, event, source)]
        for row in new:
            _means(row, Step(event.step), source, now)
    return "recorded" if new else "repeated"


def _parcel(number: str) -> list[Waybill]:
    """Every waybill that carries the number, by order and package: one, or those of a parcel of several packages."""
    rows = Waybill.objects.select_related("package").filter(number=number)
    return list(rows.order_by("package__order_id", "package_id"))


def catch_up(waybill: Waybill, now: datetime) -> None:
    """Move the package by what its carrier said before we knew that the parcel had left: the hand-over was
    made, and its answer or our process was lost."""
    for event in TrackingEvent.objects.filter(waybill=waybill):
        _move(waybill.package_id, Step(event.code), event.source, now)


def _first_time(waybill_id: int, event: CarrierEvent, source: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO logistics_trackingevent (mall_id, waybill_id, code, place, place_en, at, source) "
            "VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (mall_id, waybill_id, code, at) DO NOTHING",
            [
                current_mall_id(),
                waybill_id,
                event.step,
                clean(event.place),
                clean(event.place_en),
                event.at,
                source,
            ],
        )
        return cursor.rowcount == 1


def clean(place: str) -> str:
    """A carrier's text on one line, without what cannot be seen and without what turns a line round."""
    return _UNSEEN.sub(" ", place).strip()[:80]


def _means(waybill: Waybill, step: Step, source: str, now: datetime) -> None:
    """Abroad only the arrival means something to the package: it may be handed over once customs released it."""
    if waybill.leg == Leg.DOMESTIC:
        _move(waybill.package_id, step, source, now)
    elif step is Step.ARRIVED:
        package_id = waybill.package_id
        record(
            kind="package.arrived",
            subject=f"package:{package_id}",
            payload={"package_id": package_id},
            at=now,
        )


def _move(package_id: int, step: Step, source: str, now: datetime) -> None:
    """News that comes late (a parcel is signed for already) is kept as an event and moves nothing."""
    if not PHRASES[step].moves:
        return
    try:
        with transaction.atomic():
            advance_package(
                package_id=package_id, axis="fulfilment", event=PHRASES[step].moves, now=now, actor=source
            )
    except NotAllowedNow:
        return
