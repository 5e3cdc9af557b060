"""First expired, first out (先到期先出): which batches pieces leave from.

The caller holds the locks of the stock rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.db import connection
from django.db.models import F

from catalog.inventory.models import Batch, Stock
from tenancy.scope import current_mall_id

Parts = list[tuple[int | None, int]]
"""(batch id or None for pieces without one, pieces), in the order in which they leave."""


def put(stock_id: int, code: str, expires_on: date | None, quantity: int) -> int | None:
    """Pieces come into a batch; without a code into none. Returns the batch's id."""
    if not code:
        return None
    batch, made = Batch.objects.get_or_create(
        stock_id=stock_id, code=code, defaults={"expires_on": expires_on, "on_hand": quantity}
    )
    if not made:
        changed = {"expires_on": expires_on} if expires_on else {}
        Batch.objects.filter(pk=batch.pk).update(on_hand=F("on_hand") + quantity, **changed)
    show_first([stock_id])
    return batch.pk


def take(wanted: Mapping[int, list[int]]) -> dict[int, list[Parts]]:
    """Take pieces out of batches: stock id -> several quantities, each answered by its parts."""
    lying: dict[int, list[list[int]]] = defaultdict(list)
    rows = Batch.objects.filter(stock__in=list(wanted), on_hand__gt=0)
    for stock_id, pk, on_hand in rows.order_by(F("expires_on").asc(nulls_last=True), "pk").values_list(
        "stock_id", "pk", "on_hand"
    ):
        lying[stock_id].append([pk, on_hand])
    if not lying:
        return {
            stock: [[(None, quantity)] for quantity in quantities] for stock, quantities in wanted.items()
        }
    parted = {
        stock: [_part(lying[stock], quantity) for quantity in quantities]
        for stock, quantities in wanted.items()
    }
    _lower([part for each in parted.values() for parts in each for part in parts])
    show_first(list(lying))
    return parted


def _part(lying: list[list[int]], quantity: int) -> Parts:
    parts: Parts = []
    while quantity and lying:
        pk, there = lying[0]
        taken = min(there, quantity)
        parts.append((pk, taken))
        quantity -= taken
        lying[0][1] -= taken
        if not lying[0][1]:
            lying.pop(0)
    return [*parts, (None, quantity)] if quantity else parts


def _lower(parts: Iterable[tuple[int | None, int]]) -> None:
    sums: dict[int, int] = defaultdict(int)
    for pk, quantity in parts:
        if pk is not None:
            sums[pk] += quantity
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE inventory_batch b SET on_hand = b.on_hand - n.quantity "
            "FROM unnest(%s::bigint[], %s::int[]) AS n(id, quantity) WHERE b.mall_id = %s AND b.id = n.id",
            [list(sums), list(sums.values()), current_mall_id()],
        )


def show_first(stock_ids: Iterable[int]) -> None:
    """The stock row shows the batch that leaves next."""
    for stock_id in stock_ids:
        rows = Batch.objects.filter(stock=stock_id, on_hand__gt=0)
        first = rows.order_by(F("expires_on").asc(nulls_last=True), "pk").first()
        if first is not None:
            Stock.objects.filter(pk=stock_id).update(batch=first.code, expires_on=first.expires_on)


def proposal(stock_id: int, quantity: int) -> list[tuple[str, date | None, int]]:
    """What a picker takes: (batch, best before, pieces). Nothing is changed."""
    rows = list(_in_order(stock_id))
    lying = [[number, row.on_hand] for number, row in enumerate(rows)]
    return [
        ("", None, pieces) if number is None else (rows[number].code, rows[number].expires_on, pieces)
        for number, pieces in _part(lying, quantity)
    ]


def _in_order(stock_id: int) -> Iterable[Batch]:
    rows = Batch.objects.filter(stock=stock_id, on_hand__gt=0)
    return rows.order_by(F("expires_on").asc(nulls_last=True), "pk")
