"""Customs' windows for returns (退货): inside them tax and allowance go back as taken, later only money does."""

from datetime import date, timedelta
from typing import NamedTuple


class Window(NamedTuple):
    """Days after the list's release. `back_within` None: no limit of its own for the goods' arrival was read."""

    since: date
    apply_within: int
    back_within: int | None
    source: str
    confidence: str


WINDOWS = (
    Window(date(2016, 4, 8), 30, None, "财关税〔2016〕18号", "S"),
    Window(date(2020, 3, 28), 30, 45, "海关总署公告2020年第45号", "V"),
)


def window_on(released: date) -> Window:
    """The window that goes with a day of release."""
    return [window for window in WINDOWS if window.since <= released][-1]


def within(released: date, applied: date, arrived: date | None) -> bool:
    """Is the tax not levied and the allowance restored? The last day of a window is inside it.

    `arrived` None: the goods are not back yet, which is fine as long as the day may still come.
    """
    window = window_on(released)
    if not released <= applied <= released + timedelta(window.apply_within):
        return False
    if window.back_within is None or arrived is None:
        return True
    return arrived <= released + timedelta(window.back_within)
