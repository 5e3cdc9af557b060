"""Rates looked up in tables: by HS code for goods, by article code for the postal tax."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from tax.rules import lookup
from tax.rules.errors import FieldError
from tax.rules.lookup import ArticleRow, HsRow, Provider
from tax.rules.numbers import Exact, read_decimal, read_money
from tax.rules.reading.rates import KIND_FIELDS, Tax, join, read_tax
from tax.rules.request import Origin, Rates, Tiers


class Tabled(NamedTuple):
    """Rates of a line and where they come from."""

    rates: Rates
    on_list: bool | None
    origins: tuple[Origin, ...]


def goods_row(provider: Provider, code: str, on: date) -> HsRow:
    """The row of an HS code; a named error where there is none on the day."""
    row = provider.hs(code, on)
    if row is None:
        raise FieldError("hs", "unknown_code", f"no rates for {code} on {on.isoformat()}")
    if row.vat is None:
        raise FieldError("hs", "rate_missing", f"no VAT rate for {code} on {on.isoformat()}")
    return row


def tabled_goods(row: HsRow) -> Tabled:
    """Rates of a row. Raises `rate_missing` where its consumption tax cannot be counted: never zero by accident."""
    vat = read_decimal(row.vat, "hs")
    duty = None if row.duty is None else read_decimal(row.duty, "hs")
    try:
        tax = consumption_of(row)
    except FieldError as error:
        raise FieldError(
            "hs", "rate_missing", f"the consumption tax of {row.code} is not whole: {error}"
        ) from None
    return Tabled(join(vat, duty, tax), row.on_list, tuple(_origins(row)))


def _origins(row: HsRow) -> Iterator[Origin]:
    yield Origin("hs", row.code, row.source, row.confidence)
    if row.duty_from:
        yield Origin("duty", row.duty_from, row.duty_source, row.duty_confidence)
    if row.list_confidence:
        yield Origin("list", row.code[:8], row.list_source, row.list_confidence)


def consumption_of(row: HsRow) -> Tax | None:
    """The consumption tax of a row. Raises FieldError naming the column that is missing or too many."""
    given = {"rate": row.rate, "specific": row.specific, "per": row.per}
    found = {name: value for name, value in given.items() if value is not None}
    kinds = {str(kind): fields for kind, fields in KIND_FIELDS.items()}
    # a kind that nobody knows is refused where it is read
    allowed = frozenset[str]() if row.kind is None else kinds.get(row.kind, frozenset(given))
    for name in found:
        if name not in allowed:
            raise FieldError(name, "contradiction", "does not belong to this kind of consumption tax")
    if row.tiers is not None and "specific" not in allowed:
        raise FieldError("low_specific", "contradiction", "does not belong to this kind of consumption tax")
    if row.kind is None:
        return None
    tax = read_tax({"kind": row.kind, **found})
    return tax if row.tiers is None else tax._replace(tiers=_tiers(row.tiers, tax))


def _tiers(tiers: lookup.Tiers, tax: Tax) -> Tiers:
    low = read_decimal(_there(tiers.low, "low_specific"), "low_specific")
    low_below = read_money(_there(tiers.low_below, "low_below"), "low_below")
    high_from = read_money(_there(tiers.high_from, "high_from"), "high_from")
    if low_below > high_from:
        raise FieldError("low_below", "contradiction", "is above the limit of the upper tier")
    return Tiers(_fen(tax.specific), high_from, _fen(low), low_below)


def _there(value: str, field: str) -> str:
    if not value:
        raise FieldError(field, "missing", "is missing")
    return value


def _fen(yuan: Exact) -> Exact:
    return Exact(yuan.num * 100, yuan.den)


def article_row(provider: Provider, code: str, on: date) -> ArticleRow:
    """The row of a postal article; a named error where there is none on the day."""
    row = provider.article(code, on)
    if row is None:
        raise FieldError("article", "unknown_code", f"no article {code} on {on.isoformat()}")
    return row
