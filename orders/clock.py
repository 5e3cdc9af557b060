"""The day by which tax and limits are counted: Beijing's."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")


def beijing_day(now: datetime) -> date:
    """The date in Beijing at the aware time `now`."""
    return now.astimezone(BEIJING).date()
