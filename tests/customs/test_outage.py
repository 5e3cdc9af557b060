"""A port that is down for an hour of virtual time: others do not feel it, and its backlog drains without a storm."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from customs.models import Declaration, Message, PortAccount
from customs.services import declare, poll_receipts
from orders.models import Package
from tests.customs import factories as make
from tests.customs.conftest import PortDesk
from tests.outside import simulator

pytestmark = [pytest.mark.django_db, pytest.mark.processes]
PACKAGES = 6


@pytest.fixture(scope="module")
def other_url(tmp_path_factory) -> Iterator[str]:
    with simulator("port", tmp_path_factory.mktemp("port2")) as url:
        yield url


@pytest.fixture
def other(other_url) -> PortDesk:
    found = PortDesk(other_url)
    found.post("reset")
    found.post("config", preset="calm")
    found.post("config", speed=0)
    return found


def package(port: str) -> int:
    made = make.package()
    Package.objects.filter(pk=made.pk).update(port=port)
    return made.pk


def test_an_hour_down(at_port, other):
    """One package a port and ten minutes; the hour is the ports' own and ours, nobody waits for it."""
    other.register(make.account(other.url, port="guangzhou", dxp_id="DXPENT0000000002"))
    PortAccount.objects.filter(port="haikou").update(per_minute=30)
    at_port.post("down", seconds=3600, mode="close")
    begun, asked = timezone.now(), 0
    for minute in range(60):
        now = begun + timedelta(minutes=minute)
        if minute % 10 == 0:
            declare(package_id=package("haikou"), now=now)
            declare(package_id=package("guangzhou"), now=now)
            assert len(other.get("messages")) == 4 * (minute // 10 + 1), "the other port has them at once"
        before = PortAccount.objects.get(port="haikou").failures
        for port in ("haikou", "guangzhou"):
            poll_receipts(port=port, now=now)
        asked += PortAccount.objects.get(port="haikou").failures - before
    assert PortAccount.objects.get(port="guangzhou").failures == 0
    assert asked <= 20, "a port that is away is asked less and less"
    assert not Message.objects.filter(declaration__port="haikou", sent_at__isnull=False).exists()
    _drains(at_port, begun + timedelta(hours=1))


def _drains(desk: PortDesk, now: datetime) -> None:
    """Back again: no minute holds more than the port takes, and after all of them nothing waits."""
    desk.post("down", seconds=0)
    desk.post("clock", ahead=3600)
    counts = []
    for minute in range(15):
        before = Message.objects.filter(declaration__port="haikou", sent_at__isnull=False).count()
        for quarter in range(4):
            poll_receipts(port="haikou", now=now + timedelta(minutes=minute, seconds=15 * quarter))
        after = Message.objects.filter(declaration__port="haikou", sent_at__isnull=False).count()
        counts.append(after - before)
    desk.post("clock", ahead=0)
    assert max(counts) <= 30 and sum(counts) == 4 * PACKAGES
    assert not Declaration.objects.filter(port="haikou", sent_at__isnull=True).exists()
    assert desk.get("stats")["accepted_twice"] == []
