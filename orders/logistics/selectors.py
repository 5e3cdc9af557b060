"""Reads of logistics."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q

from customs.rules.modes import Mode, rule
from orders.logistics.models import TrackingEvent, Waybill
from orders.logistics.parcels import FIRST
from orders.logistics.types import Leg, Step
from orders.models import Package

MOVING = ("dispatched", "in_transit", "delivering", "lost")
#: After so long without news a tracking service is asked; how many parcels in one round.
ASK_AFTER, MOST_ASKED = timedelta(hours=6), 50


def tracking_of(package_ids: list[int]) -> dict[int, list[TrackingEvent]]:
    """Tracking events by package, oldest first."""
    rows: dict[int, list[TrackingEvent]] = {package_id: [] for package_id in package_ids}
    for event in TrackingEvent.objects.filter(waybill__package__in=package_ids).select_related("waybill"):
        rows[event.waybill.package_id].append(event)
    return rows


def waybill_of(package_id: int, leg: Leg = Leg.DOMESTIC) -> Waybill | None:
    return Waybill.objects.filter(package_id=package_id, leg=leg).first()


def together_with(package_id: int) -> list[Package]:
    """The other packages of the parcel it travels in, oldest first; empty where it travels alone. One statement."""
    mine = Waybill.objects.filter(package_id=package_id, leg=Leg.DOMESTIC).values("travels_with_id")
    rows = Package.objects.filter(waybills__travels_with_id__in=mine).exclude(pk=package_id)
    return list(rows.select_related("order").order_by("pk"))


def has_arrived(package_id: int) -> bool:
    """Whether the package is in China: it never was abroad, or its carrier has said that it landed."""
    abroad = Waybill.objects.filter(package_id=package_id, leg=Leg.OVERSEAS, cancelled_at=None)
    landed = TrackingEvent.objects.filter(
        waybill__package=package_id, waybill__leg=Leg.OVERSEAS, code=Step.ARRIVED
    )
    return not abroad.exists() or landed.exists()


def may_leave(package_id: int) -> bool:
    """Whether the package has not left yet, customs has released it, or has nothing to release, and it is there."""
    mode, clearance, fulfilment = Package.objects.values_list("mode", "clearance", "fulfilment").get(
        pk=package_id
    )
    if fulfilment != "pending":
        return False
    return (clearance == "released" or not rule(Mode(mode)).declared) and has_arrived(package_id)


def is_held(package_id: int) -> bool:
    """Whether nothing of the order is sent: it is being checked, or was taken back before anything left."""
    stopped = Q(order__risk="hold") | Q(order__state="cancelled")
    return Package.objects.filter(stopped, pk=package_id).exists()


def passes_customs(package_id: int) -> bool:
    """Whether the package is declared to a port before it may leave."""
    return rule(Mode(Package.objects.values_list("mode", flat=True).get(pk=package_id))).declared


def leaves_by_itself(package_id: int) -> bool:
    """Whether the parcel goes as soon as it may; False where its supplier ships by hand."""
    return not Package.objects.filter(pk=package_id, supplier__ships_itself=True).exists()


def carriers_with_news() -> set[str]:
    """The carriers that may have something to tell: a parcel is with them and has not come to the end of their leg."""
    moving = Q(leg=Leg.DOMESTIC, package__fulfilment__in=MOVING)
    flying = Q(leg=Leg.OVERSEAS, package__fulfilment="pending", package__order__state="paid")
    rows = Waybill.objects.filter(moving | flying, cancelled_at=None, tracked_by="")
    return set(rows.order_by().values_list("carrier", flat=True).distinct())


def silent_at_trackers(now: datetime) -> list[int]:
    """Packages under way of which a tracking service has said nothing for a while, longest asked for first."""
    heard = TrackingEvent.objects.filter(waybill=OuterRef("pk"), at__gt=now - ASK_AFTER)
    rows = Waybill.objects.filter(~Exists(heard), FIRST, leg=Leg.DOMESTIC, package__fulfilment__in=MOVING)
    rows = rows.exclude(tracked_by="").filter(package__dispatched_at__lte=now - ASK_AFTER)
    return list(
        rows.order_by(F("asked_at").asc(nulls_first=True)).values_list("package_id", flat=True)[:MOST_ASKED]
    )
