"""The exact reverse of what was taken. Pure.

The share of the first k of n pieces is the amount x k / n rounded half up. A request gives the share of all
pieces asked for so far, less what those before it were given: in whatever order pieces come back, also after a
request was withdrawn, the last one makes the sum whole to the fen.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from orders.aftersale.types import ZERO

_FEN = Decimal("0.01")


def share(amount: Decimal, part: Decimal | int, whole: Decimal | int) -> Decimal:
    """`amount` x `part` / `whole` to the fen; all of it where the whole is nothing."""
    if not whole:
        return amount
    return (amount * part / whole).quantize(_FEN, ROUND_HALF_UP)


def next_share(
    amount: Decimal, so_far: Decimal | int, whole: Decimal | int, given: Iterable[Decimal]
) -> Decimal:
    """What brings all that was `given` to the share of `so_far` (this request included); never below nothing."""
    return max(ZERO, share(amount, so_far, whole) - sum(given, ZERO))
