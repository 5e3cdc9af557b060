"""Waiting that Ctrl-C, SIGTERM and a closed terminal can interrupt, without a signal handler doing work."""

from __future__ import annotations

import contextlib
import os
import select
import signal
from types import FrameType

from local.types import StopAsked

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopping:
    """Use as a context; then every pause goes through `wait`."""

    def __init__(self) -> None:
        self.asked = False
        self._kept: dict[int, signal._HANDLER] = {}

    def __enter__(self) -> Stopping:
        self._readable, self._written = os.pipe()
        os.set_blocking(self._readable, False)
        os.set_blocking(self._written, False)
        self._wake_before = signal.set_wakeup_fd(self._written, warn_on_full_buffer=False)
        self._kept = {number: signal.signal(number, self._ask) for number in SIGNALS}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._kept.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._wake_before)
        os.close(self._readable)
        os.close(self._written)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self.asked = True

    def wait(self, seconds: float) -> None:
        """Raises StopAsked as soon as a stop is asked for."""
        if not self.asked:
            select.select([self._readable], [], [], seconds)
            with contextlib.suppress(BlockingIOError):
                os.read(self._readable, 64)
        if self.asked:
            raise StopAsked
