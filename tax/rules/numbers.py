"""Reading and writing exact numbers. Money is whole fen; a rate is (numerator, power of ten)."""

import re
from typing import NamedTuple

from tax.rules.errors import FieldError

_MONEY = re.compile(r"([0-9]{1,18})(?:\.([0-9]{1,2}))?").fullmatch
_DECIMAL = re.compile(r"([0-9]{1,18})(?:\.([0-9]{1,18}))?").fullmatch
_SIGNED = re.compile(r"-[0-9]+(\.[0-9]+)?").fullmatch
_PLAIN = re.compile(r"[0-9]+(\.[0-9]+)?").fullmatch


class Exact(NamedTuple):
    """A non-negative rational number: `num` / `den`, den > 0. Not reduced."""

    num: int
    den: int


def half_up(num: int, den: int) -> int:
    """The whole number nearest to num / den, halves away from zero (四舍五入). num >= 0, den > 0."""
    return (2 * num + den) // (2 * den)


def read_money(value: object, field: str) -> int:
    """Yuan as text with at most two decimals -> fen."""
    found = _MONEY(value) if isinstance(value, str) else None
    if found is None:
        raise unreadable(value, field, "money with at most two decimals")
    whole, cents = found.groups()
    if cents is None:
        return int(whole) * 100
    return int(whole) * 100 + int(cents) * (10 if len(cents) == 1 else 1)


def read_decimal(value: object, field: str) -> Exact:
    """A decimal number as text -> (numerator, power of ten)."""
    found = _DECIMAL(value) if isinstance(value, str) else None
    if found is None:
        raise unreadable(value, field, "a decimal number of at most 18 digits either side")
    whole, places = found.groups()
    if places is None:
        return Exact(int(whole), 1)
    return Exact(int(whole + places), 10 ** len(places))


def unreadable(value: object, field: str, wanted: str) -> FieldError:
    """Why `value` is not the number that was wanted; long input is never echoed."""
    if not isinstance(value, str):
        return FieldError(field, "not_text", f"must be text holding {wanted}")
    if _SIGNED(value):
        return FieldError(field, "negative", "must not be negative")
    if _PLAIN(value):
        return FieldError(field, "out_of_range", f"too many digits for {wanted}")
    return FieldError(field, "not_a_number", f"is not {wanted}")


def yuan(fen: int) -> str:
    """12345 -> '123.45'."""
    whole, cents = divmod(fen, 100)
    return f"{whole}.{cents:02d}"


def plain(value: Exact, places: int = 6) -> str:
    """num / den as a decimal text, cut after `places`; a cut tail shows as '…'."""
    whole, rest = divmod(value.num, value.den)
    digits, tail = divmod(rest * 10**places, value.den)
    text = f"{whole}.{digits:0{places}d}"
    if tail:
        return text + "…"
    return text.rstrip("0").rstrip(".")


def percent(value: Exact) -> str:
    """0.7 -> '70%'."""
    return plain(Exact(value.num * 100, value.den)) + "%"
