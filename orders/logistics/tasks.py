"""What facts and the clock start on the logistics floor."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from journal.types import Fact, GiveUp, RetryLater
from orders.logistics import selectors, services
from orders.logistics.carriers.registry import carrier
from orders.logistics.models import CarrierCursor
from orders.logistics.types import CarrierAway, CarrierRefused, NoCarrier

log = logging.getLogger(__name__)


def assign_waybills(fact: Fact) -> None:
    """The order is paid, or released after a check: every package gets a waybill. One that is held waits for that."""
    for package_id in fact.payload["package_ids"]:
        if selectors.is_held(package_id):
            continue
        _said(services.assign_waybill, package_id=package_id, now=fact.occurred_at)


def dispatch(fact: Fact) -> None:
    """Customs released the package, or it landed: whichever comes second. Where its supplier ships by hand, it waits
    for that hand."""
    package_id = fact.subject_id
    if selectors.leaves_by_itself(package_id) and selectors.may_leave(package_id):
        _said(services.dispatch, package_id=package_id, now=fact.occurred_at)


def dispatch_domestic(fact: Fact) -> None:
    """Goods that were cleared long ago leave as soon as they have a waybill."""
    if not selectors.passes_customs(fact.subject_id):
        dispatch(fact)


def send_from_abroad(fact: Fact) -> None:
    """Goods posted from abroad start there as soon as the package has its waybill."""
    if selectors.leaves_by_itself(fact.subject_id):
        _said(services.send_from_abroad, package_id=fact.subject_id, now=fact.occurred_at)


def readdress(fact: Fact) -> None:
    """The order goes elsewhere, and what travels with it does not."""
    _said(services.take_apart_order, order_id=fact.subject_id, now=fact.occurred_at)
    _said(services.readdress, order_id=fact.subject_id, now=fact.occurred_at)


def subscribe(fact: Fact) -> None:
    """The parcel left: where a tracking service tells of it, it is asked to."""
    _said(services.subscribe, package_id=fact.subject_id)


def cancel_waybills(fact: Fact) -> None:
    """The order was taken back: what travels with it goes on by itself."""
    _said(services.take_apart_order, order_id=fact.subject_id, now=fact.occurred_at)
    _said(services.cancel_waybills, order_id=fact.subject_id, now=fact.occurred_at)


def let_go(fact: Fact) -> None:
    """A request is settled. Was it for a whole package that had not left, nobody waits for that one any more."""
    _said(services.let_go, package_id=fact.payload["package_id"], now=fact.occurred_at)


def cancel_numbers(fact: Fact) -> None:
    """A parcel was put together or taken apart: the numbers its packages had before are given back."""
    told = fact.payload
    _said(services.cancel_numbers, carrier_name=told["carrier"], numbers=told["cancelled"])


def _said(verb: object, **values: object) -> None:
    try:
        verb(**values)  # type: ignore[operator]
    except CarrierAway as away:
        raise RetryLater("the carrier does not answer", 10) from away
    except CarrierRefused as refused:
        raise GiveUp(f"the carrier refused: {refused}") from refused
    except NoCarrier as missing:
        raise RetryLater(f"the mall has no account at the carrier {missing}") from missing


def poll_tracking(now: datetime) -> None:
    """Ask the carriers what happened since the last time. Two at once read the same and record it once."""
    for name in sorted(selectors.carriers_with_news()):
        try:
            read_events(name, now)
        except (CarrierAway, CarrierRefused, NoCarrier) as away:
            log.warning("carrier %s tells nothing: %s", name, away)


def ask_trackers(now: datetime) -> None:
    """What a tracking service has not told of for hours is asked for: a push may have been lost."""
    for package_id in selectors.silent_at_trackers(now):
        try:
            services.ask_tracker(package_id=package_id, now=now)
        except (CarrierAway, CarrierRefused, NoCarrier) as away:
            log.warning("the tracking service tells nothing of package %s: %s", package_id, away)


def watch_silence(now: datetime) -> None:
    """Nobody has told of a parcel for too long: operators hear of it."""
    services.watch_silence(now=now)


def measure_lanes(now: datetime) -> None:
    """What parcels took lately."""
    services.measure_lanes(now=now)


def read_events(name: str, now: datetime) -> int:
    """Read and record one page of a carrier's events. Returns how many were new."""
    cursor, _ = CarrierCursor.objects.get_or_create(carrier=name)
    events = carrier(name).events(cursor.after)
    new = [services.record_event(event=event, source=name, now=now) for event in events]
    if events:
        with transaction.atomic():
            CarrierCursor.objects.filter(pk=cursor.pk, after__lt=events[-1].id).update(after=events[-1].id)
    return new.count("recorded")
