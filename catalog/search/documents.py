"""Verbs of the search's documents: renewed in the transaction of what changed a product, and made anew as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from catalog.models import Brand, Category, Product, SearchDocument, Sku
from catalog.search.lexemes import Texts, vector
from catalog.search.pricing import shown_price
from catalog.search.terms import learn
from catalog.search.words import cut, is_latin, normal
from catalog.services.history import BEIJING
from tenancy.scope import current_mall_id

_BATCH = 500
_BRANDS, _BRANDS_FOR = "search-brands", 600

_COLUMNS = {
    "product": "bigint", "vector": "text", "english": "text", "brand_zh": "text", "brand_en": "text", "origin": "text",
    "mode": "text", "supplier": "bigint", "warehouse": "bigint", "category": "bigint", "price": "numeric",
    "sold": "int", "listed_at": "timestamptz",
}  # fmt: skip
_WRITE = f"""
    INSERT INTO catalog_searchdocument (mall_id, product_id, document, brand_zh, brand_en, origin, mode, supplier_id,
                                        warehouse_id, category_id, price, sold, listed_at)
    SELECT %(mall_id)s, n.product, n.vector::tsvector || setweight(to_tsvector('english', n.english), 'A'),
           n.brand_zh, n.brand_en, n.origin, n.mode, n.supplier, n.warehouse, n.category, n.price, n.sold, n.listed_at
    FROM unnest({", ".join(f"%({name})s::{kind}[]" for name, kind in _COLUMNS.items())})
         AS n({", ".join(_COLUMNS)})
    ON CONFLICT (mall_id, product_id) DO UPDATE SET document = EXCLUDED.document, brand_zh = EXCLUDED.brand_zh,
        brand_en = EXCLUDED.brand_en, origin = EXCLUDED.origin, mode = EXCLUDED.mode,
        supplier_id = EXCLUDED.supplier_id, warehouse_id = EXCLUDED.warehouse_id,
        category_id = EXCLUDED.category_id, price = EXCLUDED.price, sold = EXCLUDED.sold,
        listed_at = EXCLUDED.listed_at
"""


def renew(product_ids: Iterable[int]) -> int:
    """Make the documents of these products what they are now; one that is not on sale has none. Returns how many."""
    wanted = sorted(set(product_ids))
    with transaction.atomic():
        found = {row.pk: row for row in _products(wanted)}
        gone = [pk for pk in wanted if pk not in found]
        if gone:
            SearchDocument.objects.filter(product__in=gone).delete()
        if not found:
            return 0
        trees, brands = _category_words(), _brands_with(found.values())
        today = timezone.now().astimezone(BEIJING).date()
        rows = [_row(product, trees, brands, today) for product in found.values()]
        _write(rows)
        learn(found.values(), trees, brands)
    return len(rows)


def renew_all() -> int:
    """Every document of the open mall, in batches, each in a transaction of its own. Returns how many."""
    ids = Product.objects.order_by("pk").values_list("pk", flat=True).iterator()
    total = 0
    while batch := list(islice(ids, _BATCH)):
        total += renew(batch)
    return total


def brand_names() -> tuple[str, ...]:
    """The names that are words of this mall, from its brands and its products."""
    kept = cache.get(_BRANDS)
    if kept is None:
        # Plain querysets: those of modeltranslation do not keep the order of columns, which a union needs.
        listed: QuerySet[Any, Any] = QuerySet(Brand).order_by().values_list("name_zh_hans", "name_en")
        written: QuerySet[Any, Any] = QuerySet(Product).order_by().values_list("brand_zh_hans", "brand_en")
        names = {normal(name).strip() for pair in listed.union(written) for name in pair if name}
        kept = tuple(sorted(names - {""}))
        cache.set(_BRANDS, kept, _BRANDS_FOR)
    return kept


def _brands_with(products: Iterable[Any]) -> tuple[str, ...]:
    """The mall's brand names, read anew where one of these products brings a new one."""
    brought = {normal(n).strip() for p in products for n in (p.brand_zh_hans, p.brand_en) if n} - {""}
    if not brought <= set(brand_names()):
        forget_brands()
    return brand_names()


def forget_brands() -> None:
    """A brand has come or was renamed."""
    cache.delete(_BRANDS)


def _products(ids: Sequence[int]) -> Iterator[Any]:
    skus = Sku.objects.filter(state=Sku.State.ACTIVE).prefetch_related(
        "trade_profiles", "bundle_items__component__trade_profiles"
    )
    rows = Product.objects.filter(pk__in=ids, state=Product.State.LISTED).order_by("pk")
    return iter(rows.select_related("warehouse").prefetch_related(Prefetch("skus", skus)))


def _category_words() -> dict[int, tuple[str, ...]]:
    """category id -> the names of itself and of all above it, in both languages."""
    rows: dict[int, tuple[int | None, list[str]]] = {
        pk: (parent, [name for name in (zh, en) if name])
        for pk, parent, zh, en in Category.objects.values_list("pk", "parent_id", "name_zh_hans", "name_en")
    }
    return {pk: tuple(_upwards(rows, pk)) for pk in rows}


def _upwards(rows: dict[int, tuple[int | None, list[str]]], pk: int) -> Iterator[str]:
    seen: set[int] = set()
    at: int | None = pk
    while at in rows and at not in seen:
        seen.add(at)
        at, names = rows[at]
        yield from names


def _row(
    product: Any, trees: dict[int, tuple[str, ...]], brands: tuple[str, ...], on: date
) -> dict[str, Any]:
    both = [product.title_zh_hans, product.title_en, product.brand_zh_hans, product.brand_en]
    skus = list(product.skus.all())
    rest = [product.subtitle_zh_hans, product.subtitle_en]
    rest += [option for sku in skus for option in (sku.option_zh_hans, sku.option_en)]
    texts = Texts(
        a=tuple(text for text in both if text),
        b=trees.get(product.category_id, ()),
        c=tuple(text for text in rest if text),
        codes=(product.code, *(code for sku in skus for code in (sku.code, sku.barcode))),
    )
    prices = [shown_price(product, sku, on) for sku in skus]
    return {
        "product": product.pk,
        "vector": vector(texts, brands),
        "english": " ".join(filter(is_latin, cut(f"{product.title_en or ''} {' '.join(texts.b)}"))),
        "brand_zh": product.brand_zh_hans or product.brand_en or "",
        "brand_en": product.brand_en or product.brand_zh_hans or "",
        "origin": product.origin,
        "mode": product.mode,
        "supplier": product.supplier_id,
        "warehouse": product.warehouse_id,
        "category": product.category_id,
        "price": min(prices, default=Decimal("0.00")),
        "sold": product.sold,
        "listed_at": product.listed_at,
    }


def _write(rows: list[dict[str, Any]]) -> None:
    mall = current_mall_id()
    given: dict[str, Any] = {name: [row[name] for row in rows] for name in _COLUMNS}
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, given | {"mall_id": mall})
        cursor.execute(
            "UPDATE catalog_product p SET price_shown = n.price "
            "FROM unnest(%(ids)s::bigint[], %(prices)s::numeric[]) AS n(id, price) "
            "WHERE p.mall_id = %(mall)s AND p.id = n.id AND p.price_shown <> n.price",
            {"ids": [row["product"] for row in rows], "prices": [row["price"] for row in rows], "mall": mall},
        )
