"""What may stand in a leaf element: lengths, decimals, whole numbers, as XML Schema reads them.

White space: text is kept as it is, unless the field collapses it; numbers are collapsed. Lengths are
counted in
characters, digits after leading and trailing zeros are dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from customs.messages.types import Field

Refusal = tuple[str, Mapping[str, object]]
Check = Callable[[str], Refusal | None]

WHITE = " \t\r\n"
TOTAL_DIGITS, FRACTION_DIGITS = 19, 5
# Possessive, so that ten megabytes of zeros cost one pass.
_DECIMAL = re.compile(r"[+-]?([0-9]*+)(?:\.([0-9]*+))?")
_WHOLE = re.compile(r"([+-]?)([0-9]++)")
_GAP = re.compile(r"[ \t\r\n]+")


def collapse(text: str) -> str:
    """White space squeezed to single spaces and trimmed, XML's four white characters only."""
    return _GAP.sub(" ", text).strip(" ")


def check_of(field: Field) -> Check:
    """The function that refuses a value of the field, with the rule it breaks; None when it is fine."""
    if field.kind == "N":
        return _decimal
    if field.kind == "int":
        return _whole_of(field.digits)
    return _text_of(field)


def _decimal(text: str) -> Refusal | None:
    match = _DECIMAL.fullmatch(text) or _DECIMAL.fullmatch(text.strip(WHITE))
    if match is None or not (match[1] or match[2]):
        return "decimal", {"value": text[:60]}
    fraction = len((match[2] or "").rstrip("0"))
    if fraction > FRACTION_DIGITS:
        return "fraction_digits", {"value": text[:60], "limit": FRACTION_DIGITS}
    if len(match[1].lstrip("0")) + fraction > TOTAL_DIGITS:
        return "total_digits", {"value": text[:60], "limit": TOTAL_DIGITS}
    return None


def _whole_of(limit: int | None) -> Check:
    def whole(text: str) -> Refusal | None:
        match = _WHOLE.fullmatch(text.strip(WHITE))
        digits = match[2].lstrip("0") if match else ""
        if match is None or len(digits) > 10:
            return "integer", {"value": text[:60]}
        number = int(match[1] + (digits or "0"))
        if not -(2**31) <= number < 2**31:
            return "integer", {"value": text[:60]}
        if limit is not None and len(digits) > limit:
            return "total_digits", {"value": text[:60], "limit": limit}
        return None

    return whole


def _text_of(field: Field) -> Check:
    low, high = field.min_length, field.max_length
    if field.fixed is None and not field.collapse and high is not None:
        return _plain_text(low, high)

    def text_check(text: str) -> Refusal | None:
        length = len(collapse(text)) if field.collapse else len(text)
        if length >= low and (high is None or length <= high):
            return None if field.fixed is None or text == field.fixed else _not_fixed(field, text)
        return _wrong_length(length, low, high)

    return text_check


def _plain_text(low: int, high: int) -> Check:
    def plain(text: str) -> Refusal | None:
        length = len(text)
        return None if low <= length <= high else _wrong_length(length, low, high)

    return plain


def _wrong_length(length: int, low: int, high: int | None) -> Refusal:
    if low == high:
        return "length", {"length": length, "limit": low}
    return (
        ("min_length", {"length": length, "limit": low})
        if length < low
        else (
            "max_length",
            {"length": length, "limit": high},
        )
    )


def _not_fixed(field: Field, text: str) -> Refusal:
    return "fixed_value", {"value": text[:60], "expected": field.fixed}
