"""Slots: single pieces of a SKU that thousands want in the same second.

A conditional update of one row serves buyers one after another. Of slots each buyer takes others, skipping what is
held, so that nobody waits. A skipped slot may come free again when its holder rolls back; before the final no the
slots are therefore asked for once more, waiting, in key order and with none held.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Sum

from catalog.inventory.batches import expired
from catalog.inventory.days import day_of
from catalog.inventory.ledger import Change, write
from catalog.inventory.models import Movement, Slot, Stock
from catalog.inventory.selectors import is_out_of_date
from catalog.inventory.types import UnknownStock
from tenancy.scope import current_mall_id

MOST = 1_000
_TAKE = """
    SELECT id FROM inventory_slot WHERE mall_id = %s AND stock_id = %s AND reference = ''
    ORDER BY id LIMIT %s FOR NO KEY UPDATE {skip}
"""


class _Short(Exception):
    """Undoes what was taken, inside."""


def heat(*, sku_id: int, warehouse_id: int, slots: int, now: datetime) -> int:
    """Before a rush: set pieces aside as slots, at most 1,000 and no more than are sellable. Returns how many."""
    with transaction.atomic():
        row = _locked(sku_id, warehouse_id)
        old = row.batches.filter(expired(day_of(now))).aggregate(n=Sum("on_hand"))["n"] or 0
        if Stock.objects.filter(is_out_of_date(day_of(now)), pk=row.pk).exists():
            old = row.on_hand
        made = max(0, min(slots, MOST - row.slots.count(), row.on_hand - row.reserved - old))
        Slot.objects.bulk_create(Slot(stock_id=row.pk) for _ in range(made))
        Stock.objects.filter(pk=row.pk).update(is_hot=True, reserved=row.reserved + made)
        if made:
            write(Movement.Kind.POOLED, [Change(row.pk, 0, made, "rush")], now)
        return made


def cool(*, sku_id: int, warehouse_id: int, now: datetime) -> int:
    """After a rush: free slots are ordinary pieces again. Returns how many."""
    with transaction.atomic():
        row = _locked(sku_id, warehouse_id)
        free = row.slots.select_for_update(no_key=True).filter(reference="")
        back = len(free)
        Slot.objects.filter(pk__in=[slot.pk for slot in free]).delete()
        Stock.objects.filter(pk=row.pk).update(is_hot=row.slots.exists(), reserved=row.reserved - back)
        if back:
            write(Movement.Kind.UNPOOLED, [Change(row.pk, 0, -back, "rush")], now)
        return back


def _locked(sku_id: int, warehouse_id: int) -> Stock:
    row = Stock.objects.select_for_update(no_key=True).filter(sku=sku_id, warehouse=warehouse_id).first()
    if row is None:
        raise UnknownStock("This warehouse does not hold that SKU.")
    return row


def take(wants: Mapping[str, Mapping[int, int]], stocks: Mapping[int, int]) -> set[int]:
    """Take slots: reference -> sku_id -> pieces, `stocks` sku_id -> hot stock id. Returns the SKUs that fall short,
    and then nothing is taken."""
    for skip in ("SKIP LOCKED", ""):
        try:
            with transaction.atomic():
                short = _taken(wants, stocks, skip)
                if short:
                    raise _Short
            return set()
        except _Short:
            continue
    return short


def _taken(wants: Mapping[str, Mapping[int, int]], stocks: Mapping[int, int], skip: str) -> set[int]:
    mall = current_mall_id()
    short: set[int] = set()
    given: list[tuple[int, str]] = []
    with connection.cursor() as cursor:
        for sku_id, stock_id in sorted(stocks.items(), key=lambda pair: pair[1]):
            needs = [(ref, pieces[sku_id]) for ref, pieces in sorted(wants.items()) if sku_id in pieces]
            total = sum(quantity for _, quantity in needs)
            cursor.execute(_TAKE.format(skip=skip), [mall, stock_id, total])
            free = [pk for (pk,) in cursor.fetchall()]
            if len(free) < total:
                short.add(sku_id)
            owners = [ref for ref, quantity in needs for _ in range(quantity)]
            given += list(zip(free, owners, strict=False))
        if not short:
            cursor.execute(
                "UPDATE inventory_slot s SET reference = n.reference "
                "FROM unnest(%s::bigint[], %s::text[]) AS n(id, reference) WHERE s.mall_id = %s AND s.id = n.id",
                [[pk for pk, _ in given], [ref for _, ref in given], mall],
            )
    return short


def free(references: list[str]) -> None:
    """Given back: the slots can be taken again at once; the stock row is not touched."""
    Slot.objects.filter(reference__in=references).update(reference="")


def spend(references: list[str]) -> None:
    """The pieces have left the warehouse; the caller lowers the stock row."""
    Slot.objects.filter(reference__in=references).delete()
