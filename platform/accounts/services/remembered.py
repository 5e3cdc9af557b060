"""What a shopper wants to find again: favourites, and goods looked at lately. Both are theirs to take away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.models import Favourite, Seen

MOST = 100
"""Of each kind; the oldest go."""


def add_favourites(*, shopper_id: int, product_ids: Sequence[int], now: datetime) -> None:
    """Products of this mall, the newest first; one that is there already stays where it is."""
    rows = [
        Favourite(shopper_id=shopper_id, product_id=pk, added_at=at) for pk, at in _dated(product_ids, now)
    ]
    with transaction.atomic():
        Favourite.objects.bulk_create(rows, ignore_conflicts=True)
        _shorten(Favourite, "-added_at", shopper_id)


def remove_favourite(*, shopper_id: int, product_id: int) -> bool:
    """False where it was none."""
    return bool(Favourite.objects.filter(shopper_id=shopper_id, product_id=product_id).delete()[0])


def note_seen(*, shopper_id: int, product_ids: Sequence[int], now: datetime) -> None:
    """The shopper looked at products of this mall, the newest first; a second look moves one to the front."""
    rows = [Seen(shopper_id=shopper_id, product_id=pk, seen_at=at) for pk, at in _dated(product_ids, now)]
    with transaction.atomic():
        Seen.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["mall", "shopper", "product"],
            update_fields=["seen_at"],
        )
        _shorten(Seen, "-seen_at", shopper_id)


def forget_seen(*, shopper_id: int, product_id: int | None = None) -> int:
    """Take one away, or all of them. Returns how many."""
    rows = Seen.objects.filter(shopper_id=shopper_id)
    return (rows if product_id is None else rows.filter(product_id=product_id)).delete()[0]


def _dated(product_ids: Sequence[int], now: datetime) -> list[tuple[int, datetime]]:
    unique = list(dict.fromkeys(product_ids))[:MOST]
    return [(pk, now - timedelta(microseconds=place)) for place, pk in enumerate(unique)]


def _shorten(model: Any, newest: str, shopper_id: int) -> None:
    rows = model.objects.filter(shopper_id=shopper_id).order_by(newest, "-pk")
    old = list(rows.values_list("pk", flat=True)[MOST : MOST * 3])
    if old:
        model.objects.filter(pk__in=old).delete()
