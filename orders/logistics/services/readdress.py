"""The address of an order was changed before customs was told: its waybills are cancelled and made anew (改址换单)."""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime

from django.db import transaction

from journal.services import record
from orders.lifecycle.guards import BEFORE_NO_RETURN
from orders.locks import lock_order
from orders.logistics.carriers.registry import carrier
from orders.logistics.models import Waybill
from orders.logistics.types import CarrierRefused, Issued, Parcel
from orders.models import Order, Package
from orders.services.moving import Entry, write_entry
from orders.states import Axis

log = logging.getLogger(__name__)


def readdress(*, order_id: int, now: datetime) -> int:
    """Returns how many waybills were made anew; where a package has none yet, it gets its first one as ever.

    A waybill that is being replaced stands cancelled meanwhile, so that nobody declares with it. What a carrier has
    fetched already stays, and is seen by operators in the log. Safe to repeat. Raises CarrierAway, NoCarrier; then it
    goes on where it was when asked again.
    """
    done = 0
    for waybill_id in _set_aside(order_id, now):
        done += _made_anew(waybill_id, now)
    return done


def _set_aside(order_id: int, now: datetime) -> list[int]:
    """Waybills of packages that nobody outside was told of for good, marked as cancelled."""
    with transaction.atomic():
        order = lock_order(order_id)
        if order.state not in ("placed", "paid"):
            return []
        rows = Waybill.objects.filter(
            package__order_id=order_id, package__fulfilment="pending", package__clearance__in=BEFORE_NO_RETURN
        ).exclude(package__clearance="returned")
        found = list(rows.order_by("pk").values_list("pk", flat=True))
        Waybill.objects.filter(pk__in=found, cancelled_at=None).update(cancelled_at=now)
    return found


def _made_anew(waybill_id: int, now: datetime) -> bool:
    waybill = Waybill.objects.select_related("package__order").get(pk=waybill_id)
    company, package = carrier(waybill.carrier), waybill.package
    try:
        company.cancel(waybill.number)
    except CarrierRefused as refused:
        log.warning("waybill %s keeps its old address: %s", waybill.number, refused)
        Waybill.objects.filter(pk=waybill_id).update(cancelled_at=None)
        return False
    given = company.create(_parcel(waybill, package.order))
    _replaced(waybill, package, given, now)
    return True


def _parcel(waybill: Waybill, order: Order) -> Parcel:
    """Asked for under a number of its own: the carrier would give the cancelled one again for the package's. The same
    for the same change, so that asking twice is harmless."""
    change = "|".join((waybill.number, order.consignee, order.phone, order.address))
    mark = hashlib.sha256(change.encode()).hexdigest()[:8]
    package = waybill.package
    return Parcel(
        f"{package.number}-{mark}", order.consignee, order.phone, order.address, f"{package.gross_kg:f}"
    )


def _replaced(waybill: Waybill, package: Package, given: Issued, now: datetime) -> None:
    with transaction.atomic():
        lock_order(package.order_id)
        Waybill.objects.filter(pk=waybill.pk).update(
            number=given.number, sorting_code=given.sorting_code, cancelled_at=None
        )
        entry = Entry("logistics", f"{waybill.number} -> {given.number}")
        stands = package.clearance
        write_entry(package.order_id, package.pk, Axis.CLEARANCE, "waybill_anew", stands, stands, entry, now)
        payload = {"package_id": package.pk, "order_id": package.order_id, "waybill": given.number}
        record(kind="package.waybill_anew", subject=f"package:{package.pk}", payload=payload, at=now)
