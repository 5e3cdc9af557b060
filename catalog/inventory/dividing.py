"""A hold is divided: pieces go on under another reference. What is held of the stock stays the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from catalog.inventory.ledger import Change, write
from catalog.inventory.models import Movement, Reservation
from catalog.inventory.types import OutOfStock


def divide(*, reference: str, into: str, pieces: Mapping[int, int], now: datetime) -> None:
    """`pieces` sku_id -> pieces of `reference` that `into` holds from now on. Movements say so of both.

    Raises OutOfStock (with the SKUs) where that many are not held, or are held in slots of a rush.
    """
    with transaction.atomic():
        rows = Reservation.objects.select_for_update(no_key=True, of=("self",)).select_related("stock")
        held = {
            row.stock.sku_id: row
            for row in rows.filter(
                reference=reference, state=Reservation.State.HELD, in_slots=False
            ).order_by("pk")
        }
        short = [sku for sku, n in pieces.items() if sku not in held or held[sku].quantity < n]
        if short:
            raise OutOfStock(short)
        for sku, n in sorted(pieces.items()):
            _move(held[sku], into, n)
        stocks = {sku: held[sku].stock_id for sku in pieces}
        write(Movement.Kind.RELEASED, [Change(stocks[s], 0, -n, reference) for s, n in pieces.items()], now)
        write(Movement.Kind.RESERVED, [Change(stocks[s], 0, n, into) for s, n in pieces.items()], now)


def _move(row: Reservation, into: str, n: int) -> None:
    if row.quantity == n:
        Reservation.objects.filter(pk=row.pk).update(reference=into)
        return
    Reservation.objects.filter(pk=row.pk).update(quantity=row.quantity - n)
    Reservation.objects.create(
        stock_id=row.stock_id, reference=into, quantity=n, expires_at=row.expires_at, holder=row.holder
    )
