"""A port in a process of its own for the customs floor's tests, and a mall with an account there."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from django.utils import timezone

from customs.services import poll_receipts
from tests.customs import factories as make
from tests.outside import simulator


class PortDesk:
    """The port's own desk: fates, mischief, outages, what it saw."""

    def __init__(self, url: str) -> None:
        self.url = url

    def post(self, path: str, **body: Any) -> dict[str, Any]:
        answer = requests.post(f"{self.url}/_sim/{path}", json=body, timeout=10)
        assert answer.ok, answer.text
        return answer.json() if answer.content else {}

    def get(self, path: str, **query: Any) -> Any:
        return requests.get(f"{self.url}/_sim/{path}", params=query, timeout=10).json()

    def xml(self, message_id: str) -> bytes:
        return requests.get(f"{self.url}/_sim/messages/{message_id}/xml", timeout=10).content

    def register(self, certificate: str) -> None:
        """The companies of the tests' mall, all under the mall's certificate: it speaks for them in rehearsal."""
        for code, name in (make.COMPANY, make.AGENT, make.PAYER, make.CARRIER):
            self.post("enterprises", code=code, name=name, certificate=certificate)


@pytest.fixture(scope="session")
def port_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with simulator("port", tmp_path_factory.mktemp("port")) as url:
        yield url


@pytest.fixture
def desk(port_url: str) -> Iterator[PortDesk]:
    """A calm port that answers at once and remembers nothing of other tests."""
    found = PortDesk(port_url)
    found.post("reset")
    found.post("config", preset="calm")
    found.post("config", speed=0, match_timeout=None, dedupe=True, retell=False, await_stock_in=False)
    yield found
    found.post("down", seconds=0)


@pytest.fixture
def at_port(desk: PortDesk, in_harbor: Any) -> PortDesk:
    """The mall `harbor`, open, with an account at the port."""
    desk.register(make.account(desk.url))
    return desk


@pytest.fixture
def until() -> Callable[[Callable[[], bool]], None]:
    """Polls until something holds: the port has a clock of its own, and no test waits a fixed time for it."""

    def polled(holds: Callable[[], bool]) -> None:
        end = time.monotonic() + 20
        while time.monotonic() < end:
            poll_receipts(port="haikou", now=timezone.now())
            if holds():
                return
        raise AssertionError("the port did not get there in 20 seconds")

    return polled
