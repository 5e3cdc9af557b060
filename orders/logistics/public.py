"""What anybody may see who holds a parcel, or knows its number and the phone it goes to. No name, phone or address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from catalog.inventory.selectors import batches_of
from catalog.selectors import words
from customs.rules.modes import Mode, rule
from identifiers.provinces import province_of
from orders.lifecycle.summary import parcel_word
from orders.logistics.eta import Awaited, Expected, expected, is_awaited
from orders.logistics.journey import Moment, journey
from orders.logistics.lanes import Lane
from orders.logistics.models import Waybill
from orders.logistics.vocabulary import LEG_NAMES, Leg
from orders.models import Line, Package
from orders.selectors.language import in_language
from orders.selectors.parcels import parcel_of
from orders.selectors.views import StatusWord
from orders.selectors.words import word

MOST_TEXT = 40


@dataclass(frozen=True, slots=True)
class Slip:
    """A waybill of one leg."""

    leg: str
    carrier: str
    number: str


@dataclass(frozen=True, slots=True)
class PublicParcel:
    """`mode_name` and `word` in the language asked for; `way` oldest first."""

    token: str
    number: str
    mode: str
    mode_name: str
    word: StatusWord
    slips: tuple[Slip, ...]
    way: tuple[Moment, ...]
    expected: Expected | None


@dataclass(frozen=True, slots=True)
class TracedLine:
    """Goods in the parcel; `batches` are (code, best before), empty until it leaves the warehouse."""

    title: str
    option: str
    origin: str
    quantity: int
    batches: tuple[tuple[str, date | None], ...]


@dataclass(frozen=True, slots=True)
class Provenance:
    """溯源: where the goods of a parcel come from. `list_number` and `tax` stand once customs released it.

    `tax_outcome`: taxed, waived or domestic.
    """

    parcel: PublicParcel
    supplier: str
    warehouse: str
    warehouse_country: str
    port: str
    list_number: str
    released_at: datetime | None
    tax: Decimal
    tax_outcome: str
    lines: tuple[TracedLine, ...]


def token_of(number: str, digits: str) -> str:
    """The token of the parcel with that waybill or package number, if its phone ends in the four digits; else empty.

    Two statements at most. Whoever calls it counts the tries.
    """
    number = number.strip().upper()[:MOST_TEXT]
    if not number or len(digits) != 4 or not (digits.isascii() and digits.isdigit()):
        return ""
    rows = Waybill.objects.select_related("package__order")
    found = rows.filter(number=number).first() or rows.filter(package__number=number).first()
    if found is None or not found.package.order.phone.endswith(digits):
        return ""
    return _domestic(found.package_id).token


def _domestic(package_id: int) -> Waybill:
    return Waybill.objects.get(package_id=package_id, leg=Leg.DOMESTIC)


def parcel_by(token: str, language: str, now: datetime) -> PublicParcel | None:
    """The parcel behind the token of a label; None where there is none."""
    package = _package(token)
    return _parcel(package, token, language, now) if package is not None else None


def provenance_by(token: str, language: str, now: datetime) -> Provenance | None:
    package = _package(token)
    if package is None:
        return None
    released = package.released_at is not None
    return Provenance(
        parcel=_parcel(package, token, language, now),
        supplier=in_language(package.supplier.names, language),
        warehouse=in_language(words(package.warehouse, "name"), language),
        warehouse_country=package.warehouse.country,
        port=package.port if rule(Mode(package.mode)).declared else "",
        list_number=package.list_number if released else "",
        released_at=package.released_at,
        tax=package.tax,
        tax_outcome=package.tax_outcome if released or package.tax_outcome == "domestic" else "",
        lines=_lines(package, language),
    )


def _package(token: str) -> Package | None:
    """Empty tokens are those of labels printed before there were any: they open nothing."""
    if not token:
        return None
    rows = Package.objects.select_related("order", "supplier", "warehouse").prefetch_related("waybills")
    return rows.filter(waybills__token=token, waybills__leg=Leg.DOMESTIC).first()


def _parcel(package: Package, token: str, language: str, now: datetime) -> PublicParcel:
    order = package.order
    province = province_of(order.district_code, order.address)
    return PublicParcel(
        token=token,
        number=package.number,
        mode=package.mode,
        mode_name=rule(Mode(package.mode)).name(language),
        word=word(parcel_word(parcel_of(package)), language),
        slips=tuple(
            Slip(str(LEG_NAMES[Leg(w.leg)]), w.carrier_name, w.number)
            for w in sorted(package.waybills.all(), key=lambda w: w.leg, reverse=True)
            if w.cancelled_at is None
        ),
        way=journey(package.pk, language),
        expected=_expected(package, province, now),
    )


def _expected(package: Package, province: str, now: datetime) -> Expected | None:
    if not is_awaited(package.clearance, package.fulfilment, closed=package.closed_at is not None):
        return None
    lane = Lane(package.warehouse_id, package.mode, package.port, province)
    awaited = Awaited(package.pk, lane, package.warehouse.days_max)
    return expected([awaited], package.order.paid_at, now).get(package.pk)


def _lines(package: Package, language: str) -> tuple[TracedLine, ...]:
    batches = batches_of(f"package:{package.pk}")
    return tuple(
        TracedLine(
            title=in_language(line.title, language),
            option=in_language(line.option, language),
            origin=str(line.trade.get("origin", "")),
            quantity=line.quantity,
            batches=tuple(batches.get(line.sku_id, ())),
        )
        for line in Line.objects.filter(package=package)
    )
