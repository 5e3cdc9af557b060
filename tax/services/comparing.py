"""The regimes side by side, and prices with the tax inside."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from tax.rules import comparison, inclusive
from tax.rules.errors import FieldError
from tax.rules.numbers import read_money
from tax.rules.reading import read_request
from tax.rules.replay import RecordingTables
from tax.rules.request import Regime, Request
from tax.services.quoting import ZERO, build, document_of, quote_lines, yuan
from tax.services.tables import current_tables
from tax.types import InclusivePrice, InvalidQuoteError, PlainDiscount, PlainLine, RegimeOption


def compare_regimes(
    *,
    on: date,
    origin: str = "",
    lines: Sequence[PlainLine],
    freight: Decimal = ZERO,
    insurance: Decimal = ZERO,
    discounts: Sequence[PlainDiscount] = (),
    allowance_used: Decimal = ZERO,
    policy: dict[str, bool] | None = None,
) -> tuple[RegimeOption, ...]:
    """cbec, postal, general: what each costs, why it is out, the cheapest lawful one marked.

    Raises InvalidQuoteError naming the field at fault where no regime can be counted.
    """
    document = document_of(
        regime="auto",
        on=on,
        origin=origin,
        lines=lines,
        freight=freight,
        insurance=insurance,
        discounts=discounts,
        allowance_used=allowance_used,
        policy=policy,
    )
    tables = RecordingTables(current_tables())

    def read(regime: Regime) -> Request:
        return read_request(document | {"regime": regime.value}, tables)

    try:
        options = comparison.compare(read)
    except FieldError as error:
        raise InvalidQuoteError(error.field, error.code, error.detail) from error
    return tuple(
        RegimeOption(
            option.regime.value,
            build(option.answer, document | {"regime": option.regime.value}, tables)
            if option.answer
            else None,
            option.code,
            option.cheapest,
        )
        for option in options
    )


def solve_inclusive_price(
    *,
    regime: str,
    on: date,
    origin: str = "",
    line: PlainLine,
    gross: Decimal,
    freight: Decimal = ZERO,
    allowance_used: Decimal = ZERO,
) -> InclusivePrice:
    """Unit prices of `line` for which its amount and all taxes come to `gross` yuan. Its own price is ignored.

    Raises InvalidQuoteError naming the field at fault.
    """

    def quoted(price: Decimal) -> PlainLine:
        return replace(line, unit_price=price)

    document = document_of(
        regime=regime,
        on=on,
        origin=origin,
        lines=[quoted(ZERO)],
        freight=freight,
        insurance=ZERO,
        discounts=(),
        allowance_used=allowance_used,
        policy=None,
    )
    try:
        found = inclusive.solve(
            read_request(document, current_tables()), read_money(format(gross, "f"), "gross")
        )
    except FieldError as error:
        raise InvalidQuoteError(error.field, error.code, error.detail) from error
    prices = tuple(yuan(price) for price in found.prices)
    quotes = tuple(
        quote_lines(
            regime=regime,
            on=on,
            origin=origin,
            lines=[quoted(price)],
            freight=freight,
            allowance_used=allowance_used,
        )
        for price in prices
    )
    return InclusivePrice(found.finding, prices, quotes)
