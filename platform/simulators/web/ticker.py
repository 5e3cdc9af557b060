"""A background thread that does what is due."""

import threading
import traceback
from collections.abc import Callable


class Ticker:
    """Calls `work` again and again: at once while it did something, else after `pause` seconds or a ring."""

    def __init__(self, work: Callable[[], bool], pause: float = 0.05) -> None:
        self._work = work
        self._pause = pause
        self._bell = threading.Event()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._loop, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def ring(self) -> None:
        self._bell.set()

    def stop(self) -> None:
        self._stopped.set()
        self._bell.set()
        self._thread.join(timeout=10)

    def _loop(self) -> None:
        while not self._stopped.is_set():
            try:
                busy = self._work()
            except Exception:
                # a clerk that stumbles must not leave the counter for good
                traceback.print_exc()
                busy = False
            if not busy:
                self._bell.wait(self._pause)
                self._bell.clear()
