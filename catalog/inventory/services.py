"""Verbs of stock that orders hold: reserve, consume, release. What comes and goes otherwise: `arrivals`.

Rows change by conditional updates in key order, so that two baskets never wait for each other crosswise, and
each change writes a movement in the same transaction: the movements always add up to the stock row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import connection, transaction

from catalog.inventory import batches, pool
from catalog.inventory.arrivals import count, receive, take_back, transfer, write_off
from catalog.inventory.days import day_of
from catalog.inventory.dividing import divide
from catalog.inventory.ledger import Change, write
from catalog.inventory.models import Movement, Reservation, Stock
from catalog.inventory.selectors import is_out_of_date, out_of_date
from catalog.inventory.types import OutOfStock, TooMuchHeld
from tenancy.scope import current_mall_id

__all__ = [
    "confirm",
    "consume",
    "count",
    "divide",
    "receive",
    "release",
    "reserve",
    "take_back",
    "transfer",
    "write_off",
]

MOST_HELD = 1_000
"""Pieces that one shopper may hold unpaid: enough for the largest basket, too few to empty a mall."""

# NO KEY: the foreign keys of movements and holds look at the row when they commit, and must not wait for a lock that
# itself waits for them (seen as a deadlock of a buyer of hot and plain goods with a parcel of the same two).
# One statement locks the rows in key order, takes what is wanted where it is there, and says which it took. Pieces of
# batches that are out of date are not there for anybody, nor is a row whose own date is past.
_RESERVE = f"""
    WITH wanted AS (SELECT * FROM unnest(%(skus)s::bigint[], %(warehouses)s::bigint[], %(quantities)s::int[])
                    AS w(sku_id, warehouse_id, quantity)),
         locked AS (SELECT s.id, s.sku_id, w.quantity
                    FROM inventory_stock s JOIN wanted w ON s.sku_id = w.sku_id AND s.warehouse_id = w.warehouse_id
                    WHERE s.mall_id = %(mall)s AND NOT s.is_hot ORDER BY s.id FOR NO KEY UPDATE OF s)
    UPDATE inventory_stock s SET reserved = s.reserved + l.quantity
    FROM locked l
    WHERE s.mall_id = %(mall)s AND s.id = l.id AND s.on_hand - s.reserved - coalesce(
        (SELECT sum(b.on_hand) FROM inventory_batch b
         WHERE b.mall_id = %(mall)s AND b.stock_id = s.id AND b.expires_on < %(day)s), 0) >= l.quantity
      AND NOT {out_of_date("s", "%(day)s")}
    RETURNING s.sku_id, s.id
