"""A mall switches a port on: what is missing is named, what is not verified does not go live; hours, turns, breaker."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from catalog.inventory.places import close_port
from customs import ports
from customs.messages.times import BEIJING
from customs.models import Declaration, Message, PortAccount
from customs.ports.registry import CREDENTIALS, FAMILIES, SCHEMES
from customs.rules.types import Mender
from customs.services import declare, resend_unsent
from customs.services.announcing import announce
from customs.services.pacing import is_open, note_failure, take_turn, within_hours
from customs.services.switch_port import NotYetLive, checklist, go_live, rehearse, switch_off, try_call
from orders.errors import CustomsRefuses
from tests import factories
from tests.customs import factories as make
from tests.orders import factories as orders

pytestmark = [pytest.mark.django_db, pytest.mark.processes]
NOW = datetime(2026, 6, 1, 12, 0, tzinfo=BEIJING)


def test_twenty_ports_each_with_its_sources():
    assert len(ports.codes()) == 20
    assert set(FAMILIES) == set(CREDENTIALS) == set(SCHEMES)
    for code in ports.codes():
        data = ports.data(code)
        assert data.name("zh-hans") and data.name("en") and data.family in FAMILIES
        assert data.live is False, "no door was tried with a certificate of one's own"
        for known in (data.door, *data.facts.values()):
            assert bool(known.value) == bool(known.source) == bool(known.confidence), code
            assert known.confidence in ("", "verified", "one_source", "memory")
    assert ports.data("beijing").door == ports.Known(), "what is not known is left empty"


def test_the_list_says_what_is_missing_and_nothing_goes_live(at_port):
    account = PortAccount.objects.get()
    done = {item.code: item.done for item in checklist(account, timezone.now())}
    assert done == {"companies": True, "credentials": True, "signer": True, "call": False, "rehearsed": False,
                    "verified": False}  # fmt: skip
    with pytest.raises(NotYetLive) as refused:
        go_live(port="haikou", now=timezone.now())
    assert [item.code for item in refused.value.missing] == ["call", "rehearsed", "verified"]
    assert PortAccount.objects.get().state == "rehearsal"


def test_a_test_call_says_what_went_wrong(at_port):
    assert try_call(port="haikou", now=timezone.now()) == ""
    assert PortAccount.objects.get().tested_at is not None
    at_port.post("down", seconds=600)
    assert "503" in try_call(port="haikou", now=timezone.now())
    assert "503" in PortAccount.objects.get().test_says


def test_the_control_a_verified_door_goes_live_when_all_is_done(at_port, until, monkeypatch):
    declare(package_id=make.package().pk, now=timezone.now())
    until(lambda: Declaration.objects.get().state == "released")
    try_call(port="haikou", now=timezone.now())
    with pytest.raises(NotYetLive):
        go_live(port="haikou", now=timezone.now())
    from dataclasses import replace

    known = replace(ports.data("haikou"), live=True)
    monkeypatch.setattr(ports, "data", lambda code: known)
    go_live(port="haikou", now=timezone.now())
    assert PortAccount.objects.get().state == "live"
    switch_off(port="haikou")
    assert PortAccount.objects.get().state == "off"


@pytest.mark.parametrize(
    ("opens", "closes", "at", "open_"),
    [
        (None, None, "03:00", True), ("08:00", "20:00", "07:59", False), ("08:00", "20:00", "08:00", True),
        ("08:00", "20:00", "20:00", False), ("20:00", "06:00", "23:00", True), ("20:00", "06:00", "05:59", True),
        ("20:00", "06:00", "06:00", False), ("08:00", "08:00", "03:00", True),
    ],
)  # fmt: skip
def test_hours_are_beijing_s(opens, closes, at, open_):
    hours = {
        name: time.fromisoformat(text) if text else None
        for name, text in (("opens", opens), ("closes", closes))
    }
    clock = time.fromisoformat(at)
    now = NOW.replace(hour=clock.hour, minute=clock.minute).astimezone(timezone.get_fixed_timezone(-300))
    assert within_hours(PortAccount(**hours), now) is open_


def test_outside_its_hours_nothing_is_sent_and_later_all_is(at_port):
    PortAccount.objects.update(opens=time(8), closes=time(20))
    now = (timezone.now() + timedelta(days=1)).astimezone(BEIJING).replace(hour=22)
    declare(package_id=make.package().pk, now=now)
    assert (Message.objects.filter(attempts__gt=0).count(), Declaration.objects.get().state) == (0, "ready")
    assert resend_unsent(port="haikou", now=now + timedelta(hours=10, minutes=1)) == 1
    assert Declaration.objects.get().state == "sent"


def test_no_minute_holds_more_messages_than_the_port_takes(at_port):
    PortAccount.objects.update(per_minute=30)
    account, sent, at = PortAccount.objects.get(), [], timedelta(0)
    while at < timedelta(minutes=3):
        if take_turn(account, NOW + at):
            sent.append(at)
        at += timedelta(milliseconds=500)
    for start in sent:
        assert len([at for at in sent if start <= at < start + timedelta(minutes=1)]) <= 30
    assert len(sent) >= 75


def test_messages_beyond_the_port_s_turns_wait_and_keep_their_order(at_port):
    PortAccount.objects.update(per_minute=6)
    now = timezone.now()
    declare(package_id=make.package().pk, now=now)
    sent = list(Message.objects.filter(sent_at__isnull=False).values_list("kind", flat=True))
    assert sent == ["311"], "one message every twelve seconds"
    for seconds in (40, 80, 120):
        resend_unsent(port="haikou", now=now + timedelta(seconds=seconds))
    assert Message.objects.filter(sent_at__isnull=False).count() == 4
    assert Declaration.objects.get().state == "sent"


def test_a_port_that_stays_away_is_asked_less_and_less(at_port):
    waits, now = [], NOW
    for _ in range(12):
        note_failure("haikou", now)
        until = PortAccount.objects.get().away_until
        waits.append((until - now).total_seconds() if until else 0)
    assert waits == [0, 0, 5, 10, 20, 40, 80, 160, 320, 600, 600, 600]
    assert not is_open(PortAccount.objects.get(), NOW)


def test_nothing_is_sold_that_the_mall_cannot_declare(in_harbor):
    """No account, an account that is off or lacks its companies: refused before any money moves."""
    close_port(port="haikou")
    sku = factories.sku()
    close_port(port="haikou")  # the factory's warehouse opens it
    shopper = factories.shopper()
    with pytest.raises(CustomsRefuses) as refused:
        orders.placed(shopper, (sku, 1))
    assert [(found.code, found.who) for found in refused.value.findings] == [
        ("port.not_open", Mender.OPERATOR)
    ]
    make.account("http://127.0.0.1:1")
    assert orders.placed(shopper, (sku, 1)).order_id
    switch_off(port="haikou")
    with pytest.raises(CustomsRefuses):
        orders.placed(shopper, (sku, 1))
    rehearse(port="haikou")
    assert orders.placed(shopper, (sku, 1)).order_id
    PortAccount.objects.update(payer_code="")
    announce("haikou")
    with pytest.raises(CustomsRefuses):
        orders.placed(shopper, (sku, 1))


def test_what_no_port_declares_is_sold_without_one(in_harbor):
    sku = factories.sku(mode="general")
    close_port(port="haikou")
    assert orders.placed(factories.shopper(), (sku, 1)).order_id
