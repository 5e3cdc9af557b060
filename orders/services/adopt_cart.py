"""At login the guest's cart becomes part of the shopper's."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import connection, transaction

from orders.locks import lock_guest_cart
from orders.models import Cart, CartLine
from orders.pricing import MOST_PIECES
from orders.services.open_cart import open_cart
from tenancy.scope import current_mall_id

_MERGE = """
    INSERT INTO orders_cartline (mall_id, cart_id, sku_id, quantity, added_at)
    SELECT %(mall)s, %(into)s, sku_id, quantity, %(now)s FROM orders_cartline
    WHERE mall_id = %(mall)s AND cart_id = %(guest)s ORDER BY sku_id
    ON CONFLICT (mall_id, cart_id, sku_id) DO UPDATE
    SET quantity = least(orders_cartline.quantity + excluded.quantity, %(most)s)
"""


def adopt_cart(*, token: uuid.UUID, shopper_id: int, now: datetime) -> int:
    """Move the guest's lines to the shopper's cart, equal SKUs added up. Returns that cart's id.

    The second time, or with an unknown token, nothing is left to move.
    """
    with transaction.atomic():
        cart = open_cart(shopper_id=shopper_id, now=now)
        guest = lock_guest_cart(token)
        if guest is not None:
            _merge(guest.pk, cart.pk, now)
            CartLine.objects.filter(cart_id=guest.pk).delete()
            Cart.objects.filter(pk=guest.pk).delete()
    return cart.pk


def _merge(guest_id: int, into: int, now: datetime) -> None:
    values: dict[str, int | datetime] = {
        "mall": current_mall_id(),
        "into": into,
        "guest": guest_id,
        "now": now,
        "most": MOST_PIECES,
    }
    with connection.cursor() as cursor:
        cursor.execute(_MERGE, values)
