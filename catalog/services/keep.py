"""Keep what is sold: each verb makes or changes one thing, known by its code in the mall."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from catalog.models import Category, Media, Product, Sku, TradeProfile
from catalog.search.documents import renew
from catalog.services.history import note_price
from catalog.services.sharing import share_anew
from catalog.types import CatalogError, TradeFacts, Words
from journal.services import record
from tenancy.bilingual import columns
from tenancy.scope import current_mall_id

_SLUG = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")


@dataclass(frozen=True, slots=True)
class ProductFields:
    """`specifications`: per language a list of [name, value]; `label` likewise, in Chinese (电子标签)."""

    code: str
    slug: str
    supplier_id: int
    category_id: int
    warehouse_id: int
    mode: str
    brand: Words
    title: Words
    origin: str
    subtitle: Words = field(default_factory=dict)
    description: Words = field(default_factory=dict)
    specifications: dict[str, list[list[str]]] = field(default_factory=dict)
    label: list[list[str]] = field(default_factory=list)
    position: int = 0
    brand_id: int | None = None


@dataclass(frozen=True, slots=True)
class SkuFields:
    """`price` in yuan before import tax."""

    code: str
    price: Decimal
    option: Words = field(default_factory=dict)
    barcode: str = ""
    struck_price: Decimal | None = None
    position: int = 0


_PLAIN = (
    "slug", "supplier_id", "category_id", "warehouse_id", "mode", "origin", "label", "position",
)  # fmt: skip


def keep_category(*, slug: str, name: Words, parent_id: int | None = None, position: int = 0) -> int:
    values = {"parent_id": parent_id, "position": position} | columns("name", name)
    with transaction.atomic():
        category_id = Category.objects.update_or_create(slug=slug, defaults=values)[0].pk
        record(
            kind="category.changed", subject=f"category:{category_id}", payload={"category_id": category_id}
        )
    return category_id


def keep_product(*, fields: ProductFields) -> int:
    """Make or change a product by its code; a new one is a draft. Raises CatalogError."""
    values = product_values(fields)
    with transaction.atomic():
        product, made = Product.objects.update_or_create(code=fields.code, defaults=values)
        if not made:
            Product.objects.filter(pk=product.pk).update(version=F("version") + 1)
        tell_changed(product.pk)
    return product.pk


def product_values(fields: ProductFields) -> dict[str, Any]:
    """Columns of a product. Raises CatalogError for what no product may have."""
    if not _SLUG.match(fields.slug):
        raise CatalogError(_("An address may hold small letters, digits and hyphens."), field="slug")
    if not any(fields.title.values()):
        raise CatalogError(_("A product needs a title."), field="title")
    values: dict[str, Any] = {name: getattr(fields, name) for name in _PLAIN}
    for name in ("brand", "title", "subtitle", "description"):
        values |= columns(name, getattr(fields, name))
    values |= columns("specifications", fields.specifications, empty=[])
    return values | {"brand_record_id": fields.brand_id}


def keep_sku(*, product_id: int, fields: SkuFields, now: datetime) -> int:
    """Make or change a SKU by its code, and the product's lowest price. Raises CatalogError."""
    check_price(fields.price, "price")
    values: dict[str, Any] = {
        "product_id": product_id,
        "price": fields.price,
        "struck_price": fields.struck_price,
        "barcode": fields.barcode,
        "position": fields.position,
    } | columns("option", fields.option)
    with transaction.atomic():
        sku, made = Sku.objects.update_or_create(code=fields.code, defaults=values)
        if not made:
            Sku.objects.filter(pk=sku.pk).update(version=F("version") + 1)
        share_anew(sku_id=sku.pk, price=fields.price)
        lower_price_from(product_id)
        note_price(sku_id=sku.pk, price=fields.price, now=now)
        tell_changed(product_id)
    return sku.pk


def check_price(price: Decimal, field: str) -> None:
    """Raises CatalogError for a price that no piece of goods has."""
    if not price.is_finite() or not Decimal("0") <= price < Decimal("1000000"):
        raise CatalogError(_("This price is not possible."), field=field)
    if price != price.quantize(Decimal("0.01")):
        raise CatalogError(_("A price has at most two decimals."), field=field)


def lower_price_from(product_id: int) -> None:
    """The product's `price_from` is the lowest price of its active SKUs."""
    lower_prices_from([product_id])


def lower_prices_from(product_ids: Sequence[int]) -> None:
    """The same for many products, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE catalog_product p SET price_from = COALESCE((
                   SELECT min(s.price) FROM catalog_sku s
                   WHERE s.mall_id = %(mall)s AND s.product_id = p.id AND s.state = 'active'), 0)
               WHERE p.mall_id = %(mall)s AND p.id = ANY(%(ids)s::bigint[])""",
            {"mall": current_mall_id(), "ids": list(product_ids)},
        )


def keep_trade_profile(*, sku_id: int, facts: TradeFacts) -> None:
    """What customs must know of a SKU."""
    values = {name: getattr(facts, name) for name in TradeFacts.__dataclass_fields__}
    with transaction.atomic():
        kept = TradeProfile.objects.update_or_create(sku_id=sku_id, defaults=values)[0]
        tell_changed(kept.sku.product_id)


def keep_media(*, product_id: int, name: str, widths: list[int], alt: Words, position: int) -> None:
    """A picture whose files `<name>-<width>.webp` lie in the mall's folder."""
    values = {"name": name, "widths": widths} | columns("alt", alt)
    with transaction.atomic():
        Media.objects.update_or_create(product_id=product_id, position=position, defaults=values)
        tell_changed(product_id)


def tell_changed(product_id: int) -> None:
    """What shoppers see of it may have changed: kept pages go out of date, the search reads it anew."""
    renew([product_id])
    record(kind="product.changed", subject=f"product:{product_id}", payload={"product_id": product_id})
