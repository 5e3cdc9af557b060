"""Carts as people see them: grouped as they will travel, with tax, limit and what stands in the way."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from catalog.selectors import offers
from catalog.types import Offer
from customs.rules.limits import limits_on
from customs.rules.modes import Mode, rule
from orders.clock import beijing_day
from orders.errors import Untaxable
from orders.models import Cart, CartLine
from orders.pricing import grouped, proposal, quote
from orders.selectors.language import in_language
from orders.types import ZERO, CartGroup, CartLineView, CartView, Quote, QuotePackage
from tenancy.written import rows


def cart_of(*, shopper_id: int | None = None, token: uuid.UUID | None = None) -> int | None:
    """The id of the shopper's cart, or of the guest's by its token; None where there is none yet."""
    if shopper_id is not None:
        return Cart.objects.filter(shopper_id=shopper_id).values_list("pk", flat=True).first()
    if token is None:
        return None
    return Cart.objects.filter(token=token, shopper_id=None).values_list("pk", flat=True).first()


def cart_pieces(cart_id: int | None) -> int:
    """How many pieces are in it: the badge."""
    if cart_id is None:
        return 0
    return CartLine.objects.filter(cart_id=cart_id).aggregate(n=Sum("quantity"))["n"] or 0


@dataclass(frozen=True, slots=True)
class Contents:
    """What a cart holds, sku_id -> pieces, and those SKUs as they are offered now."""

    wants: dict[int, int]
    offers: dict[int, Offer]

    def holding(self, sku_id: int, pieces: int) -> Contents:
        return Contents(self.wants | {sku_id: pieces}, self.offers)


def contents_of(cart_id: int, *, beside: Collection[int] = ()) -> Contents:
    """In the order things were put in; with the offers of SKUs `beside` it that are about to be. Two statements."""
    lines = rows(CartLine, "cart_id = %(cart)s ORDER BY added_at, id", cart=cart_id)
    wants = {line.sku_id: line.quantity for line in lines}
    asked = {*wants, *beside}
    return Contents(wants, offers(asked) if asked else {})


def cart_view(
    cart_id: int,
    language: str,
    *,
    now: datetime | None = None,
    sku_ids: Collection[int] | None = None,
    split: bool = False,
    allowance_used: Decimal = ZERO,
    province: str = "",
    contents: Contents | None = None,
) -> CartView:
    """The cart (or the chosen `sku_ids` of it), quoted as place_order would. Two statements, or none where its
    `contents` have just been read.

    `split`: groups over the single limit are shown parted, as when the shopper has agreed to it. `province`: two
    digits of where it goes, for freight.
    """
    on = beijing_day(now or timezone.now())
    contents = contents or contents_of(cart_id)
    wants, found = contents.wants, contents.offers
    if sku_ids is not None:
        wants = {sku: n for sku, n in wants.items() if sku in set(sku_ids)}
    how = {"allowance_used": allowance_used, "split": split, "province": province}
    priced, problems = _priced(wants, found, on, how)
    return CartView(
        cart_id=cart_id,
        groups=tuple(_group(package, found, language, on, province) for package in priced.packages),
        invalid=tuple(
            _invalid(sku, wants[sku], found.get(sku), why, language) for sku, why in problems.items()
        ),
        goods=priced.goods,
        freight=priced.freight,
        discount=priced.discount,
        tax=priced.tax,
        total=priced.total,
        pieces=sum(n for sku, n in wants.items() if sku not in problems),
    )


def _priced(
    wants: dict[int, int], found: dict[int, Offer], on: date, how: dict[str, Any]
) -> tuple[Quote, dict[int, str]]:
    """What is sound, quoted; and sku_id -> what is wrong with the line, in the order of the cart."""
    known = {sku: _problem(found.get(sku), n) for sku, n in wants.items()}
    sound = {sku: n for sku, n in wants.items() if not known[sku]}
    try:
        priced = quote(wants=sound, offers=found, on=on, **how)
    except Untaxable:
        known |= dict.fromkeys(_untaxable(sound, found, on), "untaxable")
        sound = {sku: n for sku, n in wants.items() if not known[sku]}
        priced = quote(wants=sound, offers=found, on=on, **how)
    return priced, {sku: why for sku, why in known.items() if why}


def _problem(offer: Offer | None, quantity: int) -> str:
    if offer is None or not offer.is_offered:
        return "delisted"
    if offer.sellable < 1:
        return "sold_out"
    return "few_left" if offer.sellable < quantity else ""


def _untaxable(sound: dict[int, int], found: dict[int, Offer], on: date) -> list[int]:
    """SKUs of the groups that cannot be taxed, so that one of them does not hide the whole cart."""
    groups = grouped(sound, found).values()
    return [sku for pieces in groups if not _taxes(pieces, found, on) for sku in pieces]


def _taxes(pieces: dict[int, int], found: dict[int, Offer], on: date) -> Quote | None:
    try:
        return quote(wants=pieces, offers=found, on=on)
    except Untaxable:
        return None


def _group(
    package: QuotePackage, found: dict[int, Offer], language: str, on: date, province: str
) -> CartGroup:
    first = found[next(iter(package.wanted))]
    has_limits = rule(Mode(package.mode)).has_limits
    pieces = package.wanted
    parts = proposal(pieces, found, on, province) if package.refusal == "over_single_limit" else []
    return CartGroup(
        supplier_id=package.supplier_id,
        supplier_name=in_language(first.supplier_names, language),
        warehouse_id=package.warehouse_id,
        warehouse_name=in_language(first.warehouse.names, language),
        warehouse_country=first.warehouse.country,
        mode=package.mode,
        days=(first.warehouse.days_min, first.warehouse.days_max),
        lines=_lines(package, found, language),
        goods=package.goods,
        freight=package.freight,
        tax=package.tax,
        total=package.total,
        to_free_freight=_to_free_freight(package),
        limit=limits_on(on).single if has_limits else None,
        held=package.dutiable_value,
        outcome=package.outcome,
        refusal=package.refusal,
        proposal=tuple(tuple(part.items()) for part in parts),
        freight_varies=first.warehouse.rules is not None,
    )


def _to_free_freight(package: QuotePackage) -> Decimal | None:
    if package.free_from is None or not package.freight:
        return None
    return package.free_from - package.goods


def _lines(package: QuotePackage, found: dict[int, Offer], language: str) -> tuple[CartLineView, ...]:
    """One line for each SKU that was put in; the parts of a bundle are added up again."""
    sums: dict[int, tuple[Decimal, Decimal]] = {}
    for line in package.lines:
        amount, tax = sums.get(line.bundle_id or line.sku_id, (ZERO, ZERO))
        sums[line.bundle_id or line.sku_id] = (amount + line.amount, tax + line.tax)
    return tuple(_line(found[sku], n, *sums[sku], "", language) for sku, n in package.wanted.items())


def _line(
    offer: Offer, quantity: int, amount: Decimal, tax: Decimal, problem: str, language: str
) -> CartLineView:
    return CartLineView(
        sku_id=offer.sku_id,
        product_id=offer.product_id,
        slug=offer.slug,
        title=in_language(offer.title, language),
        option=in_language(offer.option, language),
        picture=offer.picture,
        origin=offer.origin,
        quantity=quantity,
        unit_price=offer.unit_price,
        amount=amount,
        tax=tax,
        sellable=offer.sellable,
        problem=problem,
    )


def _invalid(sku_id: int, quantity: int, offer: Offer | None, problem: str, language: str) -> CartLineView:
    if offer is None:
        return CartLineView(sku_id, None, "", "", "", "", "", quantity, ZERO, ZERO, ZERO, 0, problem)
    return _line(offer, quantity, offer.unit_price * quantity, ZERO, problem, language)
