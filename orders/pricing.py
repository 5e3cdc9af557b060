"""What it costs, in named stages: catalog -> marketing -> freight -> tax -> Quote (报价).

The catalogue's price of the moment is the only one that counts. Goods are parted into packages first (one
supplier, one warehouse, one mode), since freight, tax and limits are those of a package. Nothing here reads a
database: `offers` come in, a frozen Quote goes out, and one that does not add up cannot be built.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from catalog import freight
from catalog.types import Offer
from customs.rules.limits import limits_on, propose_split
from customs.rules.modes import Mode, rule
from orders.errors import BadQuantity, NotOffered, Untaxable
from orders.types import ZERO, Quote, QuoteLine, QuotePackage
from tax.services import quote_lines
from tax.types import InvalidQuoteError, PlainContent, PlainDiscount, PlainLine
from tax.types import Quote as TaxQuote

MOST_PIECES = 999
DOMESTIC, REFUSED, NOT_DELIVERED = "domestic", "refused", "not_delivered"
GroupKey = tuple[int, int, str]
Pieces = Mapping[int, int]
Marketing = Callable[["Draft"], "Draft"]


@dataclass(frozen=True, slots=True)
class Draft:
    """A package on its way through the stages; `discounts` are open ones: they lower the dutiable value."""

    offers: tuple[Offer, ...]
    quantities: tuple[int, ...]
    discounts: tuple[Decimal, ...]
    freight: Decimal = ZERO
    free_from: Decimal | None = None
    delivers: bool = True
    bundles: tuple[tuple[int, int] | None, ...] = ()
    """Of each offer the bundle it is a part of, and how many of it; None for a SKU bought as such."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Names of the lines towards the tax app: a SKU may stand alone and in a bundle at once."""
        return tuple(
            line_key(offer.sku_id, bundle and bundle[0])
            for offer, bundle in zip(self.offers, self.bundles, strict=True)
        )

    @property
    def amounts(self) -> tuple[Decimal, ...]:
        return tuple(o.unit_price * q for o, q in zip(self.offers, self.quantities, strict=True))

    @property
    def goods(self) -> Decimal:
        return sum(self.amounts, ZERO)


def no_marketing(draft: Draft) -> Draft:
    """The stage of promotions, coupons and points: none yet."""
    return draft


def quote(
    *,
    wants: Pieces,
    offers: Mapping[int, Offer],
    on: date,
    allowance_used: Decimal = ZERO,
    split: bool = False,
    province: str = "",
    marketing: Marketing = no_marketing,
) -> Quote:
    """Price `wants` (sku_id -> pieces) on a day of Beijing, for one orderer who has used `allowance_used`.

    `split`: groups over the single limit are parted by `proposal`. `province`: two digits of where it goes, for
    freight; unknown, it is that of most provinces. Raises NotOffered, BadQuantity, Untaxable;
    a package that its regime refuses comes back with `refusal` and no tax.
    """
    packages: list[QuotePackage] = []
    used = allowance_used
    for pieces in parcels(wants, offers, on, split, province):
        draft = freight_stage(marketing(catalog_stage(pieces, offers)), province)
        packages.append(tax_stage(draft, on, used))
        if rule(Mode(packages[-1].mode)).has_limits:
            used += packages[-1].dutiable_value
    return total_of(packages)


def group_key(offer: Offer) -> GroupKey:
    """Supplier, warehouse, mode: what may travel in one package."""
    return offer.supplier_id, offer.warehouse.id, offer.mode


def grouped(wants: Pieces, offers: Mapping[int, Offer]) -> dict[GroupKey, dict[int, int]]:
    """`wants` by package, keys and SKUs in order."""
    groups: dict[GroupKey, dict[int, int]] = {}
    for sku_id in sorted(wants, key=lambda sku: (group_key(offers[sku]), sku)):
        groups.setdefault(group_key(offers[sku_id]), {})[sku_id] = wants[sku_id]
    return groups


