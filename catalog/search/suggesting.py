"""What is offered while somebody types: words of the mall, then goods."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.models import Product
from catalog.search.documents import brand_names
from catalog.search.finding import Frame, run
from catalog.search.queries import read
from catalog.search.terms import beginning
from catalog.selectors import words

_WORDS, _GOODS = 6, 4


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`kind`: brand, category, word, goods. Goods carry their product's id and slug."""

    kind: str
    word: str
    english: str
    product_id: int | None = None
    slug: str = ""


def suggest(text: str) -> list[Suggestion]:
    """At most six words and four goods. Three statements."""
    typed = text.strip()[:80]
    if not typed:
        return []
    found = [Suggestion(term.kind, term.word, term.english) for term in beginning(typed, _WORDS)]
    query = read(typed, brand_names())
    ids = run(query, Frame(), _GOODS, 0).ids if query else ()
    rows = {row.pk: row for row in Product.objects.filter(pk__in=ids)} if ids else {}
    for pk in ids:
        if pk in rows:
            title = words(rows[pk], "title")
            found.append(Suggestion("goods", title["zh-hans"], title["en"], pk, rows[pk].slug))
    return found
