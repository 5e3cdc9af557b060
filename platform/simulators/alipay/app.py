"""Alipay as one callable, with somebody behind it who sends the notices."""

from pathlib import Path

from simulators.alipay import admin, door, notices, pages
from simulators.alipay.house import House, open_house
from simulators.clock import Clock
from simulators.web.outage import Outage
from simulators.web.routing import Request, Response, Router, answer
from simulators.web.ticker import Ticker


class Alipay:
    """`start()` sends notices by itself; without it call `settle()`."""

    def __init__(self, state: Path, seed: str, clock: Clock) -> None:
        self.house: House = open_house(state, seed, clock)
        self._ticker = Ticker(lambda: notices.work(self.house))
        self._router = Router()
        outage = Outage(clock)
        self._router.add("GET", "/healthz", lambda _: answer({"status": "ok", "simulator": "alipay"}))
        self._router.add("GET", "/", lambda _: pages.home(self.house))
        for method in ("GET", "POST"):
            self._router.add(method, "/cashier/{token}", self._cashier)
        door.add_routes(self._router, self.house, outage)
        admin.add_routes(self._router, self.house, outage, self._ticker.ring)

    def _cashier(self, request: Request) -> Response:
        response = pages.cashier(self.house, request)
        self._ticker.ring()
        return response

    def __call__(self, request: Request) -> Response:
        return self._router(request)

    def settle(self) -> None:
        """Send what is due at the present time."""
        while notices.work(self.house):
            pass

    def start(self) -> None:
        self._ticker.start()

    def stop(self) -> None:
        self._ticker.stop()
        self.house.store.close()
