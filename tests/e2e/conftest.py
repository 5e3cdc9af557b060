"""One house for every journey: starting it costs more than walking. The browser ends with its file, and with it the
event loop in which Django would let no later test ask the database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from playwright.sync_api import sync_playwright

from tests import machine
from tests.e2e.house import House, open_doors, open_house


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    """A mall of a few goods with orders in every state, everything running, the world outside quick."""
    with open_house("journey") as built:
        built.wait_until_ready()
        built.manage("translations")
        built.manage("seed_demo", "--malls", "harbor", "--goods", "5", "--days", "0")
        built.manage("shell", "--no-imports", "-c", "from tests.e2e.screens.odd import plant; plant()")
        env = built.environment
        notices = {"notices": {"target": f"http://127.0.0.1:{built.port}"}}
        _sim(env["CUSTOMS_SIMULATOR_URL"], speed=0.2)
        _sim(env["CARRIER_SIMULATOR_URL"], step_seconds=0.5)
        _sim(env["OVERSEAS_SIMULATOR_URL"], step_seconds=0.5)
        _sim(env["GATEWAY_SIMULATOR_URL"], **notices)
        _sim(env["ALIPAY_SIMULATOR_URL"], **notices)
        open_doors(built)
        yield built


@pytest.fixture(scope="session")
def bazaar(house: House) -> None:
    """A mall of its own: goods that no other walk has in its cart, and operators who have work."""
    house.manage("shell", "--no-imports", "-c", "from tests.e2e.desk import plant; plant()")


def _sim(address: str, **settings: Any) -> None:
    requests.post(f"{address}/_sim/config", json=settings, timeout=5).raise_for_status()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=machine.browser(), args=["--no-sandbox"])
