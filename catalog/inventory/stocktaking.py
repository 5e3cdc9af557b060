"""盘点 of many rows at once: looked at under lock, then written together. One row at a time: `arrivals.count`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from catalog.inventory import batches
from catalog.inventory.days import day_of
from catalog.inventory.ledger import Change, write
from catalog.inventory.models import Movement, Stock
from catalog.inventory.types import HeldStock, StockChanged
from journal.services import record
from tenancy.scope import current_mall_id

Place = tuple[int, int]
"""(SKU, warehouse)."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Pieces of a stock row that the caller holds locked."""

    on_hand: int
    reserved: int


@dataclass(frozen=True, slots=True)
class Count:
    """`seen` is what the row said under lock: nothing where there was none."""

    sku_id: int
    warehouse_id: int
    counted: int
    seen: int


def look(sku_ids: Iterable[int]) -> dict[Place, Seen]:
    """The stock rows of these SKUs, locked in key order until the transaction ends."""
    rows = Stock.objects.select_for_update(no_key=True).filter(sku__in=list(sku_ids)).order_by("pk")
    return {
        (sku, warehouse): Seen(on_hand, reserved)
        for sku, warehouse, on_hand, reserved in rows.values_list(
            "sku_id", "warehouse_id", "on_hand", "reserved"
        )
    }


def count_many(*, counts: Sequence[Count], reference: str, now: datetime) -> None:
    """What was counted becomes what is on hand, a movement each. Raises StockChanged or HeldStock, nothing written."""
    moved = [one for one in counts if one.counted != one.seen]
    if not moved:
        return
    with transaction.atomic():
        Stock.objects.bulk_create(
            [Stock(sku_id=one.sku_id, warehouse_id=one.warehouse_id) for one in moved], ignore_conflicts=True
        )
        rows = _rows(moved)
        for one in moved:
            _check(one, rows[one.sku_id, one.warehouse_id])
        _write(moved, rows, reference, now)
        sku_ids = [one.sku_id for one in moved]
        record(kind="stock.counted_many", subject=reference, payload={"sku_ids": sku_ids}, at=now)


def _rows(moved: Sequence[Count]) -> dict[Place, Stock]:
    wanted = {(one.sku_id, one.warehouse_id) for one in moved}
    rows = Stock.objects.select_for_update(no_key=True).filter(sku__in={sku for sku, _place in wanted})
    return {
        (row.sku_id, row.warehouse_id): row
        for row in rows.order_by("pk")
        if (row.sku_id, row.warehouse_id) in wanted
    }


def _check(one: Count, row: Stock) -> None:
    if row.on_hand != one.seen:
        raise StockChanged(row.on_hand)
    if one.counted < row.reserved:
        raise HeldStock(row.reserved)


def _write(moved: Sequence[Count], rows: dict[Place, Stock], reference: str, now: datetime) -> None:
    ids = [rows[one.sku_id, one.warehouse_id].pk for one in moved]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE inventory_stock s SET on_hand = n.counted "
            "FROM unnest(%(ids)s::bigint[], %(counted)s::int[]) AS n(id, counted) "
            "WHERE s.mall_id = %(mall)s AND s.id = n.id",
            {"ids": ids, "counted": [one.counted for one in moved], "mall": current_mall_id()},
        )
    fewer = {
        pk: [one.seen - one.counted] for pk, one in zip(ids, moved, strict=True) if one.counted < one.seen
    }
    parts = batches.take(fewer, day_of(now)) if fewer else {}
    changes = [
        Change(pk, -pieces, 0, reference, batch_id)
        for pk, quantities in parts.items()
        for batch_id, pieces in quantities[0]
    ]
    more = [
        Change(pk, one.counted - one.seen, 0, reference)
        for pk, one in zip(ids, moved, strict=True)
        if one.counted > one.seen
    ]
    write(Movement.Kind.COUNTED, [*more, *changes], now)
