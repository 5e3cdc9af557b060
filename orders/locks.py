"""The only home of this floor's row locks.

An order is locked before anything of it changes: one order, one lock, so that cancelling and declaring,
paying and expiring never pass each other.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from orders.errors import NoSuchOrder
from orders.models import Cart, Order, Package
from tenancy.written import row


def lock_order(order_id: int) -> Order:
    """Raises NoSuchOrder."""
    found = row(Order, "id = %(order)s FOR NO KEY UPDATE", order=order_id)
    if found is None:
        raise NoSuchOrder()
    return found


def lock_order_of_package(package_id: int) -> Order:
    """The order a package belongs to. Raises NoSuchOrder."""
    order_id = Package.objects.filter(pk=package_id).values_list("order_id", flat=True).first()
    if order_id is None:
        raise NoSuchOrder()
    return lock_order(order_id)


def lock_guest_cart(token: uuid.UUID) -> Cart | None:
    return Cart.objects.select_for_update().filter(token=token, shopper_id=None).first()


def lock_orders(order_ids: Iterable[int]) -> list[Order]:
    """Several at once, in the order of their keys, so that no two callers wait for each other. Raises NoSuchOrder."""
    wanted = sorted(set(order_ids))
    found = list(Order.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk"))
    if [row.pk for row in found] != wanted:
        raise NoSuchOrder()
    return found
