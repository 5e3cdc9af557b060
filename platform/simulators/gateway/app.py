"""The gateway as one callable, with somebody behind it who sends the notices."""

from pathlib import Path

from simulators.clock import Clock, Shifted
from simulators.gateway import admin, authorisation, door, pages
from simulators.gateway.house import House, open_house
from simulators.gateway.sender import Sender
from simulators.web.outage import Outage
from simulators.web.routing import Request, Response, Router, answer
from simulators.web.setting import setting
from simulators.web.ticker import Ticker


class Gateway:
    """`start()` sends notices by itself; without it call `settle()`."""

    def __init__(self, state: Path, seed: str, clock: Clock) -> None:
        shifted = Shifted(clock)
        self.house: House = open_house(state, seed, shifted)
        self._sender = Sender(self.house)
        self._ticker = Ticker(self._sender.work)
        self._router = Router()
        outage = Outage(shifted)
        self._router.add("GET", "/healthz", lambda _: answer({"status": "ok", "simulator": "gateway"}))
        self._router.add("GET", "/", lambda _: pages.home(self.house))
        for method in ("GET", "POST"):
            self._router.add(method, "/pay/{prepay_id}", self._phone)
        self._router.add("POST", "/_sim/clock", setting(shifted, self._ticker.ring))
        door.add_routes(self._router, self.house, outage)
        authorisation.add_routes(self._router, self.house)
        admin.add_routes(self._router, self.house, outage, self._ticker.ring)

    def _phone(self, request: Request) -> Response:
        response = pages.phone(self.house, request)
        self._ticker.ring()
        return response

    def __call__(self, request: Request) -> Response:
        return self._router(request)

    def settle(self) -> None:
        """Send what is due at the present time."""
        while self._sender.work():
            pass

    def start(self) -> None:
        self._ticker.start()

    def stop(self) -> None:
        self._ticker.stop()
        self._sender.stop()
        self.house.store.close()
