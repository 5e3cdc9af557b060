"""A search over many SKUs, measured: 200 mixed queries one after another, the whole shelf each (page, counts, facets).

The goods are made of words of the trade and invented brands, put in by few statements. Runs in a mall of its own.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from django.db import connection, connections
from django.utils import timezone

from catalog.browsing import Wanted, shelf
from catalog.inventory.models import Warehouse
from catalog.models import Category, Product, Sku
from catalog.search.documents import renew_all
from catalog.search.suggesting import suggest
from partners.models import Supplier
from tenancy.models import Mall
from tenancy.scope import Actor, in_mall

QUERIES = 200
_WORDS = Path(__file__).parent / "bench_words.txt"
"""Chinese and English side by side: kinds of goods, what they are like, syllables of invented brands."""


def _words() -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    for line in _WORDS.read_text("utf-8").splitlines():
        if line.startswith("["):
            rows = found.setdefault(line.strip("[]"), [])
        else:
            rows.append(line.split())
    return found


WORDS = _words()


def run(skus: int) -> Iterator[dict[str, Any]]:
    """Figures as JSON-able objects: seeding, documents, searches, suggestions."""
    draw = random.Random(20261127)
    mall = Mall.objects.create(
        code=f"bench-search-{time.time_ns()}", name_zh_hans="搜索测速", name_en="Search bench"
    )
    with in_mall(mall.pk, actor=Actor.staff()):
        began = time.perf_counter()
        _fill(draw, skus)
        yield {"name": "search.seed", "skus": skus, "seconds": round(time.perf_counter() - began, 1)}
        began = time.perf_counter()
        documents = renew_all()
        rate = documents / (time.perf_counter() - began)
        yield {"name": "search.documents_per_second", "figure": round(rate), "documents": documents}
    _settle()
    with in_mall(mall.pk, actor=Actor.staff()):
        yield from measure(draw)


def measure(draw: random.Random) -> Iterator[dict[str, Any]]:
    """The searches and the suggestions, in the open mall."""
    brands = list(Product.objects.values_list("brand_zh_hans", "brand_en").distinct())
    queries = [_query(draw, brands) for _ in range(QUERIES)]
    for wanted in queries[:10]:
        shelf(wanted)
    clock = Clock()
    yield _figure("search.shelf", [clock.timed(partial(shelf, wanted)) for wanted in queries])
    typed = [wanted.text[: draw.randint(1, 4)] for wanted in queries]
    yield _figure("search.suggest", [clock.timed(partial(suggest, text)) for text in typed])


class Clock:
    """Milliseconds by the wall, and on the processor: this process and its server process together, which is what the
    same query takes on one core that does nothing else. The latter where /proc tells it (Linux), else 0."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            self._server = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")

    def timed(self, call: Callable[[], Any]) -> tuple[float, float]:
        began, used = time.perf_counter(), self._used()
        call()
        return (time.perf_counter() - began) * 1000, self._used() - used

    def _used(self) -> float:
        try:
            nanoseconds = int(self._server.read_text().split()[0])
        except OSError:
            return 0.0
        return time.process_time() * 1000 + nanoseconds / 1_000_000


def _figure(name: str, times: list[tuple[float, float]]) -> dict[str, Any]:
    told: dict[str, Any] = {"name": name, "queries": len(times)}
    for unit, values in zip(("wall_ms", "cpu_ms"), zip(*times, strict=True), strict=True):
        cuts = statistics.quantiles(values, n=20)
        told |= {
            f"p50_{unit}": round(statistics.median(values), 1),
            f"p95_{unit}": round(cuts[18], 1),
            f"max_{unit}": round(max(values), 1),
        }
    return told


def _settle() -> None:
    """The planner's figures and the index's pending list, as autovacuum leaves them. Only the owner may."""
    with connections["owner"].cursor() as cursor:
        for table in ("catalog_searchdocument", "catalog_searchterm", "catalog_product", "catalog_sku"):
            cursor.execute(f'VACUUM ANALYZE "{table}"')


def _query(draw: random.Random, brands: list[tuple[str, str]]) -> Wanted:
    """One of what people type: a word, two, a brand, pinyin, English, something mistyped, narrowed, sorted."""
    from catalog.search.words import initials, pinyin

    kind_zh, kind_en = draw.choice(WORDS["kinds"])
    trait_zh, trait_en = draw.choice(WORDS["traits"])
    brand_zh, brand_en = draw.choice(brands)
    texts = [
        kind_zh, trait_zh + kind_zh, f"{brand_zh}{kind_zh}", brand_zh, f"{brand_zh} {trait_zh}", pinyin(kind_zh),
        initials(kind_zh), f"{trait_en} {kind_en}", f"{brand_en} {kind_en}", kind_en + "s",
        kind_en[:2] + kind_en[3:] + "e", f"{trait_zh}{kind_zh} 800g",
    ]  # fmt: skip
    sort = draw.choice(["", "", "", "sold", "price", "-price", "new"])
    chosen: dict[str, Any] = {"origin": ("NL",)} if draw.random() < 0.2 else {}
    return Wanted(text=draw.choice(texts), sort=sort, page=draw.choice([1, 1, 1, 1, 2, 5]), **chosen)


def _fill(draw: random.Random, skus: int) -> None:
    """Two SKUs a product, of 400 brands in 30 categories."""
    now, kinds = timezone.now(), WORDS["kinds"]
    brands = []
    for _ in range(400):
        picked = draw.sample(WORDS["syllables"], 3)
        brands.append(("".join(zh for zh, _en in picked), "".join(en for _zh, en in picked).title()))
    supplier = Supplier.objects.create(code="bench", name_zh_hans="测速", name_en="bench")
    place = Warehouse.objects.create(code="bench", name_zh_hans="仓", name_en="store", kind="bonded")
    categories = [
        Category.objects.create(slug=f"c{i}", name_zh_hans=zh, name_en=en) for i, (zh, en) in enumerate(kinds)
    ]
    rows: list[Product] = []
    for number in range(skus // 2):
        place_of_kind = draw.randrange(len(kinds))
        (kind_zh, kind_en), (brand_zh, brand_en) = kinds[place_of_kind], draw.choice(brands)
        traits = draw.sample(WORDS["traits"], 3)
        size = draw.choice(["800g", "400g", "250ml", "500ml", "1kg", "30ml"])
        rows.append(
            Product(
                code=f"B{number}", slug=f"b{number}", supplier=supplier, warehouse=place, mode="bonded_1210",
                category=categories[place_of_kind], origin=draw.choice(["NL", "DE", "JP", "AU", "FR", "US"]),
                state=Product.State.LISTED, listed_at=now, sold=draw.randrange(5_000),
                brand_zh_hans=brand_zh, brand_en=brand_en,
                title_zh_hans=f"{brand_zh}{''.join(zh for zh, _ in traits)}{kind_zh} {size}",
                title_en=f"{brand_en} {' '.join(en for _, en in traits)} {kind_en}, {size}",
                price_from=draw.randrange(20, 900),
            )
        )  # fmt: skip
    made = Product.objects.bulk_create(rows, batch_size=1_000)
    Sku.objects.bulk_create(
        (
            Sku(product=row, code=f"{row.code}-{n}", price=row.price_from + n, option_zh_hans=f"第{n}款")
            for row in made
            for n in (1, 2)
        ),
        batch_size=2_000,
    )
