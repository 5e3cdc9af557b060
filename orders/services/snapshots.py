"""The rows of a new order: everything as it was sold, so that nothing changes when the catalogue does."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any

from accounts.models import Address, Identity
from catalog.types import Offer
from orders.numbers import package_number
from orders.types import CheckoutRequest, Quote, QuoteLine, QuotePackage

_SUMS = ("goods", "freight", "discount", "tax", "total")


def order_row(
    request: CheckoutRequest,
    number: str,
    address: Address,
    address_line: str,
    identity: Identity | None,
    priced: Quote,
    now: datetime,
    expires_at: datetime,
    risk: str = "",
) -> dict[str, Any]:
    """Columns of the order; the notice and its time only where something comes from abroad."""
    told = identity is not None
    return {name: getattr(priced, name) for name in _SUMS} | {
        "number": number,
        "shopper_id": request.shopper_id,
        "identity_id": identity.pk if identity else None,
        "state": "placed",
        "payment_state": "pending",
        "consignee": address.consignee,
        "phone": address.phone,
        "address": address_line,
        "district_code": address.district_code,
        "language": request.language,
        "notice_version": request.notice_version if told else "",
        "notice_hash": request.notice_hash if told else "",
        "notice_accepted_at": now if told else None,
        "ip": request.ip,
        "device": request.device[:64],
        "risk": risk,
        "rule_version": priced.rule_version[:200],
        "placed_at": now,
        "expires_at": expires_at,
    }


def package_rows(number: str, priced: Quote, offers: dict[int, Offer]) -> list[dict[str, Any]]:
    return [
        _package_row(number, place, package, offers) for place, package in enumerate(priced.packages, start=1)
    ]


def _package_row(number: str, place: int, package: QuotePackage, offers: dict[int, Offer]) -> dict[str, Any]:
    return {name: getattr(package, name) for name in _SUMS} | {
        "number": package_number(number, place),
        "sequence": place,
        "supplier_id": package.supplier_id,
        "warehouse_id": package.warehouse_id,
        "mode": package.mode,
        "port": offers[package.lines[0].sku_id].warehouse.port,
        "tax_outcome": package.outcome,
        "tax_snapshot": package.tax_snapshot,
        "net_kg": _weight(package, offers, "net_kg"),
        "gross_kg": _weight(package, offers, "gross_kg"),
    }


def _weight(package: QuotePackage, offers: dict[int, Offer], which: str) -> Decimal:
    """Kilograms of all pieces."""
    return sum(
        (getattr(offers[line.sku_id].trade, which, Decimal(0)) * line.quantity for line in package.lines),
        Decimal(0),
    )


def line_rows(priced: Quote, offers: dict[int, Offer]) -> list[dict[str, Any]]:
    return [
        _line_row(place, package_place, line, offers)
        for package_place, package in enumerate(priced.packages, start=1)
        for place, line in enumerate(package.lines, start=1)
    ]


def _line_row(place: int, package_place: int, line: QuoteLine, offers: dict[int, Offer]) -> dict[str, Any]:
    offer = offers[line.sku_id]
    amounts = asdict(line)
    whole = offers[bundle_id] if (bundle_id := amounts.pop("bundle_id")) is not None else None
    count = amounts.pop("bundles")
    return amounts | {
        "bundle": bundle_of(whole, count) if whole is not None else {},
        "package": package_place,
        "sequence": place,
        "sku_code": offer.sku_code,
        "slug": offer.slug,
        "title": offer.title,
        "option": offer.option,
        "picture": offer.picture,
        "trade": trade_of(offer),
    }


def bundle_of(offer: Offer, count: int) -> dict[str, Any]:
    """The bundle that a line is a part of, as it was sold, and how many of it."""
    return {
        "sku_id": offer.sku_id, "sku_code": offer.sku_code, "slug": offer.slug, "title": offer.title,
        "option": offer.option, "price": format(offer.unit_price, "f"), "count": count,
    }  # fmt: skip


def trade_of(offer: Offer) -> dict[str, Any]:
    """What customs must know of the SKU, with the bar code; decimals as text."""
    facts = asdict(offer.trade) if offer.trade is not None else {}
    texts = {
        name: format(value, "f") if isinstance(value, Decimal) else value for name, value in facts.items()
    }
    return texts | {"barcode": offer.barcode}
