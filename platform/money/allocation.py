"""Splitting a sum without losing a fen: the largest remainder."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from money.formatting import fen, from_fen
from money.types import MoneyError, checked


def allocate(
    total: Decimal, weights: Sequence[Decimal], keys: Sequence[str] | None = None
) -> tuple[Decimal, ...]:
    """Split `total` yuan over `weights`, to the fen; the parts sum to `total` exactly.

    Each part first gets the whole fen of its exact share; the fen left over go one each to the largest
    remainders, ties to the larger weight, then to the smaller key by code point (the position, when no keys
    are given). All weights zero: equal shares. A negative total is split as its absolute value, negated.

    Raises MoneyError: `not_whole_fen`, `negative_weight`, `keys_mismatch`, `nothing_to_split_over`.
    """
    units = fen(total)
    shares = _weights(weights)
    if keys is not None and len(keys) != len(shares):
        raise MoneyError("keys_mismatch", "one key for each weight")
    if not shares:
        if units:
            raise MoneyError("nothing_to_split_over", "an amount cannot be split over nothing")
        return ()
    sign = -1 if units < 0 else 1
    return tuple(from_fen(sign * part) for part in _largest_remainder(abs(units), shares, keys))


def _weights(weights: Sequence[Decimal]) -> list[Fraction]:
    exact = [Fraction(checked(weight)) for weight in weights]
    if any(weight < 0 for weight in exact):
        raise MoneyError("negative_weight", "a weight cannot be negative")
    return exact if any(exact) else [Fraction(1)] * len(exact)


def _largest_remainder(units: int, weights: list[Fraction], keys: Sequence[str] | None) -> list[int]:
    whole = sum(weights)
    exact = [units * weight / whole for weight in weights]
    parts = [share.numerator // share.denominator for share in exact]

    def rank(i: int) -> tuple[Fraction, Fraction, str, int]:
        return parts[i] - exact[i], -weights[i], keys[i] if keys is not None else "", i

    for i in sorted(range(len(weights)), key=rank)[: units - sum(parts)]:
        parts[i] += 1
    return parts
