"""The price that a card shows, tax in it: what lists are sorted and narrowed by."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from customs.rules.modes import Mode, rule
from tax.services.quoting import quote_lines
from tax.types import PlainContent, PlainLine, TaxError


def shown_price(product: Any, sku: Any, on: date) -> Decimal:
    """Yuan for one piece with import tax, without freight; the bare price where the tax cannot be told. A bundle is
    taxed by its parts (`sku.bundle_items` with their components)."""
    regime = rule(Mode(product.mode)).regime
    items = list(sku.bundle_items.all())
    pieces = [(item.component, item.quantity, item.unit_price) for item in items] or [(sku, 1, sku.price)]
    if regime == "general" or not all(part.trade_profiles.all() for part, _n, _price in pieces):
        return sku.price
    lines = [_line(part, quantity, price, regime) for part, quantity, price in pieces]
    try:
        quote = quote_lines(regime=regime, on=on, origin=product.warehouse.country, lines=lines)
    except TaxError:
        return sku.price
    return sku.price + quote.total


def _line(sku: Any, quantity: int, price: Decimal, regime: str) -> PlainLine:
    trade = sku.trade_profiles.all()[0]
    content = None
    if trade.content_amount is not None and trade.content_unit:
        content = PlainContent(trade.content_amount, trade.content_unit)
    named = {"article": trade.postal_article} if regime == "postal" else {"hs": trade.hs_code}
    return PlainLine(str(sku.pk), quantity, price, content=content, **named)
