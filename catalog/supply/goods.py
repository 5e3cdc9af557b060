"""Products with their SKUs as a list shows them: five statements a page, at any size."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery

from catalog import locks
from catalog.inventory.models import Stock
from catalog.inventory.selectors import is_low
from catalog.models import BundleItem, Media, Product, Sku, TradeProfile
from catalog.selectors import words
from catalog.types import Words

PAGE = 20
SORTS = {"new": "-pk", "title": "title_zh_hans", "price": "price_from", "sold": "-sold"}


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for. `text` in codes, titles and barcodes; `lack`: profile or stock."""

    text: str = ""
    state: str = ""
    category_id: int | None = None
    mode: str = ""
    lack: str = ""
    sort: str = "new"
    page: int = 1


@dataclass(frozen=True, slots=True)
class SkuLine:
    """A SKU in a list. `on_hand` and `reserved` pieces in the product's warehouse; `version` for editing.

    Of a bundle `on_hand` is how many its parts make.
    """

    id: int
    product_id: int
    warehouse_id: int
    code: str
    option: Words
    price: Decimal
    struck_price: Decimal | None
    version: int
    state: str
    on_hand: int
    reserved: int
    low_at: int
    has_profile: bool
    barcode: str = ""
    is_bundle: bool = False

    @property
    def sellable(self) -> int:
        return self.on_hand - self.reserved

    @property
    def is_low(self) -> bool:
        return self.sellable <= self.low_at


@dataclass(frozen=True, slots=True)
class GoodsRow:
    id: int
    code: str
    slug: str
    title: Words
    brand: Words
    mode: str
    state: str
    note: str
    version: int
    picture: str
    warehouse: Words
    category: Words
    price_from: Decimal
    sold: int
    skus: tuple[SkuLine, ...]
    origin: str = ""


@dataclass(frozen=True, slots=True)
class GoodsPage:
    rows: tuple[GoodsRow, ...]
    total: int
    number: int
    pages: int
    by_state: dict[str, int] = field(default_factory=dict)


def goods_page(search: Search, *, size: int = PAGE) -> GoodsPage:
    """One page of the products that the actor may change, and how many there are in each state."""
    found = _found(search)
    by_state = dict(found.order_by().values_list("state").annotate(Count("pk")))
    if search.state:
        found = found.filter(state=search.state)
    total = by_state.get(search.state, 0) if search.state else sum(by_state.values())
    pages = max(1, -(-total // size))
    number = min(max(1, search.page), pages)
    rows = found.order_by(SORTS.get(search.sort, "-pk"), "pk")[(number - 1) * size : number * size]
    return GoodsPage(tuple(map(_row, with_lines(rows))), total, number, pages, by_state)


def goods_row(product_id: int) -> GoodsRow | None:
    """One product, or None: not there, or another supplier's."""
    rows = list(with_lines(Product.objects.filter(locks.reachable(), pk=product_id)))
    return _row(rows[0]) if rows else None


def sku_line(sku_id: int) -> SkuLine | None:
    """One SKU, or None."""
    row = _lines().filter(locks.reachable("product__supplier"), pk=sku_id).first()
    return _line(row) if row else None


def counts() -> dict[str, int]:
    """To-do figures: products by state (`state.draft` …), SKUs without profile, low and soon expiring stock."""
    mine = Product.objects.filter(locks.reachable())
    told = {f"state.{s}": n for s, n in mine.order_by().values_list("state").annotate(Count("pk"))}
    skus = Sku.objects.filter(locks.reachable("product__supplier"), state=Sku.State.ACTIVE)
    alive = skus.exclude(product__state=Product.State.RECALLED)
    stocks = Stock.objects.filter(locks.reachable("sku__product__supplier"), sku__product__state="listed")
    return told | {
        "sent_back": mine.filter(state=Product.State.DRAFT).exclude(review_note="").count(),
        "no_profile": alive.filter(~Exists(_profiles()), ~Exists(_parts())).count(),
        "low": stocks.filter(is_low()).count(),
    }


def _profiles() -> QuerySet[TradeProfile]:
    return TradeProfile.objects.filter(sku=OuterRef("pk"))


def _parts() -> QuerySet[BundleItem]:
    return BundleItem.objects.filter(bundle=OuterRef("pk"))


def _found(search: Search) -> QuerySet[Product]:
    rows = Product.objects.filter(locks.reachable())
    for word in search.text.split()[:5]:
        rows = rows.filter(
            Q(code__icontains=word) | Q(title_zh_hans__icontains=word) | Q(title_en__icontains=word)
            | Q(brand_zh_hans__icontains=word) | Q(brand_en__icontains=word) | Exists(_skus_like(word))
        )  # fmt: skip
    if search.category_id is not None:
        rows = rows.filter(category=search.category_id)
    if search.mode:
        rows = rows.filter(mode=search.mode)
    if search.lack:
        rows = rows.filter(Exists(_lacking(search.lack)))
    return rows


def _skus_like(word: str) -> QuerySet[Sku]:
    mine = Sku.objects.filter(product=OuterRef("pk"))
    return mine.filter(Q(code__icontains=word) | Q(barcode=word))


def _lacking(what: str) -> QuerySet[Sku]:
    mine = Sku.objects.filter(product=OuterRef("pk"), state=Sku.State.ACTIVE)
    if what == "profile":
        return mine.filter(~Exists(_profiles()), ~Exists(_parts()))
    short = Stock.objects.filter(sku=OuterRef("pk"), on_hand__lte=F("reserved") + F("low_at"))
    return mine.filter(Exists(short))


def with_lines(rows: QuerySet[Product]) -> QuerySet[Product]:
    picture = Media.objects.filter(product=OuterRef("pk")).order_by("position", "id").values("name")[:1]
    return (
        rows.select_related("warehouse", "category")
        .prefetch_related(Prefetch("skus", _lines()))
        .annotate(picture=Subquery(picture))
    )


def _lines() -> QuerySet[Sku]:
    return Sku.objects.select_related("product").prefetch_related(
        "stocks", "trade_profiles", "bundle_items__component__stocks"
    )


def _row(row: Product) -> GoodsRow:
    return GoodsRow(
        row.pk, row.code, row.slug, words(row, "title"), words(row, "brand"), row.mode, row.state, row.review_note,
        row.version, row.picture or "", words(row.warehouse, "name"), words(row.category, "name"),  # type: ignore[attr-defined]
        row.price_from, row.sold, tuple(_lined(row.skus.all())), row.origin,
    )  # fmt: skip


def _lined(rows: Iterable[Sku]) -> list[SkuLine]:
    return [_line(row) for row in rows]


def _line(row: Sku) -> SkuLine:
    product = row.product
    stock, items = _there(row, product.warehouse_id), list(row.bundle_items.all())
    makes = min((_free(item.component, product.warehouse_id) // item.quantity for item in items), default=0)
    return SkuLine(
        row.pk, product.pk, product.warehouse_id, row.code, words(row, "option"), row.price, row.struck_price,
        row.version, row.state, makes if items else stock.on_hand if stock else 0, stock.reserved if stock else 0,
        stock.low_at if stock else 5, bool(items or row.trade_profiles.all()), row.barcode, bool(items),
    )  # fmt: skip


def _there(row: Sku, warehouse_id: int) -> Stock | None:
    return next((s for s in row.stocks.all() if s.warehouse_id == warehouse_id), None)


def _free(row: Sku, warehouse_id: int) -> int:
    stock = _there(row, warehouse_id)
    return stock.on_hand - stock.reserved if stock else 0
