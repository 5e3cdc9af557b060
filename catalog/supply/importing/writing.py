"""A batch written together: a few statements for products, SKUs, profiles, stock and their facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from catalog.inventory.stocktaking import Count, Seen, count_many
from catalog.models import Product, Sku, TradeProfile
from catalog.search.documents import renew
from catalog.services.history import note_prices
from catalog.services.keep import lower_prices_from
from catalog.services.sharing import keep_shares
from catalog.supply.importing.shelf import Shelf
from catalog.types import TradeFacts
from journal.services import record_many
from tenancy.scope import current_actor, current_mall_id

_PRODUCT = {
    "title_zh_hans": "text", "title_en": "text", "brand_zh_hans": "text", "brand_en": "text",
    "description_zh_hans": "text", "description_en": "text", "category_id": "bigint", "warehouse_id": "bigint",
    "mode": "text", "origin": "text",
}  # fmt: skip
_SKU = {"price": "numeric", "barcode": "text", "option_zh_hans": "text", "option_en": "text"}


def write(shelf: Shelf, reference: str, now: datetime) -> None:
    """Everything that the batch made or changed, in the caller's transaction."""
    made = [row for row in shelf.products.values() if row.pk is None]
    Product.objects.bulk_create(made)
    _write_skus(shelf)
    new = {row.code for row in made}
    changed = [shelf.products[code] for code in shelf.changed_products if code not in new]
    _write_products(shelf, changed, now)
    keep_shares(shelf.shares)
    lower_prices_from(sorted({shelf.skus[code].product_id for code in shelf.priced}))
    note_prices(prices={shelf.skus[code].pk: shelf.skus[code].price for code in shelf.priced}, now=now)
    _write_profiles(shelf)
    count_many(counts=_counts(shelf), reference=reference, now=now)
    renew(row.pk for row in changed)
    _tell(shelf, made, changed, now)


def _write_skus(shelf: Shelf) -> None:
    rows = [shelf.skus[code] for code in shelf.changed_skus]
    made, kept = [row for row in rows if row.pk is None], [row for row in rows if row.pk is not None]
    for row in made:
        row.product_id = row.product.pk
    Sku.objects.bulk_create(made)
    _update("catalog_sku", _SKU, kept, "version = t.version + 1")


def _write_products(shelf: Shelf, changed: Sequence[Product], now: datetime) -> None:
    rows = [row for row in changed if shelf.changed_products[row.code]]
    _update("catalog_product", _PRODUCT, rows, "version = t.version + 1, updated_at = %(now)s", now=now)


def _update(table: str, names: dict[str, str], rows: Sequence[Any], more: str, **given: Any) -> None:
    """One statement: the named columns become what the rows say. Table and names are this module's own."""
    if not rows:
        return
    arrays = ", ".join(f"%({name})s::{kind}[]" for name, kind in names.items())
    statement = (
        f"UPDATE {table} t SET {', '.join(f'{name} = n.{name}' for name in names)}, {more} "
        f"FROM unnest(%(ids)s::bigint[], {arrays}) AS n(id, {', '.join(names)}) "
        "WHERE t.mall_id = %(mall)s AND t.id = n.id"
    )
    values: dict[str, Any] = {name: [getattr(row, name) for row in rows] for name in names}
    with connection.cursor() as cursor:
        ids = {"ids": [row.pk for row in rows], "mall": current_mall_id()}
        cursor.execute(statement, values | ids | given)


def _write_profiles(shelf: Shelf) -> None:
    rows = [shelf.profiles[code] for code in shelf.profiled]
    made, kept = [row for row in rows if row.pk is None], [row for row in rows if row.pk is not None]
    for row in made:
        row.sku_id = row.sku.pk
    TradeProfile.objects.bulk_create(made)
    TradeProfile.objects.bulk_update(kept, list(TradeFacts.__dataclass_fields__))


def _counts(shelf: Shelf) -> list[Count]:
    nothing = Seen(0, 0)
    return [
        Count(shelf.skus[code].pk, place, pieces, shelf.stocks.get((code, place), nothing).on_hand)
        for (code, place), pieces in shelf.counted.items()
    ]


def _tell(shelf: Shelf, made: Iterable[Product], changed: Iterable[Product], now: datetime) -> None:
    actor = current_actor()
    who = f"{actor.kind}:{actor.id or ''}" if actor else ""
    record_many(
        kind="product.created",
        told=[(f"product:{row.pk}", {"product_id": row.pk, "actor": who}) for row in made],
        at=now,
    )
    record_many(
        kind="product.changed",
        told=[
            (
                f"product:{row.pk}",
                {"product_id": row.pk, "actor": who, "fields": sorted(shelf.changed_products[row.code])},
            )
            for row in changed
        ],
        at=now,
    )
