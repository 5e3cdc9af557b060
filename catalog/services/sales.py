"""How often a product was sold (销量)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F

from catalog.models import Product, Sale, Sku


def stands_for(*, order: str, pieces: Mapping[int, int], now: datetime) -> None:
    """The order stands for `pieces` (SKU -> pieces) now, whatever it stood for before; told again it changes nothing.

    Whoever calls holds the order's lock: two who tell of the same order stand in line. Products in key order.
    """
    wanted = _by_product(pieces)
    with transaction.atomic():
        before = dict(Sale.objects.filter(order=order).values_list("product_id", "pieces"))
        for product_id in sorted(wanted.keys() | before.keys()):
            number = wanted.get(product_id, 0)
            if number == before.get(product_id, 0):
                continue
            Sale.objects.update_or_create(
                order=order, product_id=product_id, defaults={"pieces": number, "at": now}
            )
            change = number - before.get(product_id, 0)
            Product.objects.filter(pk=product_id).update(sold=F("sold") + change)


def _by_product(pieces: Mapping[int, int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for sku_id, product_id in Sku.objects.filter(pk__in=list(pieces)).values_list("pk", "product_id"):
        found[product_id] = found.get(product_id, 0) + pieces[sku_id]
    return found
