"""Put pieces of a SKU into a cart."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from catalog.selectors import offers
from orders.errors import NotOffered, OutOfStock
from orders.pricing import checked_quantity
from orders.services.cart_lines import add_pieces


def add_to_cart(*, cart_id: int, sku_id: int, quantity: int, now: datetime) -> int:
    """Returns the pieces now in the line. Raises BadQuantity, NotOffered, OutOfStock, CartFull.

    A SKU of another mall is one that is not offered here. Stock is only looked at: it is held at checkout.
    """
    checked_quantity(quantity)
    offer = offers([sku_id]).get(sku_id)
    if offer is None or not offer.is_offered:
        raise NotOffered(sku_id=sku_id)
    with transaction.atomic():
        held = add_pieces(cart_id=cart_id, sku_id=sku_id, quantity=quantity, now=now)
        if held > offer.sellable:
            raise OutOfStock([sku_id], sellable=offer.sellable)
    return held
