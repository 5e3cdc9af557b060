"""What one transaction may hold and one person may buy in a year (单次、年度交易限值).

Sources: 财关税〔2016〕18号 (2,000/20,000) and 财关税〔2018〕49号 (5,000/26,000).
Both are measured on the dutiable value.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from customs.rules.types import Finding, Mender, noop
from money.formatting import yuan


@dataclass(frozen=True, slots=True)
class Limits:
    """In force from `since`. `lenient`: passing a limit was taxed in full, not refused (before 2019)."""

    since: date
    single: Decimal
    year: Decimal
    source: str
    lenient: bool


TABLE = (
    Limits(date(2016, 4, 8), Decimal("2000.00"), Decimal("20000.00"), "财关税〔2016〕18号", lenient=True),
    Limits(date(2019, 1, 1), Decimal("5000.00"), Decimal("26000.00"), "财关税〔2018〕49号", lenient=False),
)


class Verdict(StrEnum):
    WITHIN = "within"
    FULL_TAX = "full_tax"
    OVER_SINGLE = "over_single"
    OVER_YEAR = "over_year"


def limits_on(day: date) -> Limits:
    """The limits in force on `day`. Raises ValueError before the regime began (2016-04-08)."""
    in_force = [limits for limits in TABLE if limits.since <= day]
    if not in_force:
        raise ValueError(f"no cross-border limits were in force on {day}")
    return in_force[-1]


def judge(*, value: Decimal, pieces: int, used: Decimal, day: date) -> Verdict:
    """Judge one transaction of `pieces` pieces with a dutiable `value`, after `used` yuan this year.

    Equality is within. One single piece above the single limit passes with full tax; above the year it is
    refused for this channel. Before 2019 whatever passed a limit was taxed in full.
    """
    limits = limits_on(day)
    over_year = used + value > limits.year
    over_single = value > limits.single
    if limits.lenient:
        return Verdict.FULL_TAX if over_year or over_single else Verdict.WITHIN
    if over_year:
        return Verdict.OVER_YEAR
    if over_single:
        return Verdict.FULL_TAX if pieces == 1 else Verdict.OVER_SINGLE
    return Verdict.WITHIN


def check(*, value: Decimal, pieces: int, used: Decimal, day: date) -> list[Finding]:
    """The same judgement as findings; empty when the transaction may go (also with full tax)."""
    verdict, limits = judge(value=value, pieces=pieces, used=used, day=day), limits_on(day)
    if verdict is Verdict.OVER_SINGLE:
        says = noop("One transaction may hold %(limit)s yuan; this one holds %(value)s. Split it.")
        values = {"limit": yuan(limits.single), "value": yuan(value)}
        return [Finding("limit.single", "goods_value", says, Mender.SHOPPER, values)]
    if verdict is Verdict.OVER_YEAR:
        says = noop("One person may buy %(limit)s yuan a year; %(left)s is left, this needs %(value)s.")
        left = max(Decimal("0.00"), limits.year - used)
        values = {"limit": yuan(limits.year), "left": yuan(left), "value": yuan(value)}
        return [Finding("limit.year", "goods_value", says, Mender.SHOPPER, values)]
    return []


def propose_split(pieces: Sequence[tuple[str, Decimal]], single: Decimal) -> list[list[str]]:
    """Groups of piece keys, each within `single`, first fit from the dearest down; a piece above it stands
    alone (it passes as a single piece). Same pieces, same answer: ties go by key."""
    groups: list[tuple[Decimal, list[str]]] = []
    for key, value in sorted(pieces, key=lambda piece: (-piece[1], piece[0])):
        for i, (held, keys) in enumerate(groups):
            if held + value <= single:
                groups[i] = (held + value, [*keys, key])
                break
        else:
            groups.append((value, [key]))
    return [keys for _, keys in groups]
