"""Thirty uneven days of a mall, as a plan: how many come, what they buy, what becomes of it. Drawn from a seed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from demo.buying import Script

DAYS = 30
ORDERS = {"harbor": 34}
FEW = 10
"""Orders of the days before today beside those that stand out, and how many a smaller mall has; those of today are
scripts of their own."""
PROMOTION, QUIET = 12, 19
"""So many days ago everything was reduced; so many days ago the network was down for half a day."""
BUSY = {"harbor": 170, "polar": 80, "meridian": 120}
"""Visits of a usual day."""
_WEEK = (0.86, 0.82, 0.9, 0.95, 1.08, 1.5, 1.34)
_GROWTH = 0.3
"""How much more come at the end of the thirty days than at their beginning."""

SIGNED = Script("signed for")
# Every tenth or so lapses, and one of a dozen is thought better of, as in life.
_FATES = (
    SIGNED,
    SIGNED,
    Script("let run out", pays=False, lapses=True),
    SIGNED,
    SIGNED,
    Script("two of a kind", pieces=2),
    Script("cancelled", pays=False, cancels=True),
    SIGNED,
    SIGNED,
    Script("taken back after paying", regrets=True),
)
# What stands out in the largest mall, by the days it is ago: placed beside the orders of that day.
_REMARKABLE: dict[int, tuple[Script, ...]] = {
    14: (Script("lost on the way", carrier="LOST"),),
    9: (Script("checked and let go", checked="released"),),
    8: (Script("returned abroad", fate="return"),),
    5: (Script("at the door", carrier="DELIVER"), Script("on the road", carrier="TRANSIT")),
    6: (Script("checked and refused", checked="refused"), Script("paid too late", lapses=True, late=True)),
    3: (Script("identity refused", fate="reject:1312:订购人身份信息与支付人不符"),),
    2: (Script("being checked", checked="held"), Script("no word from the port", fate="silent")),
}


@dataclass(frozen=True, slots=True)
class Day:
    """`ago`: days before today. Orders in the order of the day."""

    ago: int
    visits: int
    orders: tuple[Script, ...]


def is_large(mall: str) -> bool:
    """Whether everything that can become of an order is shown there."""
    return mall in ORDERS


def plan(mall: str, today: date, *, days: int = DAYS) -> list[Day]:
    """The days from the first to today; today has visits only. The same for the same mall and date."""
    dice, orders = Random(f"days of {mall}"), ORDERS.get(mall, FEW)
    weights = [_weight(today - timedelta(days=ago), ago, days) for ago in range(days - 1, -1, -1)]
    visits = [round(BUSY.get(mall, 100) * weight * dice.uniform(0.86, 1.14)) for weight in weights]
    counts = _shared(orders, [weight * dice.uniform(0.5, 1.5) for weight in weights[:-1]])
    fates = iter(_FATES[n % len(_FATES)] for n in range(orders))
    made = []
    for place, count in enumerate([*counts, 0]):
        ago = days - 1 - place
        made.append(
            Day(ago, visits[place], (*_REMARKABLE.get(ago, ()), *(next(fates) for _ in range(count))))
        )
    return made


def _weight(day: date, ago: int, days: int) -> float:
    special = {PROMOTION: 2.6, QUIET: 0.3}.get(ago, 1.0)
    return _WEEK[day.weekday()] * special * (1 + _GROWTH * (days - 1 - ago) / days)


def _shared(whole: int, weights: list[float]) -> list[int]:
    """`whole` orders over the days by their weights: each day its whole share, then the largest remainders one more."""
    shares = [whole * weight / sum(weights) for weight in weights]
    counts = [int(share) for share in shares]
    late = sorted(range(len(shares)), key=lambda n: counts[n] - shares[n])[: whole - sum(counts)]
    more = Counter(late)
    return [count + more[n] for n, count in enumerate(counts)]
