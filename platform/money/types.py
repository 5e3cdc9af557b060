"""What money can be refused for, and the rounding modes by name."""

import decimal
from decimal import Decimal
from enum import Enum

FEN = Decimal("0.01")
#: Digits before the point. Customs documents carry N19,5, that is 14 + 5 digits.
MAX_WHOLE_DIGITS = 14
#: Digits in all that a value may have before rounding; beyond it somebody is attacking, not pricing.
MAX_DIGITS = 60


class Rounding(Enum):
    """How a fraction of a fen disappears. Values are the names of the `decimal` module."""

    HALF_UP = decimal.ROUND_HALF_UP
    HALF_EVEN = decimal.ROUND_HALF_EVEN
    DOWN = decimal.ROUND_DOWN
    UP = decimal.ROUND_UP


class MoneyError(ValueError):
    """An amount that cannot be used. `code` is stable; the message is English for developers."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def checked(value: Decimal) -> Decimal:
    """Return `value` if it is a finite Decimal of sane size, else raise MoneyError."""
    if not isinstance(value, Decimal):
        raise MoneyError("not_decimal", f"money is a Decimal, got {type(value).__name__}")
    if not value.is_finite():
        raise MoneyError("not_finite", f"{value} is not an amount")
    too_long = len(value.as_tuple().digits) > MAX_DIGITS or value.adjusted() < -MAX_DIGITS
    if too_long or (value and value.adjusted() >= MAX_WHOLE_DIGITS):
        raise MoneyError("too_many_digits", "the amount has too many digits")
    return value
