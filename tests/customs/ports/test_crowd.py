"""Packages through every door at once, mischief on, the port killed on the way: 0 lost, 0 twice, both sides agree.

`CROWD` times as many packages; the figures of a large run stand in docs/measurements.md.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter

import pytest
import requests
from django.utils import timezone

from customs.models import Declaration, PortAccount
from customs.services import declare, poll_receipts
from customs.services.resend_unsent import resend_unsent
from journal.models import Fact
from orders.models import Package
from tests.customs.conftest import PortDesk
from tests.customs.ports import broker as brokers
from tests.customs.ports.conftest import _empty
from tests.customs.ports.doors import moor
from tests.customs.ports.gate import Gate

pytestmark = [pytest.mark.django_db, pytest.mark.processes]
CROWD = int(os.environ.get("CROWD", "1"))
FAMILIES = ("http_poll", "http_push", "form_md5", "soap", "dxp_sftp", "dxp_amqp")


class House:
    """A port of its own that can be killed and comes back on the same address with the same books."""

    def __init__(self, state) -> None:
        self.state = state
        with socket.socket() as line:
            line.bind(("127.0.0.1", 0))
            self.port = line.getsockname()[1]
        self.process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [
            sys.executable,
            "-m",
            "simulators.port",
            "--port",
            str(self.port),
            "--state",
            str(self.state),
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                if requests.get(f"{self.url}/healthz", timeout=1).ok:
                    return
            except requests.RequestException:
                continue
        raise AssertionError("the port did not start")

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)


@pytest.fixture
def house(tmp_path):
    made = House(tmp_path / "house")
    made.start()
    yield made
    made.kill()


def test_through_every_door_with_mischief_and_kills(house, gate: Gate, in_harbor, request):
    broker = request.getfixturevalue("rabbitmq_url") if brokers.installed() else os.environ["REDIS_URL"]
    _empty(broker)
    desk = PortDesk(house.url)
    quays = [
        moor(family, desk, gate, broker, dxp_id=f"DXPENT000000010{number}")
        for number, family in enumerate(FAMILIES)
    ]
    desk.post("config", preset="chaos")
    desk.post("config", speed=0.02, mischief={"delay_seconds": [0, 0]})
    for number in range(2 * CROWD):
        for quay in quays:
            declare(package_id=quay.package().pk, now=timezone.now())
        if number % 20 == 0:
            house.kill()
            house.start()
        _round(quays, gate)
    _until_all_are_through(quays, gate)
    _agree(desk, len(quays) * 2 * CROWD)


def _round(quays, gate: Gate) -> None:
    now = timezone.now()
    gate.answer()
    PortAccount.objects.update(away_until=None, polling_until=None)
    Declaration.objects.filter(sent_at__isnull=True).update(sending_until=None)
    for quay in quays:
        resend_unsent(port=quay.port, now=now)
        poll_receipts(port=quay.port, now=now)
        gate.answer()


def _until_all_are_through(quays, gate: Gate) -> None:
    until = time.monotonic() + 120 + 60 * CROWD
    while time.monotonic() < until:
        _round(quays, gate)
        if not Declaration.objects.exclude(status="899").exists():
            return
    left = Counter(Declaration.objects.exclude(status="899").values_list("port", "state", "status"))
    raise AssertionError(f"not through: {left}")


def _agree(desk: PortDesk, many: int) -> None:
    assert Declaration.objects.count() == many
    assert set(Declaration.objects.values_list("state", "status")) == {("released", "899")}
    stats = desk.get("stats")
    assert stats["accepted_twice"] == []
    assert {
        kind: stats["documents"][kind]["accepted"] for kind in ("311", "411", "511", "621")
    } == dict.fromkeys(("311", "411", "511", "621"), many)
    theirs = {
        row["cop_no"]: row["status"]
        for row in desk.get("declarations", kind="621")
        if row["state"] == "standing"
    }
    assert theirs == dict(Declaration.objects.values_list("cop_no", "status"))
    _each_once(theirs)


def _each_once(theirs: dict[str, str]) -> None:
    """Every receipt had its effect once: one fact for each release, as the port has it."""
    packages = set(Package.objects.values_list("pk", flat=True))
    told = Counter(Fact.objects.filter(kind="package.released").values_list("subject", flat=True))
    assert told == {f"package:{pk}": 1 for pk in packages}
    stands = dict(Declaration.objects.values_list("cop_no", "package__clearance"))
    assert stands == {cop_no: "released" for cop_no, status in theirs.items() if status in ("800", "899")}
