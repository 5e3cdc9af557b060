"""What a buyer does, carefully and in the ways of the controls, and what is counted afterwards.

Each buyer wants one to three of five SKUs, in any order. One SKU is served from slots, the others from their rows.
Of those who get their basket some pay and are sent it, some let it go, some still hold it at the end.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.db import OperationalError, connection, transaction
from django.utils import timezone

from catalog.inventory import pool, services
from catalog.inventory.models import Reservation, Stock
from catalog.inventory.types import OutOfStock
from tenancy.scope import Actor, in_mall
from tests import factories

SKUS = 5
Basket = dict[int, int]
Buy = Callable[[Basket, str, int], None]


def open_shelf(units: int) -> tuple[list[int], int]:
    """(SKU ids, warehouse id): `units` pieces over five SKUs in the open mall, the first of them in slots."""
    place, now = factories.warehouse().pk, timezone.now()
    skus = [factories.sku(stock=0).pk for _ in range(SKUS)]
    for sku in skus:
        services.receive(
            sku_id=sku,
            warehouse_id=place,
            quantity=units // SKUS,
            batch=f"B{sku}",
            reference="opening",
            now=now,
        )
    pool.heat(sku_id=skus[0], warehouse_id=place, slots=units // SKUS, now=now)
    return skus, place


def careful(basket: Basket, reference: str, place: int) -> None:
    """The product's own verb."""
    now = timezone.now()
    services.reserve(
        wants={reference: basket},
        warehouses=dict.fromkeys(basket, place),
        expires_at=now + timedelta(minutes=15),
        now=now,
        holder=f"shopper:{reference}",
    )


def naive(basket: Basket, reference: str, place: int) -> None:
    """Control: read, then write. Oversells, and leaves no movement."""
    rows = {row.sku_id: row for row in Stock.objects.filter(sku__in=basket, warehouse=place)}
    if any(row.on_hand - row.reserved < basket[sku] for sku, row in rows.items()):
        raise OutOfStock(basket)
    for sku, row in rows.items():
        Stock.objects.filter(pk=row.pk).update(reserved=row.reserved + basket[sku])
    now = timezone.now()
    Reservation.objects.bulk_create(
        Reservation(stock_id=row.pk, reference=reference, quantity=basket[sku], expires_at=now)
        for sku, row in rows.items()
    )


def unsorted(basket: Basket, reference: str, place: int) -> None:
    """Control: rows locked one after another in the order of the basket. Deadlocks."""
    with transaction.atomic():
        for sku, quantity in basket.items():
            row = Stock.objects.select_for_update().get(sku=sku, warehouse=place)
            if row.on_hand - row.reserved < quantity:
                raise OutOfStock([sku])
            Stock.objects.filter(pk=row.pk).update(reserved=row.reserved + quantity)


def one_buyer(mall_id: int, skus: list[int], place: int, number: int, buy: Buy) -> str:
    """bought, sold out, or deadlock. What follows a purchase is drawn from the buyer's number."""
    draw = random.Random(number)
    basket = dict.fromkeys(draw.sample(skus, draw.randint(1, 3)), 1)
    reference = f"package:{number}"
    try:
        with in_mall(mall_id, actor=Actor.staff()):
            buy(basket, reference, place)
            if buy is careful:
                _afterwards(draw, reference)
        return "bought"
    except OutOfStock:
        return "sold out"
    except OperationalError as error:
        return "deadlock" if "deadlock" in str(error) else "lost"


def _afterwards(draw: random.Random, reference: str) -> None:
    now = timezone.now()
    fate = draw.random()
    if fate < 0.5:
        services.confirm(references=[reference])
        services.consume(reference=reference, now=now)
    elif fate < 0.7:
        services.release(references=[reference], now=now)


def rush(
    mall_id: int, skus: list[int], place: int, numbers: range, buy: Buy, threads: int = 8
) -> Counter[str]:
    """So many buyers, so many at a time."""

    def one(number: int) -> str:
        try:
            return one_buyer(mall_id, skus, place, number, buy)
        finally:
            if threads > 1:
                connection.close()

    with ThreadPoolExecutor(threads) as workers:
        return Counter(workers.map(one, numbers, chunksize=1))


def pieces(skus: list[int]) -> tuple[int, int]:
    """(pieces promised to somebody, held or gone; pieces that ever were) in the open mall."""
    promised = sum(
        Reservation.objects.filter(stock__sku__in=skus)
        .exclude(state=Reservation.State.RELEASED)
        .values_list("quantity", flat=True)
    )
    arrived = sum(
        on_hand
        for on_hand in Stock.objects.filter(sku__in=skus).values_list("movements__on_hand", flat=True)
        if on_hand and on_hand > 0
    )
    return promised, arrived
