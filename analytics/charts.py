"""A bar chart as numbers: a template draws it as SVG and a table beside it says the same in figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

STEP, HEIGHT = 20, 120
_LEADS = (2, 4, 10)


@dataclass(frozen=True, slots=True)
class Bar:
    """Units of the drawing, from its upper left corner. `says`: the bar in words."""

    x: int
    y: int
    height: int
    says: str
    label: str
    quiet: bool
    """A weekend, drawn paler."""


@dataclass(frozen=True, slots=True)
class Chart:
    """`top`: the value at its upper edge, a round one; `width` of all bars, `height` of the tallest possible."""

    title: str
    name: str
    top: int
    bars: tuple[Bar, ...]

    @property
    def width(self) -> int:
        return STEP * len(self.bars)

    @property
    def half(self) -> int:
        return self.top // 2


def chart(title: str, name: str, values: Sequence[tuple[date, int]]) -> Chart:
    """One bar a day; every sixth day is written below, so that thirty fit on a phone."""
    top = round_above(max((value for _day, value in values), default=0))
    bars = tuple(_bar(n, day, value, top) for n, (day, value) in enumerate(values))
    return Chart(title, name, top, bars)


def _bar(n: int, day: date, value: int, top: int) -> Bar:
    # what is there at all is seen
    height = max(1, round(HEIGHT * value / top)) if value else 0
    label = f"{day.month}-{day.day}" if n % 6 == 0 else ""
    says = f"{day.isoformat()}: {value}"
    return Bar(n * STEP, HEIGHT - height, height, says, label, quiet=day.weekday() >= 5)


def round_above(value: int) -> int:
    """The next of 2, 4, 10, 20, 40, 100, … that is not below `value`."""
    size = 1
    while True:
        for lead in _LEADS:
            if lead * size >= value:
                return lead * size
        size *= 10
