"""The price that a card shows, tax in it: what lists are sorted and narrowed by."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from customs.rules.modes import Mode, rule
from tax.services.quoting import quote_lines
from tax.types import PlainContent, PlainLine, TaxError


def shown_price(product: Any, sku: Any, on: date) -> Decimal:
    """Yuan for one piece with import tax, without freight; the bare price where the tax cannot be told."""
    profiles = list(sku.trade_profiles.all())
    regime = rule(Mode(product.mode)).regime
    if not profiles or regime == "general":
        return sku.price
    trade = profiles[0]
    content = None
    if trade.content_amount is not None and trade.content_unit:
        content = PlainContent(trade.content_amount, trade.content_unit)
    named = {"article": trade.postal_article} if regime == "postal" else {"hs": trade.hs_code}
    line = PlainLine(str(sku.pk), 1, sku.price, content=content, **named)
    try:
        quote = quote_lines(regime=regime, on=on, origin=product.warehouse.country, lines=[line])
    except TaxError:
        return sku.price
    return sku.price + quote.total
