"""A product with all that a card or a page shows, read from the rows of `statement`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from catalog.browsing.statement import COLUMNS
from catalog.freight import rules_of
from catalog.models import Product
from catalog.selectors import bundled, parts_of
from catalog.types import DaysMeasured, Offer, Part, TradeFacts, WarehouseFacts, Words


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


def read(rows: Iterable[tuple[Any, ...]]) -> list[Goods]:
    """From rows of `statement`. No statement, but three where one of the SKUs may be a bundle."""
    found = list(rows)
    parts = parts_of(sku[0] for row in found for sku in row[_SKUS] or () if sku[_SKU_TRADE] is None)
    return [_goods(row, parts) for row in found]


_SKUS, _SKU_TRADE = 30, 7


def _goods(row: tuple[Any, ...], parts: Mapping[int, tuple[Part, ...]]) -> Goods:
    """The columns stand in the order of the statement."""
    pk, slug, title_zh, title_en, sub_zh, sub_en, brand_zh, brand_en, category, origin, mode, sold = row[:12]
    supplier_id, supplier_code, supplier_zh, supplier_en = row[12:16]
    skus, pictures, average, number = row[_SKUS:COLUMNS]
    pictures = pictures or ()
    supplier = both(supplier_zh, supplier_en)
    shared: dict[str, Any] = {
        "product_id": pk,
        "slug": slug,
        "title": both(title_zh, title_en),
        "picture": pictures[0][0] if pictures else "",
        "supplier_id": supplier_id,
        "supplier_code": supplier_code,
        "supplier_names": supplier,
        "mode": mode,
        "warehouse": _warehouse(row[16:30]),
        "origin": origin,
    }
    skus = skus or ()
    plain = [_offer(sku, shared) for sku in skus]
    offers = tuple(bundled(o, parts[o.sku_id]) if o.sku_id in parts else o for o in plain)
    return Goods(
        id=pk,
        slug=slug,
        title=shared["title"],
        subtitle=both(sub_zh, sub_en),
        brand=both(brand_zh, brand_en),
        category_id=category,
        origin=origin,
        mode=mode,
        sold=sold,
        supplier=supplier,
        supplier_slug=supplier_code,
        offers=offers,
        struck={sku[0]: Decimal(sku[6]) for sku in skus if sku[6]},
        best_before={sku[0]: sku[9] for sku in skus if sku[9]},
        pictures=tuple(Picture(name, tuple(widths), both(zh, en)) for name, widths, zh, en in pictures),
        rating=None if average is None else round(average, 1),
        review_count=number,
    )


def both(zh: str | None, en: str | None) -> Words:
    """A text in both languages; each falls back to the other where it is empty."""
    return {"zh-hans": zh or en or "", "en": en or zh or ""}


def _offer(sku: list[Any], shared: dict[str, Any]) -> Offer:
    pk, code, barcode, zh, en, price, _, trade, sellable, _ = sku
    return Offer(
        sku_id=pk,
        sku_code=code,
        barcode=barcode,
        option=both(zh, en),
        unit_price=Decimal(price),
        trade=_trade(trade),
        sellable=sellable,
        is_offered=trade is not None,
        **shared,
    )


def _warehouse(row: tuple[Any, ...]) -> WarehouseFacts:
    pk, code, zh, en, kind, country, port, book, days_min, days_max, freight, free_from, rules, measured = row
    return WarehouseFacts(
        pk, code, both(zh, en), kind, country, port, book, days_min, days_max, freight, free_from,
        rules=rules_of(rules), days_measured=DaysMeasured.of(measured),
    )  # fmt: skip


def _trade(found: list[Any] | None) -> TradeFacts | None:
    if found is None:
        return None
    named = dict(zip(_TRADE, found, strict=True))
    for name in _NUMBERS:
        if named[name] is not None:
            named[name] = Decimal(named[name])
    return TradeFacts(**named)


_TRADE = (
    "hs_code", "postal_article", "declared_name", "declared_elements", "origin", "unit", "unit1", "unit1_factor",
    "unit2", "unit2_factor", "content_amount", "content_unit", "net_kg", "gross_kg", "record_no",
    "volume_cm3",
)  # fmt: skip
_NUMBERS = ("unit1_factor", "unit2_factor", "content_amount", "net_kg", "gross_kg", "volume_cm3")