def parcels(
    wants: Pieces, offers: Mapping[int, Offer], on: date, split: bool, province: str = ""
) -> list[dict[int, int]]:
    """What goes into each package. Raises NotOffered, BadQuantity."""
    for sku_id, quantity in wants.items():
        checked_quantity(quantity)
        if sku_id not in offers or not offers[sku_id].is_offered:
            raise NotOffered(sku_id=sku_id)
    parted: list[dict[int, int]] = []
    for pieces in grouped(wants, offers).values():
        parts = proposal(pieces, offers, on, province) if split else []
        parted += [dict(part) for part in parts] or [pieces]
    return parted


def checked_quantity(quantity: int) -> int:
    """Raises BadQuantity outside of 1 to 999."""
    if isinstance(quantity, bool) or not isinstance(quantity, int) or not 1 <= quantity <= MOST_PIECES:
        raise BadQuantity()
    return quantity


def proposal(
    pieces: Pieces, offers: Mapping[int, Offer], on: date, province: str = ""
) -> list[dict[int, int]]:
    """An honest split of one group: parts that each stay within the single limit, freight counted in.

    Empty where nothing need or can be split. Never done silently: a person confirms it first.
    """
    ruled = rule(Mode(offers[next(iter(pieces))].mode))
    if not ruled.has_limits or sum(pieces.values()) < 2:
        return []
    draft = freight_stage(catalog_stage(pieces, offers), province)
    limit = limits_on(on).single
    if draft.goods + draft.freight <= limit:
        return []
    room = limit - _most_freight(draft, province)
    units = [(f"{sku}.{i}", offers[sku].unit_price) for sku, n in pieces.items() for i in range(n)]
    parts = [_counted(keys) for keys in propose_split(units, room)]
    return sorted(parts, key=lambda part: sorted(part.items())) if len(parts) > 1 else []


def _counted(keys: Iterable[str]) -> dict[int, int]:
    counts: dict[int, int] = {}
    for key in keys:
        sku_id = int(key.partition(".")[0])
        counts[sku_id] = counts.get(sku_id, 0) + 1
    return dict(sorted(counts.items()))


def catalog_stage(pieces: Pieces, offers: Mapping[int, Offer]) -> Draft:
    """Today's prices of the catalogue. A bundle comes as its parts: that is how it is taxed, declared and held."""
    rows = [row for sku_id, quantity in pieces.items() for row in _parted(offers[sku_id], quantity)]
    chosen, quantities, bundles = zip(*rows, strict=True)
    return Draft(chosen, quantities, (ZERO,) * len(rows), bundles=bundles)


def _parted(offer: Offer, quantity: int) -> list[tuple[Offer, int, tuple[int, int] | None]]:
    if not offer.parts:
        return [(offer, quantity, None)]
    return [(part.offer, part.quantity * quantity, (offer.sku_id, quantity)) for part in offer.parts]


def line_key(sku_id: int, bundle_id: int | None) -> str:
    """The name of a line in a tax quote and in its snapshot."""
    return str(sku_id) if bundle_id is None else f"{sku_id}.{bundle_id}"


def with_parts(offers: Mapping[int, Offer]) -> dict[int, Offer]:
    """The offers and those of the parts of bundles, by SKU: what the lines of a quote name."""
    return {part.offer.sku_id: part.offer for o in offers.values() for part in o.parts} | dict(offers)


def freight_stage(draft: Draft, province: str = "") -> Draft:
    """The freight of one package: by its warehouse's template, else one price; free from a value of goods on."""
    warehouse = draft.offers[0].warehouse
    if warehouse.rules is None:
        free_from = warehouse.free_freight_from
        is_free = free_from is not None and draft.goods >= free_from
        return replace(draft, freight=ZERO if is_free else warehouse.freight, free_from=free_from)
    zone = warehouse.rules.zone(province)
    if zone is None:
        return replace(draft, delivers=False)
    fee = freight.due(zone, freight.counted(warehouse.rules, load_of(draft)), draft.goods)
    return replace(draft, freight=fee, free_from=zone.free_from)


def load_of(draft: Draft) -> freight.Load:
    """What travels; goods without a trade profile weigh nothing (they are not sold)."""
    pairs = [(o.trade, q) for o, q in zip(draft.offers, draft.quantities, strict=True) if o.trade is not None]
    kg = sum((trade.gross_kg * n for trade, n in pairs), Decimal(0))
    cm3 = sum(((trade.volume_cm3 or Decimal(0)) * n for trade, n in pairs), Decimal(0))
    return freight.Load(kg, cm3, sum(draft.quantities))


