"""The demo's own clock: it starts when it is told to and goes on from there. Nothing else here asks for the time."""

from __future__ import annotations

import time
from datetime import datetime, timedelta


class Clock:
    """Called, it tells the moment: `start`, and as much later as has gone by since it was made."""

    def __init__(self, start: datetime) -> None:
        self._start, self._begun = start, time.monotonic()

    def __call__(self) -> datetime:
        return self._start + timedelta(seconds=time.monotonic() - self._begun)
