"""Stock by warehouse as those read it who answer for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from catalog import locks
from catalog.inventory.models import Movement, Stock, Warehouse
from catalog.inventory.selectors import is_low, is_near, pieces_expired
from catalog.selectors import words
from catalog.supply.places import usable
from catalog.types import Words

PAGE = 30


@dataclass(frozen=True, slots=True)
class StockLine:
    """A SKU in a warehouse, in pieces."""

    id: int
    sku_id: int
    warehouse_id: int
    sku_code: str
    title: Words
    option: Words
    warehouse: Words
    kind: str
    on_hand: int
    reserved: int
    low_at: int
    batch: str
    expires_on: date | None
    location: str = ""
    expired: int = 0
    """Pieces that are out of date: on hand, and sold to nobody."""

    @property
    def sellable(self) -> int:
        return max(0, self.on_hand - self.reserved - self.expired)

    @property
    def is_low(self) -> bool:
        return self.sellable <= self.low_at


def warehouses() -> list[Warehouse]:
    """Where goods of the actor may lie: what the mall keeps, and its own."""
    return list(usable())


def stock_page(
    *, warehouse_id: int | None = None, text: str = "", warn: str = "", before: date | None = None, page: int = 1
) -> tuple[list[StockLine], int]:  # fmt: skip
    """One page of stock rows and how many there are. `warn`: low, or expiring (`before` a day)."""
    rows = Stock.objects.filter(locks.reachable("sku__product__supplier"))
    if warehouse_id is not None:
        rows = rows.filter(warehouse=warehouse_id)
    if text:
        rows = rows.filter(
            Q(sku__code__icontains=text) | Q(sku__product__title_zh_hans__icontains=text)
            | Q(sku__product__title_en__icontains=text) | Q(batch__iexact=text)
            | Q(location__istartswith=text)
        )  # fmt: skip
    if warn == "low":
        rows = rows.filter(is_low())
    if warn == "expiring" and before is not None:
        rows = rows.filter(is_near(before))
    start = (max(1, page) - 1) * PAGE
    chosen = (
        rows.annotate(expired=pieces_expired())
        .select_related("sku__product", "warehouse")
        .order_by("sku__code", "pk")[start : start + PAGE]
    )
    return [line(row) for row in chosen], rows.count()


def line(row: Stock) -> StockLine:
    sku, warehouse = row.sku, row.warehouse
    return StockLine(
        row.pk, sku.pk, warehouse.pk, sku.code, words(sku.product, "title"), words(sku, "option"),
        words(warehouse, "name"), warehouse.kind, row.on_hand, row.reserved, row.low_at, row.batch, row.expires_on,
        row.location, getattr(row, "expired", 0),
    )  # fmt: skip


def stock_line(stock_id: int) -> StockLine | None:
    rows = Stock.objects.filter(locks.reachable("sku__product__supplier"), pk=stock_id)
    row = rows.annotate(expired=pieces_expired()).select_related("sku__product", "warehouse").first()
    return line(row) if row else None


def movements_of(stock_id: int, most: int = 50) -> list[Movement]:
    """The newest changes of a stock row."""
    return list(Movement.objects.filter(stock=stock_id).order_by("-pk")[:most])
