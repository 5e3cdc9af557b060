"""What stands there of a batch's codes, read once and locked, and what the batch makes of it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from catalog import locks
from catalog.inventory import stocktaking
from catalog.models import BundleItem, Category, Product, Sku, TradeProfile
from catalog.supply.places import usable
from catalog.types import TradeFacts

StockKey = tuple[str, int]
"""(SKU code, warehouse)."""


@dataclass(slots=True)
class Planned:
    """What one row comes to, nothing of it done yet. Columns by their names in the tables."""

    product: Product
    sku: Sku
    outcome: str = "same"
    product_columns: dict[str, Any] = field(default_factory=dict)
    sku_columns: dict[str, Any] = field(default_factory=dict)
    shares: dict[int, Decimal] = field(default_factory=dict)
    facts: TradeFacts | None = None
    counted: tuple[int, int] | None = None
    """(warehouse, pieces)."""


@dataclass(slots=True)
class Shelf:
    """Rows by their codes. Those without a key are new; `taken` codes and addresses are somebody's already."""

    supplier_id: int
    products: dict[str, Product]
    skus: dict[str, Sku]
    profiles: dict[str, TradeProfile]
    stocks: dict[StockKey, stocktaking.Seen]
    bundles: set[int]
    taken_products: set[str]
    taken_slugs: set[str]
    taken_skus: set[str]
    categories: set[int]
    warehouses: set[int]
    changed_products: dict[str, set[str]] = field(default_factory=dict)
    """Code -> columns; of a product whose SKUs alone changed, none."""
    changed_skus: set[str] = field(default_factory=set)
    priced: set[str] = field(default_factory=set)
    profiled: set[str] = field(default_factory=set)
    shares: dict[int, Decimal] = field(default_factory=dict)
    counted: dict[StockKey, int] = field(default_factory=dict)

    def take(self, planned: Planned) -> None:
        """The rows after this one find what this one made."""
        product, sku = planned.product, planned.sku
        self._take_product(product, planned)
        self._take_sku(sku, planned)
        if planned.facts is not None:
            self.profiled.add(sku.code)
            self.profiles[sku.code] = _profile(self.profiles.get(sku.code), sku, planned.facts)
        if planned.counted is not None:
            warehouse_id, pieces = planned.counted
            self.counted[sku.code, warehouse_id] = pieces
        self.shares |= planned.shares

    def _take_product(self, product: Product, planned: Planned) -> None:
        if product.code not in self.products:
            self.products[product.code] = product
            self.taken_slugs.add(product.slug)
        for name, value in planned.product_columns.items():
            setattr(product, name, value)
        if planned.outcome == "new" or planned.product_columns or planned.sku_columns or planned.facts:
            self.changed_products.setdefault(product.code, set()).update(planned.product_columns)

    def _take_sku(self, sku: Sku, planned: Planned) -> None:
        is_new = sku.code not in self.skus
        self.skus[sku.code] = sku
        for name, value in planned.sku_columns.items():
            setattr(sku, name, value)
        if is_new or planned.sku_columns or planned.facts is not None:
            self.changed_skus.add(sku.code)
        if is_new or "price" in planned.sku_columns:
            self.priced.add(sku.code)


def _profile(row: TradeProfile | None, sku: Sku, facts: TradeFacts) -> TradeProfile:
    found = row or TradeProfile(sku=sku)
    for name in TradeFacts.__dataclass_fields__:
        setattr(found, name, getattr(facts, name))
    return found


def read(rows: Sequence[Mapping[str, Any]], supplier_id: int) -> Shelf:
    """A dozen statements, whatever the number of rows. What exists is locked until the transaction ends."""
    sku_codes = {row["sku"] for row in rows}
    product_codes = {product_code(row) for row in rows}
    slugs = {slug_of(row) for row in rows}
    products, skus = locks.batch(sku_codes, product_codes)
    by_id = {row.pk: row for row in products}
    for sku in skus:
        sku.product = by_id[sku.product_id]
    ids = {sku.pk: sku.code for sku in skus}
    own, own_skus = {row.code for row in products}, set(ids.values())
    return Shelf(
        supplier_id,
        products={row.code: row for row in products},
        skus={sku.code: sku for sku in skus},
        profiles={ids[row.sku_id]: row for row in TradeProfile.objects.filter(sku__in=list(ids))},
        stocks={(ids[sku], place): seen for (sku, place), seen in stocktaking.look(ids).items()},
        bundles=set(BundleItem.objects.filter(bundle__in=list(ids)).values_list("bundle_id", flat=True)),
        taken_products=_codes(Product, product_codes) - own,
        taken_slugs=set(Product.objects.filter(slug__in=slugs).values_list("slug", flat=True)),
        taken_skus=_codes(Sku, sku_codes) - own_skus,
        categories=set(Category.objects.values_list("pk", flat=True)),
        warehouses=set(usable().values_list("pk", flat=True)),
    )


def _codes(model: Any, codes: Iterable[str]) -> set[str]:
    return set(model.objects.filter(code__in=list(codes)).values_list("code", flat=True))


def product_code(values: Mapping[str, Any]) -> str:
    """The product that the row names; alone it is called as its SKU."""
    return str(values.get("product") or values["sku"])


def slug_of(values: Mapping[str, Any]) -> str:
    """The address of a product made from this row."""
    code = product_code(values)
    tail = re.sub(r"[^a-z0-9]+", "-", code.lower()).strip("-") or secrets.token_hex(4)
    head = re.sub(r"[^a-z0-9]+", "-", values.get("title_en", "").lower()).strip("-")
    head = head[: 100 - len(tail)].strip("-")
    return f"{head}-{tail}" if head else tail
