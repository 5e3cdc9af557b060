"""The page on which a shopper reviews what they signed for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalog.reviews.pictures import WIDTHS
from catalog.reviews.writing import MOST_LETTERS
from orders.selectors.bought import BoughtLine
from storefront.filling.cards import product_url
from storefront.filling.pictures import sized, thumb
from storefront.presentation import ReviewLine, ReviewView, StarChoice


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form of one line."""

    line: int
    stars: int
    text: str
    more: str


def review_lines(
    lines: Iterable[BoughtLine], typed: Typed | None, problem: str, field: str
) -> tuple[ReviewLine, ...]:
    return tuple(
        _line(line, typed, problem, field) if typed and typed.line == line.id else _line(line)
        for line in lines
    )


def _line(line: BoughtLine, typed: Typed | None = None, problem: str = "", field: str = "") -> ReviewLine:
    said = line.review
    return ReviewLine(
        id=str(line.id),
        title=line.title,
        url=product_url(line.product_id, line.slug),
        sku=line.option,
        image=thumb(line.picture, line.title),
        open=line.signed_at is not None and said is None,
        review=_said(line) if said else None,
        hidden_because=said.hidden_reason if said else "",
        adds=said is not None and not said.follow_up and not said.hidden_reason,
        stars=_choices(typed.stars if typed else 0),
        text=typed.text if typed else "",
        more=typed.more if typed else "",
        problem=problem,
        field=field,
        most_letters=MOST_LETTERS,
    )


def _said(line: BoughtLine) -> ReviewView | None:
    if line.review is None:
        return None
    row = line.review
    pictures = tuple(sized(name, WIDTHS, _("Picture of a buyer")) for name in row.pictures)
    return ReviewView(
        row.name_shown, row.stars, row.text, row.at, line.option, pictures, row.reply,
        follow_up=row.follow_up, follow_up_at=row.follow_up_at, bought=True,
    )  # fmt: skip


def _choices(chosen: int) -> tuple[StarChoice, ...]:
    words = {5: _("Very good"), 4: _("Good"), 3: _("Middling"), 2: _("Poor"), 1: _("Very poor")}
    return tuple(StarChoice(str(n), float(n), text, n == chosen) for n, text in words.items())
