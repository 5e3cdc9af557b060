"""An order was taken back, or a package of it before it left: nobody fetches the parcel any more."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db.models import QuerySet

from orders.logistics.carriers.registry import carrier
from orders.logistics.models import Waybill
from orders.logistics.services.merge_parcels import take_apart
from orders.logistics.types import CarrierRefused

log = logging.getLogger(__name__)


def cancel_waybills(*, order_id: int, now: datetime) -> int:
    """Returns how many waybills were cancelled; idempotent. What a carrier has fetched already stays, and is seen by
    operators as a waybill of a cancelled order that was not cancelled. Raises CarrierAway."""
    return _cancelled(Waybill.objects.filter(package__order_id=order_id), now)


def let_go(*, package_id: int, now: datetime) -> int:
    """The money for the whole package went back before it left: what travels with it goes on by itself, and its own
    waybills are cancelled. Returns how many were; 0 where the package still goes its way, idempotent.

    Raises CarrierAway, CarrierRefused, NoCarrier, ParcelChanged.
    """
    rows = Waybill.objects.filter(package_id=package_id, package__closed_at__isnull=False)
    here = rows.filter(package__fulfilment="pending")
    if here.exclude(travels_with=None).exists():
        take_apart(package_id=package_id, actor="logistics", now=now)
    return _cancelled(here, now)


def _cancelled(rows: QuerySet[Waybill], now: datetime) -> int:
    done = 0
    for waybill in rows.filter(cancelled_at=None, package__fulfilment="pending"):
        try:
            carrier(waybill.carrier).cancel(waybill.number)
        except CarrierRefused as refused:
            log.warning("waybill %s of what was taken back is not cancelled: %s", waybill.number, refused)
            continue
        done += Waybill.objects.filter(pk=waybill.pk, cancelled_at=None).update(cancelled_at=now)
    return done
