"""The price tag: what a shopper pays for one piece, import tax in it (包税价).

Counted by the same pricing as cart and order, for one piece and without freight; never stored, kept in the
process under everything it is made of: the price, what customs taxes, the law and the rates of the day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from catalog.types import Offer
from orders.clock import beijing_day
from orders.errors import OrderError
from orders.pricing import quote
from orders.types import ZERO, QuotePackage
from storefront.filling.language import language
from storefront.presentation import Price, TaxTable
from storefront.presentation.money import SheetReason
from tax.services import working
from tax.services.tables import current_tables

_KEPT_AT_MOST = 20_000
_kept: dict[tuple[Any, ...], Tag] = {}


@dataclass(frozen=True, slots=True)
class Tag:
    """One piece: `goods` + `tax` = `total`, in yuan. `taxed` is False where the tax cannot be told."""

    goods: Decimal
    tax: Decimal
    taxed: bool

    @property
    def total(self) -> Decimal:
        return self.goods + self.tax

    @property
    def price(self) -> Price:
        return Price.of(self.total)


def tag(offer: Offer, now: datetime) -> Tag:
    on = beijing_day(now)
    key = _key(offer, on)
    found = _kept.get(key)
    if found is None:
        if len(_kept) >= _KEPT_AT_MOST:
            _kept.clear()
        found = _kept[key] = _counted(offer, on)
    return found


def was(offer: Offer, struck: Decimal | None, now: datetime) -> Price | None:
    """The struck price (划线价) as the price beside it is shown: with the import tax of today in it, so that the two
    compare. None where there is none, or where nothing is saved. A bundle's is its price before tax: what its parts
    cost is shared out for the price of today alone."""
    if struck is None or struck <= offer.unit_price:
        return None
    shown = tag(offer, now)
    before = struck if offer.parts else tag(replace(offer, unit_price=struck), now).total
    return Price.of(before) if before > shown.total else None


def was_basis() -> str:
    """依据: what a struck price is, by the rules on marking prices clearly."""
    return _("Struck price: the lowest asked here in the seven days before the reduction, tax as of today")


def _key(offer: Offer, on: date) -> tuple[Any, ...]:
    parts = tuple((part.quantity, _plain_key(part.offer, on)) for part in offer.parts)
    return (*_plain_key(offer, on), parts)


def _plain_key(offer: Offer, on: date) -> tuple[Any, ...]:
    trade = offer.trade
    taxed = trade and (trade.hs_code, trade.postal_article, trade.content_amount, trade.content_unit)
    return current_tables().version, on, offer.mode, offer.warehouse.country, offer.unit_price, taxed


def _counted(offer: Offer, on: date) -> Tag:
    package = without_freight(offer, 1, on)
    if package is None:
        return Tag(offer.unit_price, ZERO, False)
    return Tag(package.goods - package.discount, package.tax, True)


def without_freight(offer: Offer, quantity: int, on: date) -> QuotePackage | None:
    """The quote of some pieces alone; None where the tax app refuses or cannot count."""
    here = replace(offer.warehouse, freight=ZERO, rules=None)
    parts = tuple(replace(part, offer=replace(part.offer, warehouse=here)) for part in offer.parts)
    free = replace(offer, warehouse=here, parts=parts, is_offered=True)
    try:
        package = quote(wants={offer.sku_id: quantity}, offers={offer.sku_id: free}, on=on).packages[0]
    except OrderError:
        return None
    return None if package.refusal else package


def tax_sheet(offer: Offer, quantity: int, now: datetime) -> TaxTable | None:
    """How the price of `quantity` pieces is made up, to the fen, with the reasons of the law."""
    on = beijing_day(now)
    package = without_freight(offer, quantity, on)
    if package is None:
        return None
    goods_note = f"{Price.of(offer.unit_price).text} × {quantity}"
    return tax_table([package], total=_("You pay"), on=on, notes={"goods": goods_note}, freight=False)


def tax_table(
    packages: list[QuotePackage],
    *,
    total: str,
    on: date,
    notes: dict[str, str] | None = None,
    freight: bool = True,
) -> TaxTable:
    """One table of any number of packages; rows of nothing are left out, but goods and the tax stay."""
    notes = notes or {}
    lines = [line for package in packages for line in package.lines]
    labels = {str(line.sku_id): str(number) for number, line in enumerate(lines, 1)}

    def taxed(name: str) -> Decimal:
        return sum((getattr(line, name) for line in lines), ZERO)

    def added(name: str) -> Decimal:
        return sum((getattr(package, name) for package in packages), ZERO)

    rows = [(_("Goods before tax"), added("goods"), notes.get("goods", ""))]
    rows += [(_("Discount"), -added("discount"), "")] if added("discount") else []
    rows += [(_("Freight"), added("freight"), notes.get("freight", ""))] if freight else []
    taxes = [
        (_("Customs duty"), taxed("duty"), ""),
        (_("Consumption tax"), taxed("consumption_tax"), ""),
        (_("VAT"), taxed("vat"), ""),
        (_("Postal tax"), taxed("postal_tax"), ""),
    ]
    rows += [row for row in taxes if row[1]] or [(_("Import tax"), ZERO, _nothing(packages))]
    return TaxTable.of(
        rows=tuple(rows),
        total=(total, added("total") if freight else added("total") - added("freight")),
        as_of=on.isoformat(),
        reasons=tuple(dict.fromkeys(reason for package in packages for reason in reasons(package, labels))),
    )


def _nothing(packages: list[QuotePackage]) -> str:
    outcomes = {package.outcome for package in packages}
    if outcomes == {"domestic"}:
        return _("Already cleared: the tax is in the price")
    return _("Nothing to pay") if "waived" in outcomes else ""


def reasons(package: QuotePackage, labels: dict[str, str]) -> list[SheetReason]:
    """The working of the tax, each step with its source, in the page's language; lines are called by their place."""
    if not package.tax_snapshot:
        return []
    steps = working(snapshot=package.tax_snapshot, language=language(), labels=labels)
    return [SheetReason(step.says, step.source) for step in steps]
