"""Gateway processes for the payments' tests, and a mall with an account at each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from orders.payments.gateways.alipay.account import Account as AlipayAccount
from orders.payments.gateways.wechat.account import Account
from tests.outside import alipay_account, merchant_account, simulator

MCHID, APP_ID = "1900000109", "2021000000000009"
_CALM = {"answer_drop": 0, "refuse": 0}


class Desk:
    """A gateway's own desk: pay, mischief, what it saw."""

    def __init__(self, url: str) -> None:
        self.url = url

    def post(self, path: str, **body: Any) -> Any:
        answer = requests.post(f"{self.url}/_sim/{path}", json=body, timeout=10)
        assert answer.ok, answer.text
        return answer.json()

    def get(self, path: str, **query: Any) -> Any:
        return requests.get(f"{self.url}/_sim/{path}", params=query, timeout=10).json()


class GatewayDesk(Desk):
    name = "wechat"

    def pay(self, number: str) -> None:
        self.post("pay", mchid=MCHID, out_trade_no=number)

    def seen(self, number: str) -> Any:
        return self.get("payments", out_trade_no=number)


class AlipayDesk(Desk):
    name = "alipay"

    def pay(self, number: str) -> None:
        self.post("pay", app_id=APP_ID, out_trade_no=number)

    def seen(self, number: str) -> Any:
        return self.get("trades", out_trade_no=number)


def _started(name: str, factory: pytest.TempPathFactory) -> Iterator[str]:
    with simulator(name, factory.mktemp(name)) as url:
        # Notices are dropped: the tests bring them by hand, or ask.
        quiet = {"mischief": {"notice_drop": 1}, "refund_seconds": [0, 0]}
        requests.post(f"{url}/_sim/config", json=quiet, timeout=5).raise_for_status()
        yield url


@pytest.fixture(scope="session")
def gateway_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from _started("gateway", tmp_path_factory)


@pytest.fixture(scope="session")
def alipay_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from _started("alipay", tmp_path_factory)


@pytest.fixture
def desk(gateway_url: str) -> Iterator[GatewayDesk]:
    yield GatewayDesk(gateway_url)
    requests.post(f"{gateway_url}/_sim/config", json={"mischief": _CALM | {"error_500": 0}}, timeout=5)


@pytest.fixture
def alipay(alipay_url: str, in_harbor: Any) -> Iterator[AlipayDesk]:
    """Alipay's desk, and the mall's account there."""
    AlipayAccount(**alipay_account(alipay_url, APP_ID)).keep()
    yield AlipayDesk(alipay_url)
    requests.post(f"{alipay_url}/_sim/config", json={"mischief": _CALM | {"unknown_error": 0}}, timeout=5)


@pytest.fixture
def account(gateway_url: str, in_harbor: Any) -> Account:
    made = Account(**merchant_account(gateway_url, MCHID))
    made.keep()
    return made
