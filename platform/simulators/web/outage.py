"""Going down on command: the doors stop answering, the admin API does not."""

from simulators.clock import Clock
from simulators.store import Row
from simulators.web.routing import DROP, RefusedError, Response, page


class Outage:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._until = 0.0
        self._mode = "503"

    def begin(self, body: Row) -> Row:
        """`{seconds, mode: "503" | "close"}`; 0 seconds ends it."""
        seconds, mode = body.get("seconds"), body.get("mode", "503")
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or seconds < 0:
            raise RefusedError("seconds must be a number from 0")
        if mode not in ("503", "close"):
            raise RefusedError("mode must be 503 or close")
        self._until, self._mode = self._clock() + seconds, mode
        return {"seconds": seconds, "mode": mode}

    def answer(self) -> Response | None:
        """None while the house is open."""
        if self._clock() >= self._until:
            return None
        return DROP if self._mode == "close" else page("<h1>503 Service Unavailable</h1>", 503)