def _most_freight(draft: Draft, province: str) -> Decimal:
    """What a part of the package pays at most: a part may miss what made the whole travel free."""
    warehouse = draft.offers[0].warehouse
    if warehouse.rules is None:
        return warehouse.freight
    zone = warehouse.rules.zone(province)
    return freight.fee(zone, freight.counted(warehouse.rules, load_of(draft))) if zone else ZERO


def tax_stage(draft: Draft, on: date, allowance_used: Decimal) -> QuotePackage:
    """The taxes of the package by the regime of its mode; goods of general trade are cleared already."""
    regime = rule(Mode(draft.offers[0].mode)).regime
    if regime == "general":
        return _package(draft, None)
    try:
        answer = quote_lines(
            regime=regime,
            on=on,
            origin=draft.offers[0].warehouse.country,
            lines=[
                _plain(key, o, q)
                for key, o, q in zip(draft.keys, draft.offers, draft.quantities, strict=True)
            ],
            freight=draft.freight,
            discounts=[
                PlainDiscount("open", taken, (key,))
                for key, taken in zip(draft.keys, draft.discounts, strict=True)
                if taken
            ],
            allowance_used=allowance_used,
        )
    except InvalidQuoteError as error:
        raise Untaxable(field=error.field, detail=error.detail) from error
    return _package(draft, answer)


def _plain(key: str, offer: Offer, quantity: int) -> PlainLine:
    trade = offer.trade
    if trade is None:
        raise NotOffered(sku_id=offer.sku_id)
    content = None
    if trade.content_amount is not None and trade.content_unit:
        content = PlainContent(trade.content_amount, trade.content_unit)
    if rule(Mode(offer.mode)).regime == "postal":
        return PlainLine(key, quantity, offer.unit_price, content=content, article=trade.postal_article)
    return PlainLine(key, quantity, offer.unit_price, hs=trade.hs_code, content=content)


def _package(draft: Draft, answer: TaxQuote | None) -> QuotePackage:
    lines = _lines(draft, answer)
    goods, discount = draft.goods, sum(draft.discounts, ZERO)
    tax = sum((line.tax for line in lines), ZERO)
    first = draft.offers[0]
    return QuotePackage(
        supplier_id=first.supplier_id,
        warehouse_id=first.warehouse.id,
        mode=first.mode,
        lines=lines,
        goods=goods,
        freight=draft.freight,
        discount=discount,
        tax=tax,
        total=goods + draft.freight + tax - discount,
        dutiable_value=ZERO if answer is None else answer.dutiable_value,
        outcome=DOMESTIC if answer is None else answer.outcome,
        refusal=_refusal(draft, answer),
        free_from=draft.free_from,
        rule_version="" if answer is None else answer.rule_version,
        tax_snapshot={} if answer is None else answer.as_snapshot(),
    )


def _refusal(draft: Draft, answer: TaxQuote | None) -> str:
    if not draft.delivers:
        return NOT_DELIVERED
    return "" if answer is None else answer.code


def _lines(draft: Draft, answer: TaxQuote | None) -> tuple[QuoteLine, ...]:
    taxed = {} if answer is None else {line.id: line for line in answer.lines}
    made = []
    for offer, quantity, amount, discount, bundle, key in zip(
        draft.offers, draft.quantities, draft.amounts, draft.discounts, draft.bundles, draft.keys, strict=True
    ):
        line = QuoteLine(offer.sku_id, quantity, offer.unit_price, amount, discount)
        if bundle is not None:
            line = replace(line, bundle_id=bundle[0], bundles=bundle[1])
        found = taxed.get(key)
        if found is not None:
            line = replace(
                line,
                dutiable_value=found.dutiable_value,
                duty=found.duty,
                consumption_tax=found.consumption_tax,
                vat=found.vat,
                postal_tax=found.postal_tax,
            )
        made.append(line)
    return tuple(made)


def total_of(packages: Iterable[QuotePackage]) -> Quote:
    """The sums over packages."""
    rows = tuple(packages)
    sums = {
        name: sum((getattr(package, name) for package in rows), ZERO)
        for name in ("goods", "freight", "discount", "tax", "total")
    }
    return Quote(packages=rows, **sums)
