"""What goes back when pieces of a line are returned: parts of the tax as taken, which sum to the whole.

A line's tax was rounded once for all its pieces; the share of the first k pieces is the tax x k / quantity
rounded half up, and a return gives the difference of two such shares. So any order of partial returns adds
up exactly.
"""

from typing import NamedTuple

from tax.rules.answer import LineTax
from tax.rules.numbers import half_up


class Back(NamedTuple):
    """Fen to give back for a part of a line. `value` is the dutiable value (yearly allowance) of the part."""

    value: int
    duty: int
    consumption_tax: int
    vat: int
    postal_tax: int


def part_of(line: LineTax, quantity: int, before: int, pieces: int) -> Back:
    """The share of `pieces` returned after `before` of the line's `quantity` had come back already."""
    if not (before >= 0 and pieces > 0 and before + pieces <= quantity):
        raise ValueError("more pieces than the line has left")

    def share(amount: int) -> int:
        return half_up(amount * (before + pieces), quantity) - half_up(amount * before, quantity)

    return Back(*(share(amount) for amount in line[1:]))
