"""The movements: every change of stock is written in the transaction that makes it, and they add up to the rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from catalog.inventory.models import Movement


@dataclass(frozen=True, slots=True)
class Change:
    """Pieces more or fewer on hand and reserved, of a stock row and, where known, of one of its batches."""

    stock_id: int
    on_hand: int
    reserved: int
    reference: str
    batch_id: int | None = None


def write(kind: str, changes: Iterable[Change], now: datetime) -> None:
    Movement.objects.bulk_create(
        Movement(
            stock_id=change.stock_id,
            batch_id=change.batch_id,
            kind=kind,
            on_hand=change.on_hand,
            reserved=change.reserved,
            reference=change.reference,
            at=now,
        )
        for change in changes
    )
