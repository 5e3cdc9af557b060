"""Send it to another address of the shopper, until it is told to customs (修改收货地址)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import Address
from accounts.selectors import addresses_of
from accounts.services import AddressFields, checked_address
from journal.services import record
from orders.errors import NoSuchOrder, NotYours, OtherProvince
from orders.locks import lock_order
from orders.models import Order
from orders.services.moving import Entry, allowed, move_order, standing_of
from orders.states import Axis

EVENT = "change_address"
Place = Address | AddressFields


def change_address(
    *, order_id: int, address_id: int, now: datetime, actor: str, shopper_id: int | None = None
) -> bool:
    """Returns False where it goes there already. With `shopper_id` only that shopper's order is found.

    Documents for customs are made from the order as it stands, so what is declared, or declared again after a refusal,
    carries the new address in all its parts. The ledger says who and when; where from and where to only by district,
    since it can never be forgotten. Raises NoSuchOrder, NotYours, NotAllowedNow (`address_fixed`), OtherProvince.
    """
    with transaction.atomic():
        order = lock_order(order_id)
        if shopper_id is not None and order.shopper_id != shopper_id:
            raise NoSuchOrder()
        place = next((row for row in addresses_of(order.shopper_id) if row.pk == address_id), None)
        if place is None:
            raise NotYours()
        return _changed(order, place, actor, now)


def write_address(*, order_id: int, fields: AddressFields, now: datetime, actor: str) -> bool:
    """An operator writes down what the shopper said on the telephone; the shopper's address book stays as it is.

    Returns False where it goes there already. Raises InvalidAddress, and what `change_address` does.
    """
    place = checked_address(fields)
    with transaction.atomic():
        return _changed(lock_order(order_id), place, actor, now)


def _changed(order: Order, place: Place, actor: str, now: datetime) -> bool:
    changes = _columns(place)
    facts = standing_of(order).facts(now=now)
    allowed(Axis.ORDER, order.state, EVENT, facts)
    if all(getattr(order, name) == value for name, value in changes.items()):
        return False
    if place.district_code[:2] != order.district_code[:2]:
        raise OtherProvince()
    note = f"{order.district_code} -> {place.district_code}"
    move_order(order, Axis.ORDER, EVENT, facts, Entry(actor, note), now, **changes)
    _tell(order, now)
    return True


def _columns(place: Place) -> dict[str, str]:
    """As a new order writes it down."""
    return {
        "consignee": place.consignee,
        "phone": place.phone,
        "address": f"{place.province}{place.city}{place.district}{place.street}",
        "district_code": place.district_code,
    }


def _tell(order: Order, now: datetime) -> None:
    """Where it goes is read from the order: a fact is kept for ever, and says nothing of it."""
    packages = order.packages.order_by("sequence").values_list("pk", flat=True)
    payload = {
        "order_id": order.pk,
        "number": order.number,
        "shopper_id": order.shopper_id,
        "package_ids": list(packages),
    }
    record(kind="order.address_changed", subject=f"order:{order.pk}", payload=payload, at=now)
