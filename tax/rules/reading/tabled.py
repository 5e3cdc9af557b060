"""Rates looked up in tables: by HS code for goods, by article code for the postal tax."""

from datetime import date
from typing import NamedTuple

from tax.rules.errors import FieldError
from tax.rules.lookup import ArticleRow, HsRow, Provider, Tiers
from tax.rules.numbers import Exact, read_decimal, read_money
from tax.rules.reading.content import measure
from tax.rules.reading.rates import Tax, join
from tax.rules.request import ZERO, Content, Kind, Origin, Rates


class Tabled(NamedTuple):
    """Rates of a line and where they come from."""

    rates: Rates
    on_list: bool | None
    origin: Origin


def goods_row(provider: Provider, code: str, on: date) -> HsRow:
    """The row of an HS code; a named error where there is none on the day."""
    row = provider.hs(code, on)
    if row is None:
        raise FieldError("hs", "unknown_code", f"no rates for {code} on {on.isoformat()}")
    if row.vat is None:
        raise FieldError("hs", "rate_missing", f"no VAT rate for {code} on {on.isoformat()}")
    return row


def tabled_goods(row: HsRow, content: Content | None, quantity: int, amount: int) -> Tabled:
    """Rates of a row. `amount` (fen) decides between the tiers of a specific tax."""
    vat = read_decimal(row.vat, "hs")
    duty = None if row.duty is None else read_decimal(row.duty, "hs")
    rates = join(vat, duty, _tax(row, content, quantity, amount))
    return Tabled(rates, row.on_list, Origin("hs", row.code, row.source, row.confidence))


def _tax(row: HsRow, content: Content | None, quantity: int, amount: int) -> Tax | None:
    if row.kind is None:
        return None
    specific = row.specific
    if row.tiers is not None:
        specific = _tier(row.tiers, measure(content, quantity, row.per or ""), amount)
    return Tax(
        Kind(row.kind),
        read_decimal(row.rate, "hs") if row.rate is not None else ZERO,
        read_decimal(specific, "hs") if specific is not None else ZERO,
        row.per or "",
    )


def _tier(tiers: Tiers, units: Exact, amount: int) -> str:
    if amount * units.den >= read_money(tiers.high_from, "hs") * units.num:
        return tiers.high
    if amount * units.den < read_money(tiers.low_below, "hs") * units.num:
        return tiers.low
    raise FieldError(
        "hs",
        "tier_undecided",
        "the price is too near the tier's limit to tell without a customs exchange rate",
    )


def article_row(provider: Provider, code: str, on: date) -> ArticleRow:
    """The row of a postal article; a named error where there is none on the day."""
    row = provider.article(code, on)
    if row is None:
        raise FieldError("article", "unknown_code", f"no article {code} on {on.isoformat()}")
    return row