"""


def reserve(
    *,
    wants: Mapping[str, Mapping[int, int]],
    warehouses: Mapping[int, int],
    expires_at: datetime,
    now: datetime,
    holder: str = "",
) -> None:
    """Hold pieces: `wants` reference (`package:<id>`) -> sku_id -> pieces, `warehouses` sku_id -> warehouse_id.

    All or nothing over all references: raises OutOfStock, and then nothing is held. Three statements, and one more
    with a `holder` (`shopper:<id>`), who may hold MOST_HELD unpaid pieces: raises TooMuchHeld.
    """
    together = _summed(wants.values())
    with transaction.atomic(savepoint=False):
        if holder:
            _within_cap(holder, sum(together.values()))
        stocks, slots = _held(wants, together, warehouses, now)
        holds = [
            (reference, sku, pieces[sku]) for reference, pieces in wants.items() for sku in sorted(pieces)
        ]
        Reservation.objects.bulk_create(
            Reservation(
                stock_id=stocks[sku], reference=r, quantity=q, expires_at=expires_at, holder=holder,
                in_slots=sku in slots,
            )
            for r, sku, q in holds
        )  # fmt: skip
        write(
            Movement.Kind.RESERVED, [Change(stocks[s], 0, q, r) for r, s, q in holds if s not in slots], now
        )


def _held(
    wants: Mapping[str, Mapping[int, int]],
    together: Mapping[int, int],
    warehouses: Mapping[int, int],
    now: datetime,
) -> tuple[dict[int, int], set[int]]:
    """(sku_id -> stock id, SKUs held by slots). Raises OutOfStock."""
    skus = sorted(together)
    with connection.cursor() as cursor:
        cursor.execute(
            _RESERVE,
            {
                "skus": skus,
                "warehouses": [warehouses[sku] for sku in skus],
                "quantities": [together[sku] for sku in skus],
                "mall": current_mall_id(),
                "day": day_of(now),
            },
        )
        stocks = dict(cursor.fetchall())
    short = set(skus) - set(stocks)
    if not short:
        return stocks, set()
    hot = _hot(short, warehouses, day_of(now))
    if set(hot) != short or (missing := pool.take(wants, hot)):
        raise OutOfStock(short - set(hot) or missing)
    return stocks | hot, short


def _hot(skus: set[int], warehouses: Mapping[int, int], on: date) -> dict[int, int]:
    """sku_id -> stock id of those that are taken by slots."""
    rows = Stock.objects.filter(sku__in=skus, is_hot=True).exclude(is_out_of_date(on))
    found = rows.values_list("sku_id", "warehouse_id", "pk")
    return {sku: pk for sku, warehouse, pk in found if warehouses[sku] == warehouse}


def _within_cap(holder: str, more: int) -> None:
    """One basket of a shopper is weighed at a time, so that two at once do not both stay just below."""
    mall = current_mall_id()
    with connection.cursor() as cursor:
        # Two statements in one message: the second sees what the one before waited for.
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, %s)); "
            "SELECT coalesce(sum(quantity), 0) FROM inventory_reservation "
            "WHERE mall_id = %s AND holder = %s AND state = 'held'",
            [f"stock-holder:{holder}", mall, mall, holder],
        )
        held = cursor.fetchone()[0]
    if held + more > MOST_HELD:
        raise TooMuchHeld(MOST_HELD)


def _summed(parts: Iterable[Mapping[int, int]]) -> Counter[int]:
    """One SKU may travel in two packages; it is taken from its stock at once."""
    together: Counter[int] = Counter()
    for pieces in parts:
        together.update(pieces)
    return together


def confirm(*, references: Iterable[str]) -> None:
    """Paid for: what `references` hold counts no longer towards what their holder may hold unpaid."""
    Reservation.objects.filter(reference__in=list(references), state=Reservation.State.HELD).update(holder="")


def release(*, references: Iterable[str], now: datetime) -> int:
    """Give back what `references` still hold. Returns the pieces given back; 0 the second time."""
    return _settle(references, Reservation.State.RELEASED, Movement.Kind.RELEASED, now, leaves=False)


def consume(*, reference: str, now: datetime) -> int:
    """What `reference` holds leaves the warehouse. Returns the pieces; 0 the second time."""
    return _settle([reference], Reservation.State.CONSUMED, Movement.Kind.CONSUMED, now, leaves=True)


_SETTLE = """
    WITH gone AS (SELECT id, sum(quantity) AS quantity
                  FROM unnest(%(ids)s::bigint[], %(quantities)s::int[]) AS g(id, quantity) GROUP BY id),
         locked AS (SELECT s.id, g.quantity FROM inventory_stock s JOIN gone g ON s.id = g.id
                    WHERE s.mall_id = %(mall)s ORDER BY s.id FOR NO KEY UPDATE OF s)
    UPDATE inventory_stock s SET reserved = s.reserved - l.quantity,
           on_hand = s.on_hand - CASE WHEN %(leaves)s THEN l.quantity ELSE 0 END
    FROM locked l WHERE s.mall_id = %(mall)s AND s.id = l.id
"""
_Hold = tuple[str, int, int]


def _settle(references: Iterable[str], state: str, kind: str, now: datetime, *, leaves: bool) -> int:
    with transaction.atomic():
        held, in_slots = _end_holds(references, state)
        slotted = sorted({reference for reference, _, _ in in_slots})
        if slotted:
            (pool.spend if leaves else pool.free)(slotted)
        moving = sorted([*held, *in_slots]) if leaves else held
        if moving:
            _lower(moving, leaves=leaves)
            write(kind, _changes(moving, day_of(now), leaves=leaves), now)
        return sum(quantity for _, _, quantity in (*held, *in_slots))


def _lower(moving: list[_Hold], *, leaves: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            _SETTLE,
            {
                "ids": [stock_id for _, stock_id, _ in moving],
                "quantities": [quantity for _, _, quantity in moving],
                "leaves": leaves,
                "mall": current_mall_id(),
            },
        )


def _changes(moving: list[_Hold], on: date, *, leaves: bool) -> list[Change]:
    """One movement a hold; of what leaves one a batch, those that expire first going first."""
    if not leaves:
        return [Change(stock_id, 0, -quantity, reference) for reference, stock_id, quantity in moving]
    wanted: dict[int, list[int]] = {}
    for _, stock_id, quantity in moving:
        wanted.setdefault(stock_id, []).append(quantity)
    parted = {stock_id: iter(parts) for stock_id, parts in batches.take(wanted, on).items()}
    return [
        Change(stock_id, -pieces, -pieces, reference, batch_id)
        for reference, stock_id, _ in moving
        for batch_id, pieces in next(parted[stock_id])
    ]


def _end_holds(references: Iterable[str], state: str) -> tuple[list[_Hold], list[_Hold]]:
    """(reference, stock_id, pieces) of ordinary holds and of slots. Only one of two who settle gets them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE inventory_reservation SET state = %s "
            "WHERE mall_id = %s AND reference = ANY(%s) AND state = 'held' "
            "RETURNING reference, stock_id, quantity, in_slots",
            [state, current_mall_id(), list(references)],
        )
        rows = sorted(cursor.fetchall())
    held = [(reference, stock_id, quantity) for reference, stock_id, quantity, slots in rows if not slots]
    return held, [(reference, stock_id, quantity) for reference, stock_id, quantity, slots in rows if slots]
