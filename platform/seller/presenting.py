"""A package as the backend's pages and papers show it. The consignee's telephone is masked until a label needs it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from catalog.inventory.selectors import locations
from catalog.models import Mode
from orders.lifecycle.summary import parcel_word
from orders.models import Package
from orders.selectors.labels import trace_address
from orders.selectors.language import bundle_words, in_language
from orders.selectors.parcels import companions, domestic, parcel_of
from orders.selectors.words import reason_words

MODES = dict(Mode.choices)


@dataclass(frozen=True, slots=True)
class LineView:
    id: int
    sku_code: str
    title: str
    option: str
    picture: str
    quantity: int
    amount: Decimal
    bundle: str = ""
    location: str = ""
    """库位 in the package's warehouse."""


@dataclass(frozen=True, slots=True)
class PackageView:
    """`can_ship`: it may leave now; `can_split`: part of it may go first. `phone` is masked. `trace`: the address
    behind the code on the label. `together`: the other packages of its parcel."""

    id: int
    number: str
    order_number: str
    mode: str
    warehouse: str
    word: str
    attention: bool
    reason: str
    consignee: str
    phone: str
    address: str
    carrier: str
    waybill: str
    goods: Decimal
    tax: Decimal
    total: Decimal
    pieces: int
    gross_kg: Decimal
    paid_at: datetime | None
    released_at: datetime | None
    dispatched_at: datetime | None
    signed_at: datetime | None
    can_ship: bool
    can_split: bool
    trace: str
    lines: tuple[LineView, ...]
    steps: tuple[tuple[datetime, str, str], ...]
    together: tuple[str, ...] = ()


def masked_phone(text: str) -> str:
    """138****8000: enough to tell two parcels apart, too little to call."""
    return f"{text[:3]}****{text[-4:]}" if len(text) >= 8 else "****"


def place(address: str) -> str:
    """直辖市: a province that is its own city is said once."""
    for name in ("北京市", "上海市", "天津市", "重庆市"):
        address = address.replace(name * 2, name)
    return address


def package_views(rows: Sequence[Package], language: str) -> list[PackageView]:
    """Several at once, with what travels in the same parcel: one statement where any does, and one for their pick
    locations."""
    together = companions(rows)
    wanted = {(line.sku_id, row.warehouse_id) for row in rows for line in row.lines.all()}
    found = locations(wanted) if wanted else {}
    return [_view(row, language, found, together.get(row.pk, ())) for row in rows]


def parcels(views: Iterable[PackageView]) -> list[PackageView]:
    """One for each waybill: packages that share it are shown as one, with all their goods and weight."""
    found: dict[str, PackageView] = {}
    for view in views:
        key = view.waybill or view.number
        found[key] = _joined(found[key], view) if key in found else view
    return list(found.values())


def _joined(one: PackageView, more: PackageView) -> PackageView:
    return replace(
        one,
        number=f"{one.number} + {more.number}",
        lines=one.lines + more.lines,
        pieces=one.pieces + more.pieces,
        gross_kg=one.gross_kg + more.gross_kg,
    )


def walk(location: str) -> tuple[bool, list[tuple[int, int, str]]]:
    """The order in which a picker walks: A-2 before A-10; what has no location last."""
    parts = re.findall(r"\d+|\D+", location)
    return not location, [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]


def _view(
    row: Package, language: str, found: Mapping[tuple[int, int], str], together: tuple[str, ...]
) -> PackageView:
    order, parcel = row.order, parcel_of(row)
    waybill = domestic(row)
    word = parcel_word(parcel)
    pieces = sum(line.quantity for line in row.lines.all())
    is_free = parcel.clearance == "released" or not parcel.declares
    return PackageView(
        row.pk, row.number, order.number, row.mode, row.warehouse.name, word.name(language), word.attention,
        reason_words(row.reason_code, row.reason, language), order.consignee, masked_phone(order.phone),
        place(order.address), waybill.carrier_name if waybill else "", waybill.number if waybill else "",
        row.goods, row.tax, row.total, pieces, row.gross_kg, order.paid_at,
        row.released_at, row.dispatched_at, row.signed_at,
        bool(waybill) and is_free and row.fulfilment == "pending" and order.state == "paid",
        not parcel.declares and row.fulfilment == "pending" and order.state == "paid" and pieces > 1
        and not together,
        trace_address(row.mall_id, waybill.token) if waybill else "",
        _lines(row, language, found),
        tuple((event.at, event.code, event.place) for event in (waybill.events.all() if waybill else ())),
        together,
    )  # fmt: skip


def _lines(row: Package, language: str, found: Mapping[tuple[int, int], str]) -> tuple[LineView, ...]:
    """In the order in which a picker walks; without locations as they were bought."""
    lines = [
        LineView(
            line.pk, line.sku_code, in_language(line.title, language), in_language(line.option, language),
            line.picture, line.quantity, line.amount, bundle_words(line.bundle, language),
            found.get((line.sku_id, row.warehouse_id), ""),
        )
        for line in row.lines.all()
    ]  # fmt: skip
    return tuple(sorted(lines, key=lambda line: walk(line.location)))
