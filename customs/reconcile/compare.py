"""Two counts of the same tax, and what the difference looks like. Plain values in, plain values out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

FEN = Decimal("0.01")
_REDUCED = Decimal("0.7")


class Cause(StrEnum):
    SAME = "same"
    ROUNDING = "rounding"
    VALUE = "value"
    """Customs valued the goods otherwise."""
    FULL_RATE = "full_rate"
    """Taxed in full, not at seventy per cent: over a limit, or not as cross-border retail."""
    DUTY = "duty"
    """A duty was charged that is zero within the limits."""
    RATE = "rate"
    """The same value, another rate of VAT or consumption tax."""
    HS_CODE = "hs_code"
    """Customs classified the goods otherwise."""
    LINES = "lines"
    """A line only one side has."""


@dataclass(frozen=True, slots=True)
class Count:
    """One side's count of a line, in yuan."""

    gnum: int
    hs_code: str
    value: Decimal
    duty: Decimal
    consumption_tax: Decimal
    vat: Decimal

    @property
    def tax(self) -> Decimal:
        return self.duty + self.consumption_tax + self.vat


@dataclass(frozen=True, slots=True)
class Pair:
    """A line of both; one of them is missing where only one side has it. `difference`: theirs above ours."""

    gnum: int
    ours: Count | None
    theirs: Count | None
    cause: Cause

    @property
    def difference(self) -> Decimal:
        return (self.theirs.tax if self.theirs else Decimal()) - (self.ours.tax if self.ours else Decimal())


def compare(ours: Iterable[Count], theirs: Iterable[Count]) -> list[Pair]:
    """By line number; every line of either side stands once."""
    mine, others = _by_number(ours), _by_number(theirs)
    return [
        Pair(number, mine.get(number), others.get(number), _cause(mine.get(number), others.get(number)))
        for number in sorted(mine.keys() | others.keys())
    ]


def verdict(pairs: Iterable[Pair]) -> tuple[Decimal, Cause]:
    """The whole bill: what it is above ours, and the cause of the line that differs most."""
    pairs = list(pairs)
    worst = max(pairs, key=lambda pair: (abs(pair.difference), pair.cause is not Cause.SAME), default=None)
    return sum((pair.difference for pair in pairs), Decimal()), worst.cause if worst else Cause.SAME


def _by_number(lines: Iterable[Count]) -> Mapping[int, Count]:
    return {line.gnum: line for line in lines}


def _cause(ours: Count | None, theirs: Count | None) -> Cause:
    if ours is None or theirs is None:
        return Cause.LINES
    taxes = [(ours.duty, theirs.duty), (ours.consumption_tax, theirs.consumption_tax), (ours.vat, theirs.vat)]
    gaps = [abs(mine - other) for mine, other in taxes]
    if not any(gaps):
        return Cause.SAME
    if ours.hs_code and theirs.hs_code and ours.hs_code != theirs.hs_code:
        return Cause.HS_CODE
    if ours.tax and abs(theirs.tax - theirs.duty - (ours.tax - ours.duty) / _REDUCED) <= 2 * FEN:
        return Cause.FULL_RATE
    if theirs.duty and not ours.duty:
        return Cause.DUTY
    if abs(ours.value - theirs.value) > FEN:
        return Cause.VALUE
    return Cause.ROUNDING if max(gaps) <= FEN else Cause.RATE
