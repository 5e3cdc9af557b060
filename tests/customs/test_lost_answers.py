"""Against a port in a process of its own: what it had trouble with, and what it said and nobody heard, comes right."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from customs import tasks
from customs.models import Alarm, Declaration, Message, PortAccount
from customs.services import declare
from customs.services.resend_unsent import resend_unsent
from customs.services.send_again import send_again
from journal.models import Fact
from journal.services import as_fact
from orders.models import Package
from tests.customs import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.processes]


def later(minutes: float):
    return timezone.now() + timedelta(minutes=minutes)


def statuses() -> dict[str, str]:
    return dict(Message.objects.order_by("pk").values_list("kind", "status"))


def accepted(at_port, package: Package, kind: str) -> tuple[int, int]:
    """How often the port saw it, and how often it took it."""
    seen = at_port.get(f"orders/{package.number}")[kind]
    return seen["arrivals"], seen["acceptances"]


@pytest.mark.parametrize("kind", ["311", "621"])
@pytest.mark.parametrize("fate", ["fail", "trouble"])
def test_what_the_port_had_trouble_with_goes_again_and_gets_through(at_port, until, kind, fate):
    code = {"311": "-301013", "621": "-621017"}[kind] if fate == "trouble" else "4"
    package = make.package()
    script = f"negative:{code}:系统异常" if fate == "trouble" else fate
    at_port.post("fates", order_no=package.number, kind=kind, fate=script, times=1)
    declare(package_id=package.pk, now=timezone.now())
    until(lambda: statuses()[kind] == code)
    assert Package.objects.get().clearance != "released"
    resend_unsent(port="haikou", now=later(4))
    assert accepted(at_port, package, kind)[0] == 1, "not before its time"
    resend_unsent(port="haikou", now=later(6))
    until(lambda: Declaration.objects.get().status == "899")
    assert (accepted(at_port, package, kind)[0], Message.objects.filter(kind=kind).count()) == (2, 1)
    assert (Package.objects.get().clearance, at_port.get("stats")["accepted_twice"]) == ("released", [])


def test_the_control_nobody_sends_it_again(at_port, until):
    package = make.package()
    at_port.post("fates", order_no=package.number, kind="621", fate="fail", times=1)
    declare(package_id=package.pk, now=timezone.now())
    until(lambda: statuses()["621"] == "4")
    Message.objects.update(again_at=None)
    resend_unsent(port="haikou", now=later(600))
    until(lambda: statuses() == {"311": "120", "411": "120", "511": "120", "621": "4"})
    assert (Declaration.objects.get().state, accepted(at_port, package, "621")) == ("sent", (1, 1))


def silenced(at_port, until) -> Package:
    """Everything got through and was released; not one receipt of it reached us. The alarm stands on the desk."""
    at_port.post("config", mischief={"lose": 1.0})
    package = make.package()
    declare(package_id=package.pk, now=timezone.now())
    until(lambda: at_port.get(f"orders/{package.number}")["621"]["status"] == "899")
    assert set(statuses().values()) == {""}
    tasks.watch_silence(later(31))
    tasks.alarm_of_silence(as_fact(Fact.objects.get(kind="declaration.silent")))
    assert Alarm.objects.get().over_at is None
    at_port.post("config", mischief={"lose": 0.0}, retell=True)
    return package


def test_receipts_that_were_lost_are_said_again_when_the_same_message_comes_again(at_port, until):
    package = silenced(at_port, until)
    for row in Message.objects.order_by("pk"):
        send_again(message_id=row.pk, now=timezone.now())
    until(lambda: Declaration.objects.get().status == "899")
    assert statuses() == {"311": "120", "411": "120", "511": "120", "621": "899"}
    assert accepted(at_port, package, "621") == (2, 1)
    assert Package.objects.get().clearance == "released"
    tasks.watch_silence(later(32))
    assert Alarm.objects.get().over_at is not None


def test_the_control_a_port_that_says_nothing_again(at_port, until):
    silenced(at_port, until)
    at_port.post("config", retell=False)
    for row in Message.objects.order_by("pk"):
        send_again(message_id=row.pk, now=timezone.now())
    PortAccount.objects.update(cursor="", looked_back_at=None)
    tasks.poll_receipts(timezone.now())
    tasks.watch_silence(later(62))
    assert (set(statuses().values()), Alarm.objects.get().over_at) == ({""}, None)
