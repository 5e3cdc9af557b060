"""The simulators as the processes they are: started, killed without warning, started again."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from simulators import keys
from tests.simulators import papers, shop
from tests.simulators.shop import Letterbox, Served

pytestmark = pytest.mark.processes
ROOT = Path(__file__).resolve().parents[2]


def until(found: Callable[[], Any], seconds: float = 30) -> Any:
    """The first true answer; asks again every 20 ms and gives up loudly."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := found():
            return answer
        time.sleep(0.02)
    raise AssertionError("it never came")


class Process:
    """One simulator on a port of its own choice, the same at every start."""

    def __init__(self, name: str, state: Path) -> None:
        self.name, self.state, self.port = name, state, "0"
        self.start()

    def start(self) -> None:
        arguments = ["--port", self.port, "--state", str(self.state)]
        self._running = subprocess.Popen(
            [sys.executable, "-m", f"simulators.{self.name}", *arguments],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT / "platform")},
        )
        assert self._running.stdout is not None
        self.url = self._running.stdout.readline().split()[-1]
        self.port = self.url.rsplit(":", 1)[1]

    def end(self, number: int) -> int:
        self._running.send_signal(number)
        return self._running.wait(20)

    def kill(self) -> None:
        assert self.end(signal.SIGKILL) == -signal.SIGKILL

    def close(self) -> None:
        if self._running.poll() is None:
            self.end(signal.SIGKILL)
        assert self._running.stdout is not None
        self._running.stdout.close()


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Callable[[str], Process]]:
    started: list[Process] = []

    def start(name: str) -> Process:
        started.append(Process(name, tmp_path / name))
        return started[-1]

    yield start
    for process in started:
        process.close()


@pytest.mark.parametrize("name", ["port", "gateway"])
def test_starts_says_where_and_stops_when_asked(run: Callable[[str], Process], name: str) -> None:
    process = run(name)
    assert requests.get(f"{process.url}/healthz", timeout=10).json() == {"status": "ok", "simulator": name}
    assert (process.state / "address").read_text().strip() == process.url
    assert process.end(signal.SIGTERM) == 0


def test_a_taken_port_is_named(run: Callable[[str], Process], tmp_path: Path) -> None:
    process = run("port")
    second = subprocess.run(
        [
            sys.executable,
            "-m",
            "simulators.port",
            "--port",
            process.port,
            "--state",
            str(tmp_path / "second"),
        ],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "platform")},
        timeout=30,
    )
    assert second.returncode == 1
    assert f"port {process.port} of 127.0.0.1 is not free" in second.stderr


def test_a_killed_port_keeps_what_it_answered(run: Callable[[str], Process]) -> None:
    """Killed after each of the four messages; each was answered OK and each is processed once."""
    port, pair = run("port"), keys.make(papers.AGENT, "海口报关有限公司")
    for code in (papers.AGENT, papers.SHOP, papers.PAYER, papers.CARRIER):
        company = {"code": code, "name": code, "certificate": pair.certificate_pem.decode()}
        shop.admin(port.url, "POST", "enterprises", company)
    shop.admin(port.url, "POST", "config", {"speed": 0.05})
    messages = {kind: papers.sign(papers.build(kind), pair) for kind in papers.KINDS}
    for kind, xml in messages.items():
        body = papers.envelope(kind, xml, f"M-{kind}")
        assert requests.post(f"{port.url}/cebcmsg", json=body, timeout=10).text == "OK"
        port.kill()
        port.start()
    for kind, xml in messages.items():
        body = papers.envelope(kind, xml, f"M-{kind}")
        assert requests.post(f"{port.url}/cebcmsg", json=body, timeout=10).text == "OK"
    until(lambda: "899" in [row["returnstatus"] for row in _poll(port)])
    assert [row["returnstatus"] for row in _poll(port)] == ["2", "3", "120", "399", "800", "899"]
    stats = shop.admin(port.url, "GET", "stats")
    assert stats["messages"] == {"arrivals": 8, "distinct": 4, "conflicts": 0, "unprocessed": 0}
    assert stats["accepted_twice"] == []


def _poll(port: Process) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = requests.get(f"{port.url}/ceb622msg", timeout=10).json()
    return rows


def test_a_dropped_connection_looks_like_a_broken_line(run: Callable[[str], Process]) -> None:
    port = run("port")
    shop.admin(port.url, "POST", "config", {"mischief": {"drop_after_commit": 1}})
    body = papers.envelope("411", papers.sign_nothing("411"), "M1")
    with pytest.raises(requests.ConnectionError):
        requests.post(f"{port.url}/cebcmsg", json=body, timeout=10)
    assert shop.admin(port.url, "GET", "messages")[0]["message_id"] == "M1"


def test_a_killed_gateway_keeps_orders_keys_and_notices(
    run: Callable[[str], Process], merchant_pair: keys.KeyPair
) -> None:
    """Killed with a notice on its way that nobody had taken: it comes after the restart, under the same key."""
    gateway, letterbox = run("gateway"), Letterbox(statuses=[500])
    merchant = {
        "mchid": shop.MCHID,
        "appid": shop.APPID,
        "apiv3_key": shop.APIV3_KEY,
        "certificate": merchant_pair.certificate_pem.decode(),
    }
    shop.admin(gateway.url, "POST", "merchants", merchant)
    platform = shop.admin(gateway.url, "GET", "platform")
    with Served(letterbox) as box:
        pay = shop.client(gateway.url, merchant_pair, platform, f"{box}/notices")
        order = {"description": "面霜", "out_trade_no": "XP260131000001", "amount": {"total": 31821}}
        first = pay.pay(**order)
        gateway.kill()
        gateway.start()
        assert pay.pay(**order) == first
        shop.admin(gateway.url, "POST", "pay", {"mchid": shop.MCHID, "out_trade_no": "XP260131000001"})
        until(lambda: letterbox.received)
        gateway.kill()
        letterbox.statuses, before = [204], len(letterbox.received)
        gateway.start()
        until(lambda: len(letterbox.received) > before)
        until(lambda: shop.admin(gateway.url, "GET", "notices")[0]["done"])
        told = pay.callback(dict(letterbox.received[-1].headers), letterbox.received[-1].body)
    assert told["resource"]["amount"]["total"] == 31821
    assert shop.admin(gateway.url, "GET", "stats")["paid_twice"] == []
    assert shop.admin(gateway.url, "GET", "platform") == platform


def test_nothing_of_the_product_is_needed() -> None:
    """Django and the product's packages stay outside, also where they are installed."""
    code = (
        "import sys, simulators.port.app, simulators.gateway.app, simulators.keys\n"
        "wrong = {'django', 'celery', 'customs', 'orders', 'catalog', 'tax', 'tenancy', 'config'} & set(sys.modules)\n"
        "sys.exit(repr(wrong) if wrong else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


def test_keys_are_made_from_the_command_line(tmp_path: Path) -> None:
    arguments = ["--code", "4601W60001", "--name", "海口报关有限公司", "--out", str(tmp_path)]
    command = [sys.executable, "-m", "simulators.keys", *arguments]
    first = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    assert subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout == first
    assert keys.serial_of((tmp_path / "4601W60001.crt.pem").read_bytes()) in first
    assert (tmp_path / "4601W60001.key.pem").stat().st_mode & 0o077 == 0
