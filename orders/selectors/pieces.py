"""What an order took of each SKU."""

from __future__ import annotations

from django.db.models import Sum

from orders.models import Line


def pieces_of(order_id: int) -> dict[int, int]:
    """sku_id -> pieces, over all packages."""
    rows = Line.objects.filter(order=order_id).values_list("sku_id").annotate(n=Sum("quantity"))
    return dict(rows.order_by())
