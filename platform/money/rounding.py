"""The one place where a fraction of a fen disappears."""

from decimal import Context, Decimal

from money.types import FEN, MAX_DIGITS, MoneyError, Rounding, checked

HALF_UP = Rounding.HALF_UP
HALF_EVEN = Rounding.HALF_EVEN
DOWN = Rounding.DOWN
UP = Rounding.UP

#: Wide enough for every value `checked` lets through, so that no other context can lose digits.
_CONTEXT = Context(prec=MAX_DIGITS * 2)


def to_fen(value: Decimal, mode: Rounding = HALF_UP) -> Decimal:
    """Round yuan to the fen (分): two places, never -0.00.

    Raises MoneyError: `not_decimal`, `not_finite`, `too_many_digits`.
    """
    return _plain_zero(checked(value).quantize(FEN, rounding=mode.value, context=_CONTEXT))


def exact_fen(value: Decimal) -> Decimal:
    """Write yuan with two places, refusing a fraction of a fen (`not_whole_fen`) instead of rounding it."""
    rounded = to_fen(value)
    if rounded != value:
        raise MoneyError("not_whole_fen", f"{value} is not a whole number of fen")
    return rounded


def _plain_zero(amount: Decimal) -> Decimal:
    return amount if amount else Decimal("0.00")
