"""A product with all that a card or a page shows, in one statement at any number of products.

SKUs, their trade profiles, stock and pictures come as arrays of the product's own row, so that a page of
thirty costs what a page of three costs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Avg,
    CharField,
    Count,
    F,
    FloatField,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Cast, Coalesce, JSONObject

from catalog.inventory.models import Stock
from catalog.inventory.selectors import pieces_left
from catalog.models import Media, Product, Sku, TradeProfile
from catalog.reviews.models import Review
from catalog.selectors import bundled, parts_of, words
from catalog.types import Offer, Part, TradeFacts, WarehouseFacts, Words


@dataclass(frozen=True, slots=True)
class Picture:
    """`name` without width and suffix; the files are `<name>-<width>.webp` in the mall's folder."""

    name: str
    widths: tuple[int, ...]
    alt: Words


@dataclass(frozen=True, slots=True)
class Goods:
    """A listed product. `offers`: its SKUs that are sold, in order; `struck`: sku_id -> struck price."""

    id: int
    slug: str
    title: Words
    subtitle: Words
    brand: Words
    category_id: int
    origin: str
    mode: str
    sold: int
    supplier: Words
    supplier_slug: str
    offers: tuple[Offer, ...]
    struck: dict[int, Decimal]
    best_before: dict[int, str]
    pictures: tuple[Picture, ...]
    rating: float | None
    review_count: int

    @property
    def cheapest(self) -> Offer | None:
        """The SKU a card prices: the cheapest in stock, else the cheapest."""
        return min(self.offers, key=lambda o: (o.sellable < 1, o.unit_price, o.sku_id), default=None)

    @property
    def sellable(self) -> int:
        return sum(offer.sellable for offer in self.offers)


def on_sale() -> QuerySet[Product]:
    """What shoppers may see: listed, of a supplier that trades."""
    return Product.objects.filter(state=Product.State.LISTED, supplier__state="active")


def filled(products: QuerySet[Product]) -> QuerySet[Product]:
    """The rows with everything `read` needs."""
    reviews = Review.objects.filter(product=OuterRef("pk"), hidden_reason="").order_by().values("product")
    return products.select_related("supplier", "warehouse").annotate(
        sku_rows=ArraySubquery(_skus()),
        picture_rows=ArraySubquery(_pictures()),
        rating=Subquery(reviews.annotate(n=Avg("stars")).values("n"), output_field=FloatField()),
        review_count=Coalesce(
            Subquery(reviews.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0
        ),
    )


def _text(name: str) -> Cast:
    """Decimals travel as text: JSON numbers would come back as floats."""
    return Cast(name, CharField())


def _skus() -> QuerySet[Any]:
    stock = Stock.objects.filter(sku=OuterRef("pk"), warehouse=OuterRef("product__warehouse"))
    trade = TradeProfile.objects.filter(sku=OuterRef("pk")).values(
        json=JSONObject(
            **{name: F(name) for name in _TRADE_TEXTS}, **{name: _text(name) for name in _TRADE_NUMBERS}
        )
    )
    return (
        Sku.objects.filter(product=OuterRef("pk"), state=Sku.State.ACTIVE)
        .order_by("position", "pk")
        .annotate(
            json=JSONObject(
                id="pk",
                code="code",
                barcode="barcode",
                zh="option_zh_hans",
                en="option_en",
                price=_text("price"),
                struck=_text("struck_price"),
                trade=Subquery(trade[:1]),
                sellable=Coalesce(Subquery(stock.values_list(pieces_left())[:1]), 0),
                best_before=Subquery(stock.values("expires_on")[:1]),
            )
        )
        .values("json")
    )


def _pictures() -> QuerySet[Any]:
    rows = Media.objects.filter(product=OuterRef("pk")).order_by("position", "pk")
    made = JSONObject(name="name", widths="widths", zh="alt_zh_hans", en="alt_en")
    return rows.annotate(json=made).values("json")


_TRADE_TEXTS = (
    "hs_code", "postal_article", "declared_name", "declared_elements", "origin", "unit", "unit1", "unit2",
    "content_unit", "record_no",
)  # fmt: skip
_TRADE_NUMBERS = ("unit1_factor", "unit2_factor", "content_amount", "net_kg", "gross_kg")


def read(rows: Iterable[Product]) -> list[Goods]:
    """The rows as values. No statement, but three where one of the SKUs may be a bundle."""
    found: list[Any] = list(rows)
    parts = parts_of(sku["id"] for row in found for sku in row.sku_rows if sku["trade"] is None)
    return [_goods(row, parts) for row in found]


def _goods(row: Any, parts: Mapping[int, tuple[Part, ...]]) -> Goods:
    plain = [_offer(row, sku) for sku in row.sku_rows]
    offers = tuple(bundled(o, parts[o.sku_id]) if o.sku_id in parts else o for o in plain)
    return Goods(
        id=row.pk,
        slug=row.slug,
        title=words(row, "title"),
        subtitle=words(row, "subtitle"),
        brand=words(row, "brand"),
        category_id=row.category_id,
        origin=row.origin,
        mode=row.mode,
        sold=row.sold,
        supplier=words(row.supplier, "name"),
        supplier_slug=row.supplier.code,
        offers=offers,
        struck={sku["id"]: Decimal(sku["struck"]) for sku in row.sku_rows if sku["struck"]},
        best_before={sku["id"]: sku["best_before"] for sku in row.sku_rows if sku["best_before"]},
        pictures=tuple(
            Picture(p["name"], tuple(p["widths"]), _both(p["zh"], p["en"])) for p in row.picture_rows
        ),
        rating=None if row.rating is None else round(row.rating, 1),
        review_count=row.review_count,
    )


def _both(zh: str | None, en: str | None) -> Words:
    return {"zh-hans": zh or en or "", "en": en or zh or ""}


def _offer(row: Any, sku: dict[str, Any]) -> Offer:
    supplier, trade = row.supplier, _trade(sku["trade"])
    return Offer(
        sku_id=sku["id"],
        product_id=row.pk,
        slug=row.slug,
        sku_code=sku["code"],
        barcode=sku["barcode"],
        title=words(row, "title"),
        option=_both(sku["zh"], sku["en"]),
        picture=row.picture_rows[0]["name"] if row.picture_rows else "",
        unit_price=Decimal(sku["price"]),
        supplier_id=supplier.pk,
        supplier_code=supplier.code,
        supplier_names=supplier.names,
        mode=row.mode,
        warehouse=_warehouse(row.warehouse),
        origin=row.origin,
        trade=trade,
        sellable=sku["sellable"],
        is_offered=trade is not None,
    )


def _warehouse(row: Any) -> WarehouseFacts:
    return WarehouseFacts(
        row.pk, row.code, words(row, "name"), row.kind, row.country, row.port, row.account_book,
        row.days_min, row.days_max, row.freight, row.free_freight_from,
    )  # fmt: skip


def _trade(found: dict[str, Any] | None) -> TradeFacts | None:
    if found is None:
        return None
    numbers: dict[str, Any] = {
        name: Decimal(found[name]) if found[name] is not None else None for name in _TRADE_NUMBERS
    }
    return TradeFacts(**{name: found[name] for name in _TRADE_TEXTS}, **numbers)
