"""Change how many pieces of a SKU a cart holds."""

from __future__ import annotations

from datetime import datetime

from catalog.selectors import offers
from orders.errors import CartChanged, NotOffered, OutOfStock
from orders.pricing import checked_quantity
from orders.services.cart_lines import set_pieces


def change_quantity(*, cart_id: int, sku_id: int, quantity: int, now: datetime) -> None:
    """Raises BadQuantity, NotOffered, OutOfStock, CartChanged (no such line); then nothing changed."""
    checked_quantity(quantity)
    offer = offers([sku_id]).get(sku_id)
    if offer is None or not offer.is_offered:
        raise NotOffered(sku_id=sku_id)
    if quantity > offer.sellable:
        raise OutOfStock([sku_id], sellable=offer.sellable)
    if not set_pieces(cart_id=cart_id, sku_id=sku_id, quantity=quantity):
        raise CartChanged()
