"""One thing counted as it is and as it would be: a SKU on sale, one piece of it; a package not yet through customs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from catalog.types import Offer
from customs.policy.what_if.types import Change
from orders.errors import OrderError
from orders.models import Line, Package
from orders.pricing import catalog_stage, freight_stage, tax_stage
from tax.services.planning import use_planned

COUNTED, REFUSED, UNCOUNTED, DOMESTIC = "counted", "refused", "uncounted", "domestic"


@dataclass(frozen=True, slots=True)
class Effect:
    """`kind`: goods or order. Amounts in yuan as text, empty where there is none; `outcome_*` a word of this module,
    `reason_*` a code of the tax rules where refused."""

    kind: str
    code: str
    title: str
    mode: str
    pieces: int
    value: str
    outcome_now: str
    reason_now: str
    tax_now: str
    outcome_then: str
    reason_then: str
    tax_then: str

    @property
    def difference(self) -> Decimal | None:
        return Decimal(self.tax_then) - Decimal(self.tax_now) if self.tax_now and self.tax_then else None

    def as_row(self) -> list[Any]:
        return [getattr(self, name) for name in self.__slots__]


def of_goods(offer: Offer, change: Change, on: date) -> Effect:
    title = offer.title.get("zh-hans") or next(iter(offer.title.values()), "")
    return _effect("goods", offer.sku_code, title, {offer.sku_id: offer}, {offer.sku_id: 1}, change, on)


def of_package(
    package: Package, lines: list[Line], offers: Mapping[int, Offer], change: Change, on: date
) -> Effect:
    """By the prices it was sold at; goods that are gone from the catalogue cannot be counted."""
    wants: dict[int, int] = {}
    sold: dict[int, Offer] = {}
    for line in lines:
        offer = offers.get(line.sku_id)
        if offer is None:
            return _uncounted(package, sum(each.quantity for each in lines))
        wants[offer.sku_id] = wants.get(offer.sku_id, 0) + line.quantity
        sold[offer.sku_id] = replace(offer, unit_price=line.unit_price, mode=package.mode)
    return _effect("order", package.number, "", sold, wants, change, on)


def _uncounted(package: Package, pieces: int) -> Effect:
    return Effect("order", package.number, "", package.mode, pieces, "", UNCOUNTED, "", "", UNCOUNTED, "", "")


def _effect(
    kind: str,
    code: str,
    title: str,
    offers: Mapping[int, Offer],
    wants: Mapping[int, int],
    change: Change,
    on: date,
) -> Effect:
    first = next(iter(offers.values()))
    value = sum((offers[sku].unit_price * n for sku, n in wants.items()), Decimal("0.00"))
    now = _counted(offers, wants, on)
    with use_planned(rates=change.rates, rules=change.rules):
        then = _counted(offers, wants, on)
    return Effect(kind, code, title, first.mode, sum(wants.values()), f"{value:.2f}", *now, *then)


def _counted(offers: Mapping[int, Offer], wants: Mapping[int, int], on: date) -> tuple[str, str, str]:
    """Outcome, reason, tax."""
    try:
        priced = tax_stage(freight_stage(catalog_stage(wants, offers)), on, Decimal("0.00"))
    except OrderError:
        return UNCOUNTED, "", ""
    if priced.refusal:
        return REFUSED, priced.refusal, ""
    return DOMESTIC if priced.outcome == "domestic" else COUNTED, "", f"{priced.tax:.2f}"
