"""The statements that write lines of a cart; each is one, so that two tabs add up and never overwrite."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from orders.errors import BadQuantity, CartFull
from orders.models import CartLine
from orders.pricing import MOST_PIECES
from tenancy.scope import current_mall_id

MOST_LINES = 100

_ADD = """
    INSERT INTO orders_cartline (mall_id, cart_id, sku_id, quantity, added_at)
    SELECT %(mall)s, %(cart)s, %(sku)s, %(quantity)s, %(now)s
    WHERE (SELECT count(*) FROM orders_cartline c WHERE c.mall_id = %(mall)s AND c.cart_id = %(cart)s
           AND c.sku_id <> %(sku)s) < %(most_lines)s
    ON CONFLICT (mall_id, cart_id, sku_id)
    DO UPDATE SET quantity = orders_cartline.quantity + excluded.quantity
    RETURNING quantity
"""


def add_pieces(*, cart_id: int, sku_id: int, quantity: int, now: datetime) -> int:
    """Add pieces to the line. Returns its quantity. Raises CartFull, BadQuantity (the caller rolls back)."""
    with connection.cursor() as cursor:
        cursor.execute(
            _ADD,
            {
                "mall": current_mall_id(),
                "cart": cart_id,
                "sku": sku_id,
                "quantity": quantity,
                "now": now,
                "most_lines": MOST_LINES,
            },
        )
        row = cursor.fetchone()
    if row is None:
        raise CartFull()
    if row[0] > MOST_PIECES:
        raise BadQuantity()
    return int(row[0])


def set_pieces(*, cart_id: int, sku_id: int, quantity: int) -> bool:
    """Set the line's quantity. Returns whether there is such a line."""
    return CartLine.objects.filter(cart_id=cart_id, sku_id=sku_id).update(quantity=quantity) == 1
