"""The written forms of money: fen integers for gateways, yuan text for documents, grouped text for people."""

import re
from decimal import Decimal

from money.rounding import exact_fen
from money.types import MAX_WHOLE_DIGITS, MoneyError

_TEXT = re.compile(rf"-?[0-9]{{1,{MAX_WHOLE_DIGITS}}}(\.[0-9]{{1,2}})?")


def fen(amount: Decimal) -> int:
    """Yuan to whole fen (分), exactly. Raises MoneyError `not_whole_fen` for a fraction of a fen."""
    return int(exact_fen(amount).scaleb(2))


def from_fen(units: int) -> Decimal:
    """Whole fen to yuan with two places."""
    if isinstance(units, bool) or not isinstance(units, int):
        raise MoneyError("not_integer", f"fen are whole numbers, got {type(units).__name__}")
    if abs(units) >= 10 ** (MAX_WHOLE_DIGITS + 2):
        raise MoneyError("too_many_digits", "the amount has too many digits")
    return Decimal(units).scaleb(-2)


def yuan(amount: Decimal) -> str:
    """Yuan as documents and the JSON API write it: `1234.50`."""
    return f"{exact_fen(amount):f}"


def grouped(amount: Decimal, symbol: str = "¥") -> str:
    """Yuan as people read it: `¥1,234.50`, `-¥0.50`."""
    exact = exact_fen(amount)
    return f"{'-' if exact < 0 else ''}{symbol}{abs(exact):,.2f}"


def parse(text: str) -> Decimal:
    """Read yuan text such as `12`, `12.5`, `-12.50`. Raises MoneyError `not_an_amount` for anything else."""
    if not isinstance(text, str) or not _TEXT.fullmatch(text):
        raise MoneyError("not_an_amount", "an amount is digits with at most two decimals")
    return exact_fen(Decimal(text))
