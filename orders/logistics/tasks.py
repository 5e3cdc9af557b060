"""What facts and the clock start on the logistics floor."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from journal.types import Fact, GiveUp, RetryLater
from orders.logistics import selectors, services
from orders.logistics.carriers.registry import carrier
from orders.logistics.models import CarrierCursor
from orders.logistics.types import CarrierAway, CarrierRefused

log = logging.getLogger(__name__)


def assign_waybills(fact: Fact) -> None:
    """The order is paid: every package gets a waybill."""
    for package_id in fact.payload["package_ids"]:
        _said(services.assign_waybill, package_id=package_id, now=fact.occurred_at)


def dispatch(fact: Fact) -> None:
    """Customs released the package; where its supplier ships by hand, it waits for that hand."""
    if selectors.leaves_by_itself(fact.subject_id):
        _said(services.dispatch, package_id=fact.subject_id, now=fact.occurred_at)


def dispatch_domestic(fact: Fact) -> None:
    """Goods that were cleared long ago leave as soon as they have a waybill."""
    if not selectors.passes_customs(fact.subject_id) and selectors.leaves_by_itself(fact.subject_id):
        _said(services.dispatch, package_id=fact.subject_id, now=fact.occurred_at)


def _said(verb: object, **values: object) -> None:
    try:
        verb(**values)  # type: ignore[operator]
    except CarrierAway as away:
        raise RetryLater("the carrier does not answer", 10) from away
    except CarrierRefused as refused:
        raise GiveUp(f"the carrier refused: {refused}") from refused


def poll_tracking(now: datetime) -> None:
    """Ask the carrier what happened since the last time. Two at once read the same and record it once."""
    if not selectors.has_parcels_under_way():
        return
    try:
        read_events("domestic", now)
    except CarrierAway as away:
        log.warning("the carrier does not answer: %s", away)


def read_events(name: str, now: datetime) -> int:
    """Read and record one page of a carrier's events. Returns how many were new."""
    cursor, _ = CarrierCursor.objects.get_or_create(carrier=name)
    events = carrier(name).events(cursor.after)
    new = [services.record_event(event=event, source=name, now=now) for event in events]
    if events:
        with transaction.atomic():
            CarrierCursor.objects.filter(pk=cursor.pk, after__lt=events[-1].id).update(after=events[-1].id)
    return new.count("recorded")
