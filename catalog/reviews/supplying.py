"""Reviews as those who answer for the goods read and answer them: a supplier its own, staff all of the mall."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from catalog import locks
from catalog.reviews import moderation
from catalog.reviews.models import Review
from catalog.selectors import words
from catalog.types import NotThere, Words

PAGE = 20
STAGES = {"": Q(), "unanswered": Q(reply="", hidden_reason=""), "poor": Q(stars__lte=2)}


@dataclass(frozen=True, slots=True)
class OwnReview:
    """A review of one's own goods, whole: also where shoppers do not see it."""

    id: int
    product_id: int
    title: Words
    option: Words
    name_shown: str
    stars: int
    text: str
    pictures: tuple[str, ...]
    follow_up: str
    follow_up_at: datetime | None
    reply: str
    hidden_reason: str
    bought: bool
    at: datetime


def counts() -> dict[str, int]:
    """How many stand in each stage. One statement."""
    return _own().aggregate(**{stage or "all": Count("pk", filter=q) for stage, q in STAGES.items()})


def reviews_page(stage: str, page: int) -> list[OwnReview]:
    """The newest first. One statement."""
    rows = (
        _own().filter(STAGES.get(stage, Q())).select_related("product", "sku").order_by("-created_at", "-pk")
    )
    return [_shown(row) for row in rows[(page - 1) * PAGE : page * PAGE]]


def answer(*, review_id: int, text: str) -> None:
    """Raises NotThere for a review of somebody else's goods, CatalogError without a text."""
    if not _own().filter(pk=review_id).exists():
        raise NotThere
    moderation.reply_to(review_id=review_id, text=text)


def _own() -> QuerySet[Review]:
    return Review.objects.filter(locks.reachable("product__supplier"))


def _shown(row: Review) -> OwnReview:
    option = words(row.sku, "option") if row.sku is not None else {"zh-hans": "", "en": ""}
    return OwnReview(
        row.pk, row.product_id, words(row.product, "title"), option, row.name_shown, row.stars, row.text,
        tuple(row.pictures or ()), row.follow_up, row.follow_up_at, row.reply, row.hidden_reason,
        row.bought_line is not None, row.created_at,
    )  # fmt: skip
