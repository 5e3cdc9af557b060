"""Take a SKU out of a cart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from orders.models import CartLine


def remove_line(*, cart_id: int, sku_id: int, now: datetime) -> bool:
    """Returns whether it was there; taking it out twice is no error."""
    return CartLine.objects.filter(cart_id=cart_id, sku_id=sku_id).delete()[0] == 1


def remove_lines(*, cart_id: int, sku_ids: Sequence[int], now: datetime) -> int:
    """Several at once; how many were there."""
    return CartLine.objects.filter(cart_id=cart_id, sku_id__in=list(sku_ids)).delete()[0]
