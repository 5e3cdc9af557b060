"""Put pieces of a SKU into a cart."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from catalog.selectors import offers
from catalog.types import Offer
from orders.errors import NotOffered, OutOfStock
from orders.pricing import checked_quantity
from orders.services.cart_lines import add_pieces


def add_to_cart(
    *, cart_id: int, sku_id: int, quantity: int, now: datetime, offered: Mapping[int, Offer] | None = None
) -> int:
    """Returns the pieces now in the line. Raises BadQuantity, NotOffered, OutOfStock, CartFull.

    A SKU of another mall is one that is not offered here. Stock is only looked at: it is held at checkout.
    `offered`: the offers, where the caller has just read them.
    """
    checked_quantity(quantity)
    offer = (offers([sku_id]) if offered is None else offered).get(sku_id)
    if offer is None or not offer.is_offered:
        raise NotOffered(sku_id=sku_id)
    with transaction.atomic():
        held = add_pieces(cart_id=cart_id, sku_id=sku_id, quantity=quantity, now=now)
        if held > offer.sellable:
            raise OutOfStock([sku_id], sellable=offer.sellable)
    return held
