"""A review of somebody who bought, and what they add later. Whoever calls has seen that they did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from catalog.reviews.models import Review
from catalog.reviews.pictures import keep
from catalog.types import CatalogError, NotThere
from journal.services import record

MOST_LETTERS = 1_000


@dataclass(frozen=True, slots=True)
class Words:
    """What is said: one to five stars, a text, pictures as they were uploaded."""

    stars: int
    text: str
    pictures: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """A review as its writer finds it again."""

    id: int
    name_shown: str
    stars: int
    text: str
    pictures: tuple[str, ...]
    follow_up: str
    follow_up_at: datetime | None
    reply: str
    hidden_reason: str
    at: datetime


class AlreadyReviewed(CatalogError):
    """One line of an order is reviewed once; more is said in the follow-up."""

    code = "already_reviewed"

    def __init__(self) -> None:
        super().__init__(_("You have reviewed this purchase already."))


def write_review(
    *,
    product_id: int,
    sku_id: int,
    shopper_id: int,
    bought_line: int,
    name_shown: str,
    words: Words,
    now: datetime,
) -> int:
    """It is shown at once. Raises CatalogError (`field`: stars, text or pictures), AlreadyReviewed."""
    text = _checked(words.text)
    if not 1 <= words.stars <= 5:
        raise CatalogError(_("Choose one to five stars."), field="stars")
    if of_lines([bought_line]):
        raise AlreadyReviewed
    pictures = keep(words.pictures)
    try:
        with transaction.atomic():
            review = Review.objects.create(
                product_id=product_id, sku_id=sku_id, shopper_id=shopper_id, bought_line=bought_line,
                name_shown=name_shown[:40], stars=words.stars, text=text, pictures=pictures, created_at=now,
            )  # fmt: skip
            _record("review.published", review, now)
    except IntegrityError as twice:
        if "one_review_per_line" not in str(twice):
            raise
        raise AlreadyReviewed from twice
    return review.pk


def add_follow_up(*, bought_line: int, shopper_id: int, text: str, now: datetime) -> None:
    """Once, below the review (追评). Raises NotThere, CatalogError."""
    said = _checked(text)
    with transaction.atomic():
        own = Review.objects.filter(bought_line=bought_line, shopper=shopper_id)
        # Two that come at once: the second one waits for the row, and finds that something stands there.
        added = own.filter(follow_up="", hidden_reason="").update(follow_up=said, follow_up_at=now)
        review = own.first()
        if review is None:
            raise NotThere
        if not added:
            hidden = _("The mall has hidden this review.") if review.hidden_reason else ""
            raise CatalogError(hidden or _("You have added to this review already."), field="text")
        _record("review.published", review, now)


def of_lines(lines: Sequence[int]) -> dict[int, Written]:
    """Reviews by the order line they speak of. One statement."""
    rows = Review.objects.filter(bought_line__in=list(lines))
    return {row.bought_line: _written(row) for row in rows if row.bought_line is not None}


def _written(row: Review) -> Written:
    return Written(
        row.pk, row.name_shown, row.stars, row.text, tuple(row.pictures or ()), row.follow_up, row.follow_up_at,
        row.reply, row.hidden_reason, row.created_at,
    )  # fmt: skip


def _checked(text: str) -> str:
    said = text.replace("\x00", "").strip()
    if not said:
        raise CatalogError(_("A review needs a text."), field="text")
    if len(said) > MOST_LETTERS:
        raise CatalogError(_("A review may have at most 1,000 letters."), field="text")
    return said


def _record(kind: str, review: Review, now: datetime) -> None:
    payload = {"review_id": review.pk, "product_id": review.product_id}
    record(kind=kind, subject=f"review:{review.pk}", payload=payload, at=now)
