"""Take a SKU out of a cart."""

from __future__ import annotations

from datetime import datetime

from orders.models import CartLine


def remove_line(*, cart_id: int, sku_id: int, now: datetime) -> bool:
    """Returns whether it was there; taking it out twice is no error."""
    return CartLine.objects.filter(cart_id=cart_id, sku_id=sku_id).delete()[0] == 1
