"""Keep processes running: a dead one is started again, a silent one is killed first."""

from __future__ import annotations

import time
from collections.abc import Callable

from local.child import Child

FIRST_PAUSE, LONGEST_PAUSE, STEADY = 1.0, 30.0, 60.0
SILENCE = 60.0
SILENCE_ASKED_EVERY = 10.0

Say = Callable[[str], None]
Clock = Callable[[], float]


class Watched:
    """One process under watch; `look` is called again and again and never blocks for long."""

    def __init__(
        self,
        child: Child,
        again: Callable[[], Child],
        *,
        say: Say,
        silent: Callable[[], float | None] | None = None,
        clock: Clock = time.monotonic,
    ) -> None:
        self.child, self.restarts = child, 0
        self._again, self._say, self._silent, self._clock = again, say, silent, clock
        self._started = self._asked = clock()
        self._pause, self._due = FIRST_PAUSE, 0.0

    def look(self) -> None:
        now = self._clock()
        if self._due:
            if now >= self._due:
                self._start_again(now)
        elif (code := self.child.exit_code()) is not None:
            self._plan(now, f"ended with status {code}")
        elif self._is_silent(now):
            self._say(f"{self.child.name} has been silent for over {SILENCE:.0f} s and is killed")
            self.child.kill()

    def _plan(self, now: float, why: str) -> None:
        """The pause doubles with each quick death and starts small again after a steady minute."""
        self._pause = FIRST_PAUSE if now - self._started > STEADY else min(self._pause * 2, LONGEST_PAUSE)
        self._due = now + self._pause
        self._say(f"{self.child.name} {why}; starting it again in {self._pause:.0f} s (see {self.child.log})")

    def _start_again(self, now: float) -> None:
        self._due, self._started, self._asked = 0.0, now, now
        self.restarts += 1
        try:
            self.child = self._again()
        except Exception as error:
            self._plan(now, f"did not start: {error}")

    def _is_silent(self, now: float) -> bool:
        """Only one that had a minute to say something can be silent."""
        if self._silent is None or now - self._started < SILENCE or now - self._asked < SILENCE_ASKED_EVERY:
            return False
        self._asked = now
        seconds = self._silent()
        return seconds is not None and seconds > SILENCE
