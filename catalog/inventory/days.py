"""Days of Beijing: a batch is good through the day it names and out of date from the next one on."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

BEIJING = ZoneInfo("Asia/Shanghai")


def day_of(now: datetime) -> date:
    """The day of Beijing at that moment."""
    return now.astimezone(BEIJING).date()


def today() -> date:
    """For reads that are given no moment: what is offered is what could be sold now."""
    return day_of(timezone.now())
