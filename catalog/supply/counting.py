"""Stock as its supplier counts it: the wall first, then the verb of the warehouse."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from catalog import locks
from catalog.inventory.models import Stock
from catalog.inventory.services import count
from catalog.inventory.types import UnknownStock
from catalog.models import Sku
from catalog.types import CatalogError, NotThere

_LONGEST = 20


def count_own(*, sku_id: int, warehouse_id: int, counted: int, seen: int, now: datetime, by: str) -> int:
    """What was counted becomes what is on hand. Returns the difference.

    Raises NotThere, and StockChanged or HeldStock of the inventory.
    """
    row = (
        Sku.objects.filter(locks.reachable("product__supplier"), pk=sku_id).select_related("product").first()
    )
    if row is None:
        raise NotThere
    if row.bundle_items.exists():
        raise UnknownStock(_("A bundle has no stock of its own: count its parts."))
    known = Stock.objects.filter(sku=row.pk, warehouse=warehouse_id).exists()
    if not known and row.product.warehouse_id != warehouse_id:
        raise NotThere
    return count(
        sku_id=sku_id,
        warehouse_id=warehouse_id,
        counted=counted,
        seen=seen,
        reference=f"count:{by}"[:60],
        now=now,
    )


def warn_at(*, stock_id: int, pieces: int) -> None:
    """Below how many sellable pieces the supplier wants to be warned."""
    mine = Stock.objects.filter(locks.reachable("sku__product__supplier"), pk=stock_id)
    if not mine.update(low_at=pieces):
        raise NotThere


def lies_at(*, stock_id: int, location: str) -> None:
    """库位: where a picker finds it. Raises NotThere, CatalogError."""
    said = " ".join(location.split())
    if len(said) > _LONGEST or not said.isprintable():
        raise CatalogError(_("A pick location has at most 20 letters and digits, such as A-03-12."))
    mine = Stock.objects.filter(locks.reachable("sku__product__supplier"), pk=stock_id)
    if not mine.update(location=said):
        raise NotThere
