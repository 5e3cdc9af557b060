"""First expired, first out (先到期先出): which batches pieces leave from.

The caller holds the locks of the stock rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Case, F, Q, QuerySet, Value, When

from catalog.inventory.models import Batch, Stock
from tenancy.scope import current_mall_id

Parts = list[tuple[int | None, int]]
"""(batch id or None for pieces without one, pieces), in the order in which they leave."""


def put(stock_id: int, code: str, expires_on: date | None, quantity: int, on: date) -> int | None:
    """Pieces come into a batch; without a code into none. Returns the batch's id."""
    if not code:
        return None
    batch, made = Batch.objects.get_or_create(
        stock_id=stock_id, code=code, defaults={"expires_on": expires_on, "on_hand": quantity}
    )
    if not made:
        changed = {"expires_on": expires_on} if expires_on else {}
        Batch.objects.filter(pk=batch.pk).update(on_hand=F("on_hand") + quantity, **changed)
    show_first([stock_id], on)
    return batch.pk


def expired(on: date) -> Q:
    """Batches that are out of date on that day: nothing of them is promised to anybody."""
    return Q(on_hand__gt=0, expires_on__lt=on)


def in_order(rows: QuerySet[Batch], on: date) -> QuerySet[Batch]:
    """First expired, first out among those that are good; what is out of date stands behind all of them."""
    old = Case(When(expires_on__lt=on, then=Value(1)), default=Value(0))
    return rows.filter(on_hand__gt=0).order_by(old, F("expires_on").asc(nulls_last=True), "pk")


def take(wanted: Mapping[int, list[int]], on: date) -> dict[int, list[Parts]]:
    """Take pieces out of batches: stock id -> several quantities, each answered by its parts.

    What is out of date leaves only where nothing else is there: after it was promised while it was good.
    """
    lying: dict[int, list[list[Any]]] = defaultdict(list)
    rows = in_order(Batch.objects.filter(stock__in=list(wanted)), on)
    for stock_id, pk, on_hand, day in rows.values_list("stock_id", "pk", "on_hand", "expires_on"):
        lying[stock_id].append([pk, on_hand, day is not None and day < on])
    _undated_before_old(lying, wanted)
    if not lying:
        return {
            stock: [[(None, quantity)] for quantity in quantities] for stock, quantities in wanted.items()
        }
    parted = {
        stock: [_part(lying[stock], quantity) for quantity in quantities]
        for stock, quantities in wanted.items()
    }
    _lower([part for each in parted.values() for parts in each for part in parts])
    show_first(list(lying), on)
    return parted


def _undated_before_old(lying: dict[int, list[list[Any]]], wanted: Mapping[int, list[int]]) -> None:
    """Pieces without a batch go before those that are out of date. The stock rows are lowered already."""
    old = [stock_id for stock_id, rows in lying.items() if rows[-1][2]]
    if not old:
        return
    for stock_id, on_hand in Stock.objects.filter(pk__in=old).values_list("pk", "on_hand"):
        rows = lying[stock_id]
        undated = on_hand + sum(wanted[stock_id]) - sum(there for _pk, there, _old in rows)
        if undated > 0:
            place = next(at for at, row in enumerate(rows) if row[2])
            rows.insert(place, [None, undated, False])


def _part(lying: list[list[Any]], quantity: int) -> Parts:
    parts: Parts = []
    while quantity and lying:
        pk, there, *_ = lying[0]
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


def show_first(stock_ids: Iterable[int], on: date) -> None:
    """The stock row shows the batch that leaves next; after the last one it has no date, as what lies in no batch."""
    for stock_id in stock_ids:
        first = in_order(Batch.objects.filter(stock=stock_id), on).first()
        code, day = (first.code, first.expires_on) if first is not None else ("", None)
        Stock.objects.filter(pk=stock_id).update(batch=code, expires_on=day)


def own_date(row: Stock) -> tuple[str, date] | None:
    """The date that a row says of all its pieces itself, and under which name; None where batches say it or nobody."""
    if row.expires_on is None or row.batches.filter(on_hand__gt=0).exists():
        return None
    return row.batch or row.expires_on.isoformat(), row.expires_on


def set_apart(row: Stock, on_hand: int) -> None:
    """Other goods come to a row that has a date of its own: its `on_hand` pieces so far become a batch with that date,
    so that neither takes the other's. Where nothing lies there the date goes. The caller holds the row."""
    own = own_date(row)
    if own is None:
        return
    if on_hand:
        batch, _ = Batch.objects.get_or_create(stock=row, code=own[0])
        Batch.objects.filter(pk=batch.pk).update(on_hand=on_hand, expires_on=own[1])
    else:
        Stock.objects.filter(pk=row.pk).update(batch="", expires_on=None)


def proposal(stock_id: int, quantity: int, on: date) -> list[tuple[str, date | None, int]]:
    """What a picker takes: (batch, best before, pieces). Nothing is changed."""
    rows = list(in_order(Batch.objects.filter(stock=stock_id).exclude(expired(on)), on))
    lying = [[number, row.on_hand] for number, row in enumerate(rows)]
    return [
        ("", None, pieces) if number is None else (rows[number].code, rows[number].expires_on, pieces)
        for number, pieces in _part(lying, quantity)
    ]
