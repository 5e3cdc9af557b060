"""One product and what stands beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from catalog.browsing.goods import Goods, both, on_sale, read
from catalog.browsing.heads import page_of
from catalog.browsing.statement import COLUMNS, page_row, rows_by_ids, rows_of_ids_in
from catalog.reviews.models import Review
from catalog.selectors import words
from catalog.types import Words

RELATED = 6


@dataclass(frozen=True, slots=True)
class Pair:
    """A row of a specification or a label."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Variation:
    """规格: an attribute by which the SKUs differ. `values`: (choice id, words), `of`: sku_id -> choice id."""

    name: Words
    values: tuple[tuple[int, Words], ...]
    of: dict[int, int]


@dataclass(frozen=True, slots=True)
class ProductPage:
    """Everything of a product's page but its reviews. `label` is the Chinese e-label (中文电子标签).

    `variations`: only where each of them tells something of every SKU on sale, and together they tell all apart.
    """

    goods: Goods
    description: Words
    specifications: dict[str, tuple[Pair, ...]]
    label: tuple[Pair, ...]
    intro: Words
    variations: tuple[Variation, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewRow:
    name_shown: str
    stars: int
    text: str
    reply: str
    option: Words
    at: datetime
    pictures: tuple[str, ...] = ()
    follow_up: str = ""
    follow_up_at: datetime | None = None
    bought: bool = False
    """Written by somebody who signed for these goods here."""


@dataclass(frozen=True, slots=True)
class Reviews:
    """The newest ones, and how all of them fall: good 4-5 stars, middling 3, bad 1-2."""

    rows: tuple[ReviewRow, ...]
    good: int
    middling: int
    bad: int


def product_page(product_id: int) -> ProductPage | None:
    """A product on sale, or None: not there, another mall's, not listed. One statement."""
    row = page_row(product_id)
    if row is None:
        return None
    description_zh, description_en, specs_zh, specs_en, label, intro_zh, intro_en, choices = row[COLUMNS:]
    goods = read([row])[0]
    return ProductPage(
        goods=goods,
        description=both(description_zh, description_en),
        specifications={"zh-hans": _pairs(specs_zh or specs_en), "en": _pairs(specs_en or specs_zh)},
        label=_pairs(label),
        intro=both(intro_zh, intro_en),
        variations=_variations(choices or (), [offer.sku_id for offer in goods.offers]),
    )


def _variations(rows: Iterable[Sequence[Any]], sku_ids: Sequence[int]) -> tuple[Variation, ...]:
    """From rows of (sku, attribute, its names, choice, its names) in the order in which they are shown."""
    names: dict[int, Words] = {}
    values: dict[int, dict[int, Words]] = {}
    of: dict[int, dict[int, int]] = {}
    for sku_id, attribute, zh, en, choice, value_zh, value_en in rows:
        names[attribute] = both(zh, en)
        values.setdefault(attribute, {})[choice] = both(value_zh, value_en)
        of.setdefault(attribute, {})[sku_id] = choice
    whole = [attribute for attribute in names if set(of[attribute]) == set(sku_ids)]
    told = {tuple(of[attribute][sku_id] for attribute in whole) for sku_id in sku_ids}
    if len(told) != len(sku_ids):
        return ()
    return tuple(Variation(names[a], tuple(values[a].items()), of[a]) for a in whole)


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
    return ReviewRow(
        row.name_shown, row.stars, row.text, row.reply, option, row.created_at, tuple(row.pictures or ()),
        row.follow_up, row.follow_up_at, row.bought_line is not None,
    )  # fmt: skip


def related(product_id: int, category_id: int) -> list[Goods]:
    """Others of the same category, in the shelf's order. One statement."""
    rows = rows_of_ids_in(*page_of((category_id,), RELATED + 1, 0))
    return [goods for goods in read(rows) if goods.id != product_id][:RELATED]


def by_ids(ids: Iterable[int]) -> dict[int, Goods]:
    """Goods on sale by id; one that is gone, or another mall's, is simply not there. One statement."""
    return {goods.id: goods for goods in read(rows_by_ids(list(ids)))}


def by_codes(codes: Sequence[str]) -> dict[str, int]:
    """Ids of goods on sale by their codes, in the order asked for. One statement."""
    found = dict(on_sale().filter(code__in=list(codes)).values_list("code", "pk"))
    return {code: found[code] for code in codes if code in found}


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
