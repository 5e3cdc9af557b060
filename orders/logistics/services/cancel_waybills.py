"""An order was taken back: nobody fetches its parcels any more."""

from __future__ import annotations

import logging
from datetime import datetime

from orders.logistics.carriers.registry import carrier
from orders.logistics.models import Waybill
from orders.logistics.types import CarrierRefused

log = logging.getLogger(__name__)


def cancel_waybills(*, order_id: int, now: datetime) -> int:
    """Returns how many waybills were cancelled; idempotent. What a carrier has fetched already stays, and is seen by
    operators as a waybill of a cancelled order that was not cancelled. Raises CarrierAway."""
    rows = Waybill.objects.filter(package__order_id=order_id, cancelled_at=None)
    done = 0
    for waybill in rows.filter(package__fulfilment="pending"):
        try:
            carrier(waybill.carrier).cancel(waybill.number)
        except CarrierRefused as refused:
            log.warning("waybill %s of a cancelled order is not cancelled: %s", waybill.number, refused)
            continue
        done += Waybill.objects.filter(pk=waybill.pk, cancelled_at=None).update(cancelled_at=now)
    return done
