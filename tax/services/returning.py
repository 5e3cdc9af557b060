"""What a return gives back of a quote: tax and allowance within customs' windows, neither after them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from tax.rules import returns
from tax.rules.answer import LineTax
from tax.rules.numbers import read_money
from tax.rules.refunds import Back, part_of
from tax.services.quoting import ZERO, yuan
from tax.types import InvalidQuoteError, QuoteLine, ReturnedPart, ReturnQuote


def quote_return(
    *,
    snapshot: Mapping[str, Any],
    parts: Sequence[ReturnedPart],
    released_on: date,
    applied_on: date,
    arrived_on: date | None = None,
) -> ReturnQuote:
    """Taxes and dutiable value (allowance) of the returned pieces, from the order's own snapshot.

    Partial returns in any order add up to what was taken. Raises InvalidQuoteError for a line named twice, and for a
    line or a number of pieces the quote does not hold.
    """
    if len({part.id for part in parts}) != len(parts):
        raise InvalidQuoteError("parts", "duplicate_id", "names a line twice")
    if not returns.within(released_on, applied_on, arrived_on):
        return ReturnQuote(False, (), ZERO, ZERO)
    lines = tuple(_line(snapshot, part) for part in parts)
    return ReturnQuote(
        True,
        lines,
        sum((line.total for line in lines), ZERO),
        sum((line.dutiable_value for line in lines), ZERO),
    )


def _line(snapshot: Mapping[str, Any], part: ReturnedPart) -> QuoteLine:
    quantities = {line["id"]: line["quantity"] for line in snapshot["request"]["lines"]}
    taken = {line["id"]: line for line in snapshot["answer"].get("lines", ())}
    if part.id not in taken:
        raise InvalidQuoteError("parts", "unknown_line", "names a line the quote does not hold")
    try:
        back = part_of(_taken(taken[part.id]), quantities[part.id], part.before, part.pieces)
    except ValueError as error:
        raise InvalidQuoteError("parts", "too_many_pieces", str(error)) from error
    return QuoteLine(part.id, *_yuan(back))


def _taken(line: Mapping[str, str]) -> LineTax:
    names = ("dutiable_value", "duty", "consumption_tax", "vat", "postal_tax")
    return LineTax(line["id"], *(read_money(line[name], name) for name in names))


def _yuan(back: Back) -> list[Decimal]:
    return [yuan(amount) for amount in back]
