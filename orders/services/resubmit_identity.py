"""The shopper corrects who ordered, after customs said that name and number do not match (补充身份信息)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.selectors import identities_of
from journal.services import record
from orders.errors import NoSuchOrder, NotAllowedNow, NotYours
from orders.lifecycle.axes import noop
from orders.locks import lock_order
from orders.models import Order, Package
from orders.services.moving import Entry, write_entry
from orders.states import Axis

EVENT = "identity_resubmitted"


def resubmit_identity(*, order_id: int, shopper_id: int, identity_id: int, now: datetime) -> int:
    """Returns how many packages go to customs again (they hear `package.identity_resubmitted`).

    Only while a package stands rejected for its identity. Raises NoSuchOrder, NotYours, NotAllowedNow
    (`identity_not_asked`, `order_not_paid`).
    """
    with transaction.atomic():
        order = lock_order(order_id)
        if order.shopper_id != shopper_id:
            raise NoSuchOrder()
        packages = _waiting(order)
        if identity_id not in {row.pk for row in identities_of(shopper_id)}:
            raise NotYours()
        before = order.identity_id
        Order.objects.filter(pk=order.pk).update(identity_id=identity_id)
        note = f"identity {before} -> {identity_id}"
        for package in packages:
            entry = Entry(f"shopper:{shopper_id}", note)
            write_entry(
                order.pk, package.pk, Axis.CLEARANCE, EVENT, package.clearance, package.clearance, entry, now
            )
            _tell(package, shopper_id, identity_id, now)
    return len(packages)


def _waiting(order: Order) -> list[Package]:
    if order.state != "paid":
        raise NotAllowedNow("order_not_paid", noop("The order is not paid."))
    found = list(
        Package.objects.filter(order_id=order.pk, clearance="rejected", mend="identity").order_by("pk")
    )
    if not found:
        raise NotAllowedNow("identity_not_asked", noop("Customs has not asked for another identity."))
    return found


def _tell(package: Package, shopper_id: int, identity_id: int, now: datetime) -> None:
    record(
        kind="package.identity_resubmitted",
        subject=f"package:{package.pk}",
        payload={
            "package_id": package.pk,
            "order_id": package.order_id,
            "number": package.number,
            "shopper_id": shopper_id,
            "identity_id": identity_id,
        },
        at=now,
    )
