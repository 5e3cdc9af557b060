"""One product and what stands beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from catalog.browsing.goods import Goods, filled, on_sale, read
from catalog.reviews.models import Review
from catalog.selectors import words
from catalog.types import Words
from tenancy.bilingual import pairs

RELATED = 6


@dataclass(frozen=True, slots=True)
class Pair:
    """A row of a specification or a label."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class ProductPage:
    """Everything of a product's page but its reviews. `label` is the Chinese e-label (中文电子标签)."""

    goods: Goods
    description: Words
    specifications: dict[str, tuple[Pair, ...]]
    label: tuple[Pair, ...]
    intro: Words


@dataclass(frozen=True, slots=True)
class ReviewRow:
    name_shown: str
    stars: int
    text: str
    reply: str
    option: Words
    at: datetime


@dataclass(frozen=True, slots=True)
class Reviews:
    """The newest ones, and how all of them fall: good 4-5 stars, middling 3, bad 1-2."""

    rows: tuple[ReviewRow, ...]
    good: int
    middling: int
    bad: int


def product_page(product_id: int) -> ProductPage | None:
    """A product on sale, or None: not there, another mall's, not listed. One statement."""
    row: Any = filled(on_sale().filter(pk=product_id)).first()
    if row is None:
        return None
    return ProductPage(
        goods=read([row])[0],
        description=words(row, "description"),
        specifications={language: _pairs(rows) for language, rows in pairs(row, "specifications").items()},
        label=_pairs(row.label),
        intro=words(row.supplier, "intro"),
    )


def _pairs(rows: Any) -> tuple[Pair, ...]:
    """[[name, value], …] as it is kept; what has another shape is left out."""
    found = rows if isinstance(rows, list) else []
    return tuple(Pair(str(r[0]), str(r[1])) for r in found if isinstance(r, list | tuple) and len(r) == 2)


def reviews_of(product_id: int, most: int = 20) -> Reviews:
    """One statement: the stars of all, the words of the newest."""
    rows = list(
        Review.objects.filter(product=product_id, hidden_reason="")
        .select_related("sku")
        .order_by("-created_at", "-pk")[:500]
    )
    stars = [row.stars for row in rows]
    return Reviews(
        tuple(_review(row) for row in rows[:most]),
        good=sum(n >= 4 for n in stars),
        middling=sum(n == 3 for n in stars),
        bad=sum(n <= 2 for n in stars),
    )


def _review(row: Review) -> ReviewRow:
    option = words(row.sku, "option") if row.sku is not None else {"zh-hans": "", "en": ""}
    return ReviewRow(row.name_shown, row.stars, row.text, row.reply, option, row.created_at)


def related(product_id: int, category_id: int) -> list[Goods]:
    """Others of the same category, in the shelf's order. One statement."""
    rows = on_sale().filter(category=category_id).exclude(pk=product_id).order_by("position", "pk")
    return read(filled(rows)[:RELATED])


def by_ids(ids: Iterable[int]) -> dict[int, Goods]:
    """Goods on sale by id; one that is gone, or another mall's, is simply not there. One statement."""
    wanted = list(ids)
    if not wanted:
        return {}
    return {goods.id: goods for goods in read(filled(on_sale().filter(pk__in=wanted)))}


def origins() -> list[str]:
    """Countries that goods on sale come from, the most frequent first."""
    from django.db.models import Count

    rows = on_sale().values_list("origin").annotate(n=Count("pk")).order_by("-n", "origin")
    return [origin for origin, _ in rows]


def sitemap(most: int = 50_000, *, skip: int = 0) -> list[tuple[int, str, datetime]]:
    """(id, slug, changed) of what is on sale."""
    rows = on_sale().order_by("pk")
    return list(rows.values_list("pk", "slug", "updated_at")[skip : skip + most])


def sitemap_size() -> int:
    """How many goods are on sale."""
    return on_sale().count()
