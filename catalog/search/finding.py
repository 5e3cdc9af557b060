"""Find: one statement for the page, how many there are, and the counts of every facet.

First all words must be there. Where nothing has them all, each may be meant otherwise: another cutting, the same
sound (奶份 for 奶粉), the word of this mall that looks most like it. Last, any of them is enough.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db import connection

from catalog.search.documents import brand_names
from catalog.search.queries import Query, read
from catalog.search.terms import meant
from catalog.search.words import is_han
from tenancy.scope import current_mall_id

_SORTS = {
    "": "m.rank + ln(1 + m.sold) * 0.01 DESC, m.product_id",
    "sold": "m.sold DESC, m.product_id",
    "new": "m.listed_at DESC NULLS LAST, m.product_id DESC",
    "price": "m.price, m.product_id",
    "-price": "m.price DESC, m.product_id",
}
_STATEMENT = """
    WITH m AS MATERIALIZED (
        SELECT f.* FROM catalog_matches({query}) f
        JOIN partners_supplier s ON s.mall_id = %s AND s.id = f.supplier_id AND s.state = 'active'
        WHERE {frame}),
    page AS (SELECT m.product_id FROM m WHERE {facets} ORDER BY {sort} LIMIT %s OFFSET %s),
    kinds AS (SELECT m.brand_zh, m.brand_en, m.origin, m.mode, m.warehouse_id, count(*) AS n
              FROM m GROUP BY 1, 2, 3, 4, 5)
    SELECT (SELECT coalesce(json_agg(product_id), '[]') FROM page),
           (SELECT coalesce(json_agg(json_build_array(brand_zh, brand_en, origin, mode, warehouse_id, n)), '[]')
            FROM kinds)
"""


@dataclass(frozen=True, slots=True)
class Frame:
    """What the page itself settles, and the facets chosen. Prices are with tax, as cards show them."""

    category_ids: tuple[int, ...] | None = None
    modes_of: tuple[str, ...] = ()
    origin_of: str = ""
    supplier_id: int | None = None
    price_min: Decimal | None = None
    price_max: Decimal | None = None
    brand: tuple[str, ...] = ()
    origin: tuple[str, ...] = ()
    mode: tuple[str, ...] = ()
    warehouse_ids: tuple[int, ...] | None = None
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Ids of the page in order; `kinds`: (brand zh, brand en, origin, mode, warehouse id, how many) of all found.

    `read_as`: the words it was read as, where the typed ones found nothing; empty otherwise.
    """

    ids: tuple[int, ...]
    kinds: tuple[tuple[str, str, str, str, int, int], ...]
    read_as: str = ""


def find(text: str, frame: Frame, *, most: int, first: int = 0) -> Found:
    """The goods of the open mall for a text. One statement where its words are there, at most four otherwise."""
    asked = read(text, brand_names())
    if not asked:
        return Found((), ())
    found = Found((), ())
    for query, read_as in _ways(asked):
        found = replace(run(query, frame, most, first), read_as=read_as)
        if found.kinds:
            break
    return found


def _ways(asked: Query) -> Iterator[tuple[Query, str]]:
    yield asked, ""
    if any(map(is_han, asked.words)):
        yield replace(asked, wide=True), ""
    known = meant(word for word in asked.words if len(word) > 2 and not word[0].isdigit())
    corrected = tuple(known.get(word, word) for word in asked.words)
    if corrected != asked.words:
        yield Query(tuple(dict.fromkeys(corrected)), wide=True), " ".join(corrected)
    if len(asked.words) > 1:
        yield replace(asked, loose=True), ""


def run(query: Query, frame: Frame, most: int, first: int) -> Found:
    """One query as it is, in one statement."""
    matching, values = query.as_sql()
    framed, frame_values = _conditions(frame, _FRAME)
    chosen, chosen_values = _conditions(frame, _FACETS)
    sql = _STATEMENT.format(
        query=matching, frame=framed, facets=chosen, sort=_SORTS.get(frame.sort, _SORTS[""])
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, current_mall_id(), *frame_values, *chosen_values, most, first])
        ids, kinds = cursor.fetchone()
    return Found(tuple(ids), tuple(tuple(kind) for kind in kinds))


_Given = Callable[[Frame], Any]
_FRAME: list[tuple[str, _Given]] = [
    ("f.category_id = ANY(%s)", lambda f: None if f.category_ids is None else list(f.category_ids)),
    ("f.mode = ANY(%s)", lambda f: list(f.modes_of) or None),
    ("f.origin = %s", lambda f: f.origin_of or None),
    ("f.supplier_id = %s", lambda f: f.supplier_id),
    ("f.price >= %s", lambda f: f.price_min),
    ("f.price <= %s", lambda f: f.price_max),
]
_FACETS: list[tuple[str, _Given]] = [
    ("m.brand_en = ANY(%s)", lambda f: list(f.brand) or None),
    ("m.origin = ANY(%s)", lambda f: list(f.origin) or None),
    ("m.mode = ANY(%s)", lambda f: list(f.mode) or None),
    ("m.warehouse_id = ANY(%s)", lambda f: None if f.warehouse_ids is None else list(f.warehouse_ids)),
]


def _conditions(frame: Frame, known: list[tuple[str, _Given]]) -> tuple[str, list[Any]]:
    given = [(sql, value(frame)) for sql, value in known]
    there = [(sql, value) for sql, value in given if value is not None]
    return " AND ".join(sql for sql, _ in there) or "true", [value for _, value in there]
