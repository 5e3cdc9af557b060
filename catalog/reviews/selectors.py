"""Reads of reviews."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from django.db.models import Avg, Count, QuerySet

from catalog.reviews.models import Review
from catalog.reviews.pictures import in_full


def stars_by_supplier(since: datetime, until: datetime) -> dict[int, tuple[Decimal, int]]:
    """supplier -> (mean of the stars, how many) of what stands in public and is of that time. One statement."""
    rows = Review.objects.filter(hidden_reason="", created_at__gte=since, created_at__lt=until).order_by()
    return {
        row["product__supplier"]: (Decimal(str(row["mean"])), row["n"])
        for row in rows.values("product__supplier").annotate(mean=Avg("stars"), n=Count("pk"))
    }


def reviews_by(shopper_id: int) -> list[dict[str, Any]]:
    """All that a shopper wrote, oldest first, with the answers. `id` begins the names of its pictures."""
    rows = _written_by(shopper_id)
    names = (
        "id", "product_id", "name_shown", "stars", "text", "follow_up", "reply", "hidden_reason", "created_at",
    )  # fmt: skip
    return [dict(row) for row in rows.values(*names)]


def pictures_by(shopper_id: int) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """(name, what reads it) of every picture that the shopper showed with a review, the newest review first; hidden
    ones too. WebP, as wide as it is kept. Reading raises OSError where the file is gone.
    """
    rows = _written_by(shopper_id).exclude(pictures=None).order_by("-pk")
    for review_id, names in rows.values_list("pk", "pictures"):
        for position, name in enumerate(names or [], start=1):
            yield f"review-{review_id}-{position}.webp", partial(in_full, name)


def _written_by(shopper_id: int) -> QuerySet[Review]:
    return Review.objects.filter(shopper_id=shopper_id).order_by("pk")


@dataclass(frozen=True, slots=True)
class Withheld:
    """A picture that only hidden reviews carry: who wrote them, and whose goods they speak of."""

    shopper_ids: frozenset[int]
    supplier_ids: frozenset[int]


def withheld(name: str) -> Withheld | None:
    """Whether a picture of reviews (without width and suffix) was moderated away; None: anybody may see it.

    One statement over the hidden reviews, which are few, and a second one only where the picture is among them.
    """
    holding = Review.objects.filter(pictures__contains=[name]).order_by()
    rows = list(holding.exclude(hidden_reason="").values_list("shopper_id", "product__supplier_id"))
    if not rows or holding.filter(hidden_reason="").exists():
        return None
    shoppers = frozenset(shopper for shopper, _supplier in rows if shopper is not None)
    return Withheld(shoppers, frozenset(supplier for _shopper, supplier in rows))
