"""Who signed for the goods says what they are like, once for each line (评价)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from catalog.reviews import writing
from orders.errors import NoSuchOrder, OrderError
from orders.selectors.bought import BoughtLine, bought_lines
from tenancy.actors import Actor


class NotSignedFor(OrderError):
    """The parcel has not arrived, or never did."""

    code = "not_signed_for"
    message = _("A review can be written once the parcel has been signed for.")


def review_line(*, number: str, line_id: int, shopper_id: int, words: writing.Words, now: datetime) -> int:
    """The review's id. Raises NoSuchOrder, NotSignedFor, CatalogError (AlreadyReviewed among them)."""
    line = _own(number, line_id, shopper_id)
    return writing.write_review(
        product_id=line.product_id,
        sku_id=line.sku_id,
        shopper_id=shopper_id,
        bought_line=line.id,
        name_shown=shown(line.consignee),
        words=words,
        now=now,
    )


def follow_up(*, number: str, line_id: int, shopper_id: int, text: str, now: datetime) -> None:
    """Raises NoSuchOrder, NotSignedFor, NotThere without a review, CatalogError."""
    line = _own(number, line_id, shopper_id)
    writing.add_follow_up(bought_line=line.id, shopper_id=shopper_id, text=text, now=now)


def shown(name: str) -> str:
    """The first letter alone: a review does not tell who lives where."""
    return f"{name.strip()[:1] or '*'}**"


def _own(number: str, line_id: int, shopper_id: int) -> BoughtLine:
    lines = bought_lines(number, Actor.shopper(shopper_id))
    line = next((line for line in lines if line.id == line_id), None)
    if line is None:
        raise NoSuchOrder
    if line.signed_at is None:
        raise NotSignedFor
    return line
