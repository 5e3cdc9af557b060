"""`POST /_sim/clock` `{ahead: seconds}`: a counterpart's clock beside the machine's; below 0 it is behind."""

from collections.abc import Callable

from simulators.clock import Shifted
from simulators.web.routing import Handler, RefusedError, Request, Response, answer


def setting(clock: Shifted, ring: Callable[[], None]) -> Handler:
    """What falls due by the new time is done."""

    def handle(request: Request) -> Response:
        ahead = request.json().get("ahead")
        if isinstance(ahead, bool) or not isinstance(ahead, int | float):
            raise RefusedError("ahead must be a number of seconds")
        clock.ahead = float(ahead)
        ring()
        return answer({"ahead": clock.ahead})

    return handle
