"""A shelf: one page of goods, how many there are, and the facets that narrow it. Two statements at any size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, QuerySet

from catalog.browsing.goods import Goods, filled, on_sale, read
from catalog.inventory.models import Warehouse
from catalog.models import Product
from catalog.search.finding import Frame, find
from catalog.selectors import words
from catalog.types import Words
from partners.models import Supplier

PAGE = 24
SORTS = {
    "": ("position", "pk"),
    "sold": ("-sold", "pk"),
    "new": ("-listed_at", "-pk"),
    "price": ("price_shown", "pk"),
    "-price": ("-price_shown", "pk"),
}
_FACETS = ("brand", "origin", "mode", "warehouse")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list asks for. Within a facet values are alternatives, between facets all must hold.

    `modes_of`, `origin_of`, `supplier_code`: the page's own frame; brand, origin, mode, warehouse: chosen facets.
    """

    category_ids: tuple[int, ...] | None = None
    modes_of: tuple[str, ...] = ()
    origin_of: str = ""
    supplier_code: str = ""
    text: str = ""
    brand: tuple[str, ...] = ()
    origin: tuple[str, ...] = ()
    mode: tuple[str, ...] = ()
    warehouse: tuple[str, ...] = ()
    price_min: Decimal | None = None
    price_max: Decimal | None = None
    sort: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Facet:
    """One value of a facet: its `value` for the address, what it says, how many goods it would leave."""

    value: str
    says: Words
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    goods: tuple[Goods, ...]
    total: int
    page: int
    pages: int
    facets: dict[str, tuple[Facet, ...]]
    read_as: str = ""
    """The words a search was read as, where the typed ones found nothing."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """Products that share every facet, counted."""

    values: dict[str, str]
    says: dict[str, Words]
    count: int


def shelf(wanted: Wanted) -> Shelf:
    """The page asked for; a page beyond the last is the last. Prices are those of cards, tax in them."""
    if wanted.text.strip():
        return _searched(wanted)
    framed = _framed(wanted)
    kinds = _kinds(framed)
    total = sum(kind.count for kind in kinds if _matches(kind, wanted))
    pages = max(1, -(-total // PAGE))
    page = min(max(1, wanted.page), pages)
    chosen = _chosen(framed, wanted).order_by(*SORTS.get(wanted.sort, SORTS[""]))
    goods = read(filled(chosen)[(page - 1) * PAGE : page * PAGE]) if total else []
    return Shelf(tuple(goods), total, page, pages, {name: _facet(kinds, name, wanted) for name in _FACETS})


def _framed(wanted: Wanted) -> QuerySet[Product]:
    rows = on_sale()
    if wanted.category_ids is not None:
        rows = rows.filter(category__in=wanted.category_ids)
    if wanted.modes_of:
        rows = rows.filter(mode__in=wanted.modes_of)
    if wanted.origin_of:
        rows = rows.filter(origin=wanted.origin_of)
    if wanted.supplier_code:
        rows = rows.filter(supplier__code=wanted.supplier_code)
    if wanted.price_min is not None:
        rows = rows.filter(price_shown__gte=wanted.price_min)
    if wanted.price_max is not None:
        rows = rows.filter(price_shown__lte=wanted.price_max)
    return rows


def _searched(wanted: Wanted) -> Shelf:
    codes = dict(Warehouse.objects.values_list("pk", "code")) if wanted.warehouse else {}
    frame = _frame(wanted, codes)
    page = max(1, wanted.page)
    found = find(wanted.text, frame, most=PAGE, first=(page - 1) * PAGE)
    places = {row.pk: row for row in Warehouse.objects.all()} if found.kinds else {}
    kinds = [_kind_of(kind, places) for kind in found.kinds]
    total = sum(kind.count for kind in kinds if _matches(kind, wanted))
    pages = max(1, -(-total // PAGE))
    if page > pages:
        page = pages
        found = find(wanted.text, frame, most=PAGE, first=(page - 1) * PAGE)
    goods = {row.id: row for row in read(filled(on_sale().filter(pk__in=found.ids)))} if found.ids else {}
    shown = tuple(goods[pk] for pk in found.ids if pk in goods)
    return Shelf(shown, total, page, pages, {n: _facet(kinds, n, wanted) for n in _FACETS}, found.read_as)


def _frame(wanted: Wanted, codes: dict[int, str]) -> Frame:
    supplier = None
    if wanted.supplier_code:
        named = Supplier.objects.filter(code=wanted.supplier_code)
        supplier = named.values_list("pk", flat=True).first() or 0
    warehouses = tuple(pk for pk, code in codes.items() if code in wanted.warehouse)
    return Frame(
        wanted.category_ids, wanted.modes_of, wanted.origin_of, supplier, wanted.price_min, wanted.price_max,
        wanted.brand, wanted.origin, wanted.mode, warehouses if wanted.warehouse else None, wanted.sort,
    )  # fmt: skip


def _kind_of(row: tuple[str, str, str, str, int, int], places: dict[int, Warehouse]) -> _Kind:
    brand_zh, brand_en, origin, mode, warehouse_id, count = row
    place = places[warehouse_id]
    return _Kind(
        {"brand": brand_en, "origin": origin, "mode": mode, "warehouse": place.code},
        {"brand": {"zh-hans": brand_zh, "en": brand_en}, "warehouse": words(place, "name")},
        count,
    )


def _chosen(rows: QuerySet[Product], wanted: Wanted) -> QuerySet[Product]:
    if wanted.brand:
        rows = rows.filter(brand_en__in=wanted.brand)
    if wanted.origin:
        rows = rows.filter(origin__in=wanted.origin)
    if wanted.mode:
        rows = rows.filter(mode__in=wanted.mode)
    if wanted.warehouse:
        rows = rows.filter(warehouse__code__in=wanted.warehouse)
    return rows


def _kinds(rows: QuerySet[Product]) -> list[_Kind]:
    grouped = rows.values_list(
        "brand_zh_hans", "brand_en", "origin", "mode", "warehouse__code", "warehouse__name_zh_hans",
        "warehouse__name_en",
    ).annotate(n=Count("pk"))  # fmt: skip
    return [
        _Kind(
            {"brand": brand_en or "", "origin": origin, "mode": mode, "warehouse": code},
            {
                "brand": {"zh-hans": brand_zh or brand_en or "", "en": brand_en or brand_zh or ""},
                "warehouse": {"zh-hans": place_zh or place_en or code, "en": place_en or place_zh or code},
            },
            count,
        )
        for brand_zh, brand_en, origin, mode, code, place_zh, place_en, count in grouped
    ]


def _matches(kind: _Kind, wanted: Wanted, but: str = "") -> bool:
    return all(
        name == but or not getattr(wanted, name) or kind.values[name] in getattr(wanted, name)
        for name in _FACETS
    )


def _facet(kinds: list[_Kind], name: str, wanted: Wanted) -> tuple[Facet, ...]:
    """The values of one facet, each with the goods it would leave beside the other facets chosen."""
    counts: Counter[str] = Counter()
    says: dict[str, Words] = {}
    for kind in kinds:
        value = kind.values[name]
        if value and _matches(kind, wanted, but=name):
            counts[value] += kind.count
            says[value] = kind.says.get(name, {"zh-hans": value, "en": value})
    chosen = getattr(wanted, name)
    return tuple(
        Facet(value, says[value], count, value in chosen)
        for value, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    )


def heads(groups: Iterable[tuple[int, ...] | None], each: int) -> list[list[int]]:
    """Ids of the first `each` goods of every group of categories (None: of the mall). One statement."""
    found: list[list[int]] = []
    parts = []
    for place, ids in enumerate(groups):
        found.append([])
        rows = on_sale() if ids is None else on_sale().filter(category__in=ids)
        parts.append(_placed(rows, place, each))
    if not parts:
        return []
    union = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    for place, pk, _ in sorted(union, key=lambda row: (row[0], row[2], row[1])):
        found[place].append(pk)
    return found


def _placed(rows: QuerySet[Product], place: int, each: int) -> QuerySet:
    from django.db.models import IntegerField, Value

    placed = rows.annotate(place=Value(place, output_field=IntegerField())).order_by("position", "pk")
    return placed.values_list("place", "pk", "position")[:each]
