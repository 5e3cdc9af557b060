"""Parcels that nobody has told of for too long, by leg. One statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    DateTimeField,
    Exists,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest

from orders.logistics.models import Patience, TrackingEvent, Waybill
from orders.logistics.vocabulary import Leg, Step
from orders.models import LedgerEntry, Package

AT_CUSTOMS = ("declaring", "declared", "accepted", "inspecting")
IN_CHINA = ("dispatched", "in_transit", "delivering")
MOST = 500


@dataclass(frozen=True, slots=True)
class Quiet:
    """A package on `leg`, last heard of at `since`."""

    package_id: int
    leg: str
    since: datetime


def patience() -> dict[str, timedelta]:
    """How long each leg may be silent in the open mall."""
    row = Patience.objects.first() or Patience()
    return {leg.value: timedelta(hours=getattr(row, leg.value)) for leg in Leg}


def under_way() -> list[Quiet]:
    """Every package on its way, the leg it is on, and when it was last heard of; longest silent first.

    In the air before at customs before in China: a package is declared while it flies, and its carrier speaks then.
    """
    rows = Package.objects.filter(order__state="paid", closed_at=None).annotate(leg=_leg(), since=_since())
    known = rows.exclude(leg="").exclude(since=None).order_by("since")
    return [Quiet(*row) for row in known.values_list("pk", "leg", "since")[:MOST]]


def _leg() -> Case:
    abroad = Waybill.objects.filter(package=OuterRef("pk"), leg=Leg.OVERSEAS, cancelled_at=None)
    landed = TrackingEvent.objects.filter(
        waybill__package=OuterRef("pk"), waybill__leg=Leg.OVERSEAS, code=Step.ARRIVED
    )
    flies = Q(Exists(abroad)) & ~Q(Exists(landed)) & Q(fulfilment="pending")
    return Case(
        When(flies, then=Value(Leg.OVERSEAS.value)),
        When(clearance__in=AT_CUSTOMS, fulfilment="pending", then=Value(Leg.CUSTOMS.value)),
        When(fulfilment__in=IN_CHINA, then=Value(Leg.DOMESTIC.value)),
        default=Value(""),
        output_field=CharField(),
    )


def _since() -> Case:
    """The last word of whoever speaks on that leg; a waybill, a dispatch and a declaration are words too."""
    told = Subquery(_last_event(Leg.OVERSEAS), output_field=DateTimeField())
    made = Subquery(
        Waybill.objects.filter(package=OuterRef("pk"), leg=Leg.OVERSEAS).values("created_at")[:1],
        output_field=DateTimeField(),
    )
    customs = Subquery(
        LedgerEntry.objects.filter(package=OuterRef("pk"), axis="clearance")
        .order_by()
        .values("package")
        .annotate(last=Max("at"))
        .values("last"),
        output_field=DateTimeField(),
    )
    inside = Subquery(_last_event(Leg.DOMESTIC), output_field=DateTimeField())
    return Case(
        When(leg=Leg.OVERSEAS.value, then=Coalesce(told, made)),
        When(leg=Leg.CUSTOMS.value, then=customs),
        When(leg=Leg.DOMESTIC.value, then=Greatest(inside, F("dispatched_at"))),
        default=None,
        output_field=DateTimeField(),
    )


def _last_event(leg: Leg) -> QuerySet[Any, Any]:
    rows = TrackingEvent.objects.filter(waybill__package=OuterRef("pk"), waybill__leg=leg).order_by()
    return rows.values("waybill__package").annotate(last=Max("at")).values("last")
