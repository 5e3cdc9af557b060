"""The demo's own clocks. Nothing else here asks for the time.

Verbs take `now`, and whatever the demo calls itself gets it from a `Clock`. To live through past days that is not
enough, so for that while `Past` sets the clock of the whole process back. Who asks the machine, and rightly so:

- hearers of facts (`customs.tasks.declare` and its neighbours): a task is a door, it is handed a fact and no moment,
  and a fact heard again an hour later must not believe in the hour of the fact;
- the journal itself, which decides by the clock what is due, whose lease has run out and how long to wait;
- adapters that sign a request with the second it leaves (WeChat Pay, the carriers), since the other side refuses
  what is old;
- columns that note when a row was made (`auto_now_add`).

A moment handed down through all of these would give every one of them a parameter that only the demo sets, and a
worker could be told any time at all. A library that moves the clock of the process does what stands here with more
code. So the seam is the machine's clock: `time.time` and `timezone.now`, replaced in one place, given back whatever
happens, and never in a process that serves.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from demo import outside

Moment = Callable[[], datetime]
"""Tells the present moment, of whichever clock."""
COUNTERPARTS = ("CUSTOMS", "GATEWAY", "CARRIER", "OVERSEAS")


class Clock:
    """Called, it tells the moment: `start`, and as much later as has gone by since it was made."""

    def __init__(self, start: datetime) -> None:
        self._start, self._begun = start, time.monotonic()

    def __call__(self) -> datetime:
        return self._start + timedelta(seconds=time.monotonic() - self._begun)


class Past:
    """The clocks of this process and of the simulated counterparts, all set back alike.

    What hears a fact or signs a request asks the machine for the time, as it must, and the other side refuses what is
    old. So that a past day can be lived through by the very services of today, both sides have to believe in it.
    """

    def __init__(self) -> None:
        self._machine = time.time

    def __call__(self) -> datetime:
        return datetime.fromtimestamp(time.time(), UTC)

    def go_to(self, moment: datetime) -> None:
        """Later than it was, never earlier: what falls due by then happens."""
        ahead = moment.timestamp() - self._machine()
        for house in COUNTERPARTS:
            if outside.address(house):
                outside.post(house, "clock", ahead=ahead)
        time.time = lambda: self._machine() + ahead
        timezone.now = self.__call__


@contextmanager
def past() -> Iterator[Past]:
    """Whatever happens in it, the clocks are right afterwards."""
    machine, now = time.time, timezone.now
    try:
        yield Past()
    finally:
        time.time, timezone.now = machine, now
        for house in COUNTERPARTS:
            if outside.address(house):
                outside.post(house, "clock", ahead=0)
