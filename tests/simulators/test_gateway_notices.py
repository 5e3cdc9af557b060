"""Notices: how often they come, when, and the forged ones."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulators.gateway.notices import SCHEDULE
from simulators.gateway.post import _address
from tests.simulators import shop
from tests.simulators.counter import START
from tests.simulators.shop import GatewayCounter, Letterbox, Served
from tests.simulators.till import NATIVE, ORDER, ask, pay


@pytest.fixture
def letterbox() -> Letterbox:
    return Letterbox()


@pytest.fixture
def told(gateway: GatewayCounter, letterbox: Letterbox) -> Iterator[GatewayCounter]:
    """A gateway whose order is told to the letterbox, at once."""
    gateway.admin("POST", "config", {"notices": {"first": [0, 0], "speed": 1}})
    with Served(letterbox) as box:
        assert ask(gateway, "POST", NATIVE, {**ORDER, "notify_url": f"{box}/notices"})[0] == 200
        yield gateway


def test_repeated_by_schedule_until_taken(told: GatewayCounter, letterbox: Letterbox) -> None:
    letterbox.statuses = [500, 404, 302, 200]
    pay(told)
    told.gateway.settle()
    for wait in SCHEDULE[:3]:
        told.clock.now += wait - 1
        told.gateway.settle()
        before = len(letterbox.received)
        told.clock.now += 1
        told.gateway.settle()
        assert len(letterbox.received) == before + 1
    told.clock.now += 100_000
    told.gateway.settle()
    assert len(letterbox.received) == 4
    assert len({json.loads(each.body)["id"] for each in letterbox.received}) == 1
    (notice,) = told.admin("GET", "notices")
    assert (notice["tries"], notice["last_status"], notice["done"]) == (4, "200", True)


def test_given_up_after_the_last_try(told: GatewayCounter, letterbox: Letterbox) -> None:
    letterbox.statuses = [500]
    pay(told)
    for _ in range(20):
        told.gateway.settle()
        told.clock.now += 21600
    assert len(letterbox.received) == len(SCHEDULE) + 1 == 16
    assert told.admin("GET", "notices")[0]["done"] is False


def test_nobody_listens(gateway: GatewayCounter) -> None:
    gateway.admin("POST", "config", {"notices": {"first": [0, 0]}})
    ask(gateway, "POST", NATIVE, ORDER)
    pay(gateway)
    gateway.gateway.settle()
    (notice,) = gateway.admin("GET", "notices")
    assert (notice["tries"], notice["last_status"], notice["done"]) == (1, "ConnectionError", False)


def test_dropped_and_found_by_query(told: GatewayCounter, letterbox: Letterbox) -> None:
    told.admin("POST", "config", {"mischief": {"notice_drop": 1}})
    pay(told)
    told.clock.now += 100
    told.gateway.settle()
    assert letterbox.received == []
    target = f"/v3/pay/transactions/out-trade-no/{ORDER['out_trade_no']}?mchid={shop.MCHID}"
    assert ask(told, "GET", target)[1]["trade_state"] == "SUCCESS"
    assert told.admin("GET", "notices")[0]["dropped"] is True


def test_sent_twice(told: GatewayCounter, letterbox: Letterbox) -> None:
    told.admin("POST", "config", {"mischief": {"notice_duplicate": 1}})
    pay(told)
    told.clock.now += 1
    told.gateway.settle()
    first, second = (json.loads(each.body) for each in letterbox.received)
    assert first["id"] == second["id"]


def test_sent_late(told: GatewayCounter, letterbox: Letterbox) -> None:
    told.admin("POST", "config", {"mischief": {"notice_delay": 1, "delay_seconds": [60, 60]}})
    pay(told)
    told.clock.now += 59
    told.gateway.settle()
    assert letterbox.received == []
    told.clock.now += 1
    told.gateway.settle()
    assert len(letterbox.received) == 1


@pytest.fixture
def believer(told: GatewayCounter, tmp_path: Path) -> Any:
    """The public client with the platform's certificate, which should believe only the true ones."""
    platform = told.admin("GET", "platform")
    folder = tmp_path / "certificates"
    folder.mkdir()
    (folder / f"{platform['serial']}.pem").write_text(platform["certificate"])
    return lambda url: shop.client(url, told.pair, platform, "http://127.0.0.1/n", cert_dir=str(folder))


FORGED_AND_BELIEVED = {None: True, "amount": True, "signature": False, "serial": False, "key": False}


@pytest.mark.parametrize("forge", FORGED_AND_BELIEVED)
def test_forged_notices(told: GatewayCounter, letterbox: Letterbox, believer: Any, forge: str | None) -> None:
    """A truly signed wrong amount is believed by the signature check alone: the merchant must compare."""
    body = {"mchid": shop.MCHID, "out_trade_no": ORDER["out_trade_no"], "forge": forge, "amount": 1}
    assert told.admin("POST", "notices", body) == {"statuses": ["204"]}
    (notice,) = letterbox.received
    with Served(told.gateway) as url:
        try:
            told_of = believer(url).callback(dict(notice.headers), notice.body)
        except Exception:
            # the client stumbles over what it cannot open
            told_of = None
    assert bool(told_of) is FORGED_AND_BELIEVED[forge]
    if told_of:
        assert told_of["resource"]["amount"]["total"] == (1 if forge else 31821)
    assert told.admin("GET", "payments")[0]["trade_state"] == "NOTPAY"


def test_a_true_notice_repeated_on_command(told: GatewayCounter, letterbox: Letterbox) -> None:
    pay(told)
    told.gateway.settle()
    body = {"mchid": shop.MCHID, "out_trade_no": ORDER["out_trade_no"], "repeat": 3}
    assert told.admin("POST", "notices", body) == {"statuses": ["204"] * 3}
    assert len({json.loads(each.body)["id"] for each in letterbox.received}) == 1


@pytest.mark.parametrize(
    ("url", "target", "address", "host"),
    [
        ("http://harbor.localhost:8000/n", None, "http://127.0.0.1:8000/n", "harbor.localhost:8000"),
        ("http://localhost/n", None, "http://127.0.0.1/n", "localhost"),
        ("http://127.0.0.1:9/n", None, "http://127.0.0.1:9/n", "127.0.0.1:9"),
        ("https://harbor.example/n", "http://127.0.0.1:7", "http://127.0.0.1:7/n", "harbor.example"),
    ],
)
def test_where_a_notice_goes(url: str, target: str | None, address: str, host: str) -> None:
    assert _address(url, target) == (address, host)


def test_signed_at_the_gateways_time(told: GatewayCounter, letterbox: Letterbox) -> None:
    pay(told)
    told.gateway.settle()
    assert letterbox.received[0].headers["wechatpay-timestamp"] == str(int(START))
