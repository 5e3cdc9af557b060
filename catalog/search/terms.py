"""The words of a mall: learned from its products, offered while somebody types, and what typing errors meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from catalog.models import SearchTerm
from catalog.search.words import STOP, cut, initials, is_han, normal, pinyin
from tenancy.scope import current_mall_id

_BRAND, _CATEGORY, _WORD = SearchTerm.Kind.BRAND, SearchTerm.Kind.CATEGORY, SearchTerm.Kind.WORD
_LAST = "\U0010ffff"
_LEARN = """
    INSERT INTO catalog_searchterm (mall_id, key, kind, word, english, weight)
    SELECT %(mall_id)s, t.key, t.kind, t.word, t.english, 1
    FROM unnest(%(keys)s::text[], %(kinds)s::text[], %(words)s::text[], %(english)s::text[])
         AS t(key, kind, word, english)
    ON CONFLICT (mall_id, key, kind, word) DO NOTHING
"""
_BEGINNING = """
    SELECT word, min(english), kind, max(weight) FROM catalog_searchterm
    WHERE mall_id = %(mall)s AND key >= %(low)s AND key < %(high)s
    GROUP BY word, kind
    ORDER BY CASE kind WHEN 'brand' THEN 0 WHEN 'category' THEN 1 ELSE 2 END, max(weight) DESC, word LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Term:
    """A word to offer: `word` as it is searched, `english` where it has another name there."""

    word: str
    english: str
    kind: str


def learn(products: Iterable[Any], trees: dict[int, tuple[str, ...]], brands: tuple[str, ...]) -> None:
    """Every brand, category and word of these products can be offered from now on."""
    found = {entry for product in products for entry in _entries(product, trees, brands)}
    if not found:
        return
    rows = sorted(found)
    columns = zip(("keys", "kinds", "words", "english"), zip(*rows, strict=True), strict=True)
    given: dict[str, Any] = {name: list(column) for name, column in columns}
    given["mall_id"] = current_mall_id()
    with connection.cursor() as cursor:
        cursor.execute(_LEARN, given)


def _entries(product: Any, trees: dict[int, tuple[str, ...]], brands: tuple[str, ...]) -> Iterator[tuple]:
    zh, en = product.brand_zh_hans or "", product.brand_en or ""
    yield from _ways(zh or en, en, _BRAND)
    for name in trees.get(product.category_id, ()):
        yield from _ways(name, "", _CATEGORY)
    for title in (product.title_zh_hans, product.title_en):
        for word in cut(title or "", brands):
            if word not in STOP and len(word) > (1 if is_han(word) else 2) and not word[0].isdigit():
                yield from _ways(word, "", _WORD)


def _ways(word: str, english: str, kind: str) -> Iterator[tuple[str, str, str, str]]:
    """(key, kind, word, english) for every way of typing it."""
    said = " ".join(word.split())[:80]
    keys = {normal(said), normal(english)} if said else set()
    for key in list(keys):
        if is_han(key):
            keys |= {pinyin(key), initials(key)}
    for key in sorted(keys - {""}):
        yield key[:80], str(kind), said, english[:80]


def beginning(text: str, most: int = 8) -> list[Term]:
    """Words whose name, pinyin or initials begin so: brands first, then categories, then the most used words."""
    low = normal(text).strip()[:80]
    if not low:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_BEGINNING, {"mall": current_mall_id(), "low": low, "high": low + _LAST, "most": most})
        return [Term(word, english or "", kind) for word, english, kind, _ in cursor.fetchall()]


def meant(words: Iterable[str]) -> dict[str, str]:
    """What mistyped words were meant to be: for each the word of this mall that looks most like it. One statement."""
    asked = sorted(set(words))
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (w.typed) w.typed, s.key FROM unnest(%s::text[]) AS w(typed), "
            "catalog_similar(w.typed) s ORDER BY w.typed, s.likeness DESC, s.weight DESC, s.key",
            [asked],
        )
        return dict(cursor.fetchall())


def weigh() -> int:
    """Count anew in how many documents each word stands; words in none are forgotten. Returns how many stay."""
    mall = current_mall_id()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            """WITH counted AS MATERIALIZED (SELECT word, ndoc FROM ts_stat(format(
                   'SELECT document FROM catalog_searchdocument WHERE mall_id = %%s', %(mall)s)))
               UPDATE catalog_searchterm t SET weight = coalesce(
                   (SELECT max(c.ndoc) FROM counted c WHERE c.word = lower(t.word)), 0)
               WHERE t.mall_id = %(mall)s""",
            {"mall": mall},
        )
        cursor.execute(
            "DELETE FROM catalog_searchterm WHERE mall_id = %s AND weight = 0 AND kind = 'word'", [mall]
        )
    return SearchTerm.objects.count()
