"""A shelf: one page of goods, how many there are, and the facets that narrow it. Two statements at any size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Count, QuerySet

from catalog.browsing.goods import Goods, both, on_sale, read
from catalog.browsing.heads import page_of
from catalog.browsing.statement import Rows, rows_by_ids, rows_of, rows_of_ids_in
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
_SORTED = frozenset(SORTS) - {""}
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
class Kind:
    """Products that share every facet, counted."""

    values: dict[str, str]
    says: dict[str, Words]
    count: int


Kinds = tuple[Kind, ...]


def shelf(wanted: Wanted, kinds: Kinds | None = None) -> Shelf:
    """The page asked for; a page beyond the last is the last. Prices are those of cards, tax in them.

    `kinds`: what `kinds_of` the same frame gave, where it is known already. A search counts for itself.
    """
    if wanted.text.strip():
        return _searched(wanted)
    if kinds is None:
        kinds = kinds_of(wanted)
    total = sum(kind.count for kind in _matching(kinds, wanted))
    pages = max(1, -(-total // PAGE))
    page = min(max(1, wanted.page), pages)
    goods = read(_rows(wanted, (page - 1) * PAGE)) if total else []
    return Shelf(tuple(goods), total, page, pages, {name: _facet(kinds, name, wanted) for name in _FACETS})


def frame_of(wanted: Wanted) -> Wanted:
    """What the page itself settles, without what was chosen on it: lists of one frame count the same kinds."""
    chosen: dict[str, tuple[str, ...]] = dict.fromkeys(_FACETS, ())
    return replace(wanted, **chosen, sort="", page=1)  # type: ignore[arg-type]


def _rows(wanted: Wanted, skip: int) -> Rows:
    plain = replace(frame_of(wanted), category_ids=None) == Wanted()
    if plain and wanted.sort not in _SORTED and not any(getattr(wanted, name) for name in _FACETS):
        return rows_of_ids_in(*page_of(wanted.category_ids, PAGE, skip))
    chosen = _chosen(_framed(wanted), wanted).order_by(*SORTS.get(wanted.sort, SORTS[""]))
    return rows_of(chosen[skip : skip + PAGE])


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
    total = sum(kind.count for kind in _matching(kinds, wanted))
    pages = max(1, -(-total // PAGE))
    if page > pages:
        page = pages
        found = find(wanted.text, frame, most=PAGE, first=(page - 1) * PAGE)
    shown = tuple(read(rows_by_ids(found.ids)))
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


def _kind_of(row: tuple[str, str, str, str, int, int], places: dict[int, Warehouse]) -> Kind:
    brand_zh, brand_en, origin, mode, warehouse_id, count = row
    place = places[warehouse_id]
    return Kind(
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


def kinds_of(wanted: Wanted) -> Kinds:
    """The kinds of goods in the frame of a list. One statement that reads the frame whole."""
    grouped = (
        _framed(wanted)
        .values_list(
            "brand_zh_hans", "brand_en", "origin", "mode", "warehouse__code", "warehouse__name_zh_hans",
            "warehouse__name_en",
        )
        .annotate(n=Count("pk"))
    )  # fmt: skip
    return tuple(
        Kind(
            {"brand": brand_en or "", "origin": origin, "mode": mode, "warehouse": code},
            {
                "brand": both(brand_zh, brand_en),
                "warehouse": both(place_zh or code, place_en or place_zh or code),
            },
            count,
        )
        for brand_zh, brand_en, origin, mode, code, place_zh, place_en, count in grouped
    )


def _matching(kinds: Iterable[Kind], wanted: Wanted, but: str = "") -> Iterable[Kind]:
    """Those that every chosen facet holds, one facet left aside."""
    chosen = [(name, values) for name in _FACETS if name != but and (values := getattr(wanted, name))]
    if not chosen:
        return kinds
    return [kind for kind in kinds if all(kind.values[name] in values for name, values in chosen)]


def _facet(kinds: Iterable[Kind], name: str, wanted: Wanted) -> tuple[Facet, ...]:
    """The values of one facet, each with the goods it would leave beside the other facets chosen."""
    counts: Counter[str] = Counter()
    says: dict[str, Words] = {}
    for kind in _matching(kinds, wanted, but=name):
        value = kind.values[name]
        if value:
            counts[value] += kind.count
            says[value] = kind.says.get(name) or {"zh-hans": value, "en": value}
    chosen = getattr(wanted, name)
    return tuple(
        Facet(value, says[value], count, value in chosen)
        for value, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    )
