"""A port that is away, lies, or drops the line: nothing is lost, nothing is accepted twice, bytes never change."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.services.identities import forget_person
from customs.models import Declaration, Message, PortAccount
from customs.services import declare, keeping, mend_and_resend, poll_receipts, resend_unsent
from customs.services.pacing import AWAY
from customs.types import NoPort, NotDeclared, NotReady
from journal.models import Fact
from orders.logistics.models import Waybill
from orders.models import Order, Package
from orders.types import NotAllowedNow
from tests import factories
from tests.customs import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.processes]


def later(seconds: int = 60):
    return timezone.now() + timedelta(seconds=seconds)


def digests() -> list[tuple[str, str]]:
    return list(Message.objects.order_by("pk").values_list("message_id", "digest"))


def arrivals(desk, package) -> dict[str, int]:
    """Kind to how often the port got it, of what it got at all."""
    rows = Message.objects.filter(declaration__package_id=package.pk).order_by("kind")
    seen = {m.kind: desk.get("messages", message_id=m.message_id) for m in rows}
    return {kind: found[0]["arrivals"] for kind, found in seen.items() if found}


def test_a_port_that_is_down_gets_the_same_bytes_later(at_port):
    package = make.package()
    at_port.post("down", seconds=600, mode="close")
    declare(package_id=package.pk, now=timezone.now())
    kept = digests()
    assert (Declaration.objects.get().state, Package.objects.get().clearance) == ("ready", "declaring")
    assert Message.objects.filter(sent_at__isnull=False).count() == 0
    assert Message.objects.get(kind="311").attempts == 1
    assert Fact.objects.filter(kind="declaration.sent").count() == 0
    at_port.post("down", seconds=0)
    resend_unsent(port="haikou", now=later())
    assert (digests(), Declaration.objects.get().state) == (kept, "sent")
    assert Fact.objects.filter(kind="declaration.sent").count() == 1
    for message_id, digest in kept:
        assert hashlib.sha256(at_port.xml(message_id)).hexdigest() == digest


def test_the_line_drops_after_the_port_took_it_and_it_is_accepted_once(at_port, until):
    package = make.package()
    at_port.post("config", mischief={"drop_after_commit": 1})
    declare(package_id=package.pk, now=timezone.now())
    assert arrivals(at_port, package) == {"311": 1}
    assert Message.objects.filter(sent_at__isnull=False).count() == 0
    at_port.post("config", mischief={"drop_after_commit": 0})
    resend_unsent(port="haikou", now=later())
    until(lambda: Declaration.objects.get().status == "899")
    assert arrivals(at_port, package) == {"311": 2, "411": 1, "511": 1, "621": 1}
    papers = at_port.get(f"orders/{package.number}")
    assert {kind: papers[kind]["acceptances"] for kind in ("311", "411", "511", "621")} == {
        "311": 1, "411": 1, "511": 1, "621": 1,
    }  # fmt: skip
    assert at_port.get("stats")["accepted_twice"] == []


def test_the_control_a_port_without_memory_takes_it_twice(at_port, until):
    """What the same id and the port's memory of it are for."""
    at_port.post("config", dedupe=False)
    package = make.package()
    declare(package_id=package.pk, now=timezone.now())
    Message.objects.update(sent_at=None)
    Declaration.objects.update(sent_at=None)
    resend_unsent(port="haikou", now=later())
    until(lambda: at_port.get("stats")["accepted_twice"] != [])


def test_an_error_page_with_status_200_is_not_ok(at_port):
    package = make.package()
    at_port.post("config", mischief={"html_200": 1})
    declare(package_id=package.pk, now=timezone.now())
    assert (arrivals(at_port, package), Declaration.objects.get().state) == ({}, "ready")


def test_the_list_never_overtakes_what_it_is_matched_with(at_port, monkeypatch):
    from customs.ports.haikou.client import HaikouPort
    from customs.types import PortAway

    said: list[str] = []

    def send(self, letter):
        said.append(letter.kind)
        if letter.kind == "411" and said.count("411") == 1:
            raise PortAway("timeout")

    monkeypatch.setattr(HaikouPort, "send", send)
    declare(package_id=make.package().pk, now=timezone.now())
    assert said == ["311", "411"]
    resend_unsent(port="haikou", now=later())
    assert said == ["311", "411", "411", "511", "621"]


def test_what_the_door_refuses_for_good_stops_the_package_with_its_reason(at_port):
    package = make.package()
    at_port.post("down", seconds=600)
    declare(package_id=package.pk, now=timezone.now())
    at_port.post("down", seconds=0)
    # Somebody else's bytes came under our id.
    _lay_down(at_port, Message.objects.get(kind="311").message_id)
    resend_unsent(port="haikou", now=later())
    stands = Package.objects.get()
    assert (stands.clearance, stands.reason_code, stands.mend) == ("rejected", "door", "data")
    assert Declaration.objects.get().state == "rejected"
    assert "came before with other content" in Message.objects.get(kind="311").last_error
    assert arrivals(at_port, package) == {"311": 1}
    assert resend_unsent(port="haikou", now=later(120)) == 0
    mend_and_resend(declaration_id=Declaration.objects.get().pk, now=later(), actor="operator:1")
    revisions = Message.objects.filter(kind="311").order_by("pk").values_list("revision", flat=True)
    assert list(revisions) == [1, 2]
    assert (Declaration.objects.get().state, Package.objects.get().clearance) == ("sent", "declaring")


def _lay_down(desk, message_id: str) -> None:
    import requests

    from tests.simulators import papers

    envelope = papers.envelope("311", b"<other/>", message_id)
    assert requests.post(f"{desk.url}/cebcmsg", json=envelope, timeout=5).text == "OK"


def test_three_failures_leave_the_port_alone_and_one_success_comes_back(at_port):
    at_port.post("down", seconds=600)
    now = timezone.now()
    declare(package_id=make.package().pk, now=now)
    for _ in range(2):
        poll_receipts(port="haikou", now=now)
    account = PortAccount.objects.get()
    assert (account.failures, account.away_until) == (3, now + AWAY)
    at_port.post("down", seconds=0)
    declare(package_id=make.package().pk, now=now)
    assert poll_receipts(port="haikou", now=now) == {}
    assert Message.objects.filter(sent_at__isnull=False).count() == 0
    poll_receipts(port="haikou", now=later())
    account = PortAccount.objects.get()
    assert (account.failures, account.away_until) == (0, None)
    assert Message.objects.filter(sent_at__isnull=False).count() == 8


def test_declaring_twice_uses_the_messages_that_are_there(at_port):
    package = make.package()
    first = declare(package_id=package.pk, now=timezone.now())
    kept = digests()
    assert declare(package_id=package.pk, now=timezone.now()) == first
    assert (digests(), set(arrivals(at_port, package).values())) == (kept, {1})
    assert Fact.objects.filter(kind="declaration.sent").count() == 1


def test_two_who_make_it_at_once_keep_one_set(at_port, monkeypatch):
    """The second comes in after the first has looked and found nothing, and before it writes."""
    import sys

    service = sys.modules["customs.services.declare"]
    package, write = make.package(), service.write_papers
    rivals = iter([lambda: declare(package_id=package.pk, now=timezone.now())])

    def interrupted(case, app_types):
        for rival in rivals:
            rival()
        return write(case, app_types)

    monkeypatch.setattr(service, "write_papers", interrupted)
    declare(package_id=package.pk, now=timezone.now())
    assert (Declaration.objects.count(), Message.objects.count()) == (1, 4)
    assert set(arrivals(at_port, package).values()) == {1}


def test_a_process_that_died_before_sending_is_made_up_for(at_port):
    package = make.package()
    at_port.post("down", seconds=600)
    declare(package_id=package.pk, now=timezone.now())
    at_port.post("down", seconds=0)
    Message.objects.update(attempts=0, last_error="")
    PortAccount.objects.update(failures=0, away_until=None)
    assert resend_unsent(port="haikou", now=timezone.now()) == 0, "its maker still has the time to send it"
    assert resend_unsent(port="haikou", now=later()) == 1


def test_a_declaration_whose_person_was_forgotten_holds_no_other_back(at_port):
    at_port.post("down", seconds=600)
    for _ in range(2):
        declare(package_id=make.package().pk, now=timezone.now())
    at_port.post("down", seconds=0)
    forget_person(identity_id=Order.objects.earliest("pk").identity_id)
    assert resend_unsent(port="haikou", now=later()) == 1
    assert list(Declaration.objects.order_by("pk").values_list("state", flat=True)) == ["ready", "sent"]


def test_one_of_two_polls(at_port):
    now = timezone.now()
    PortAccount.objects.update(polling_until=now + timedelta(seconds=5))
    package = make.package()
    declare(package_id=package.pk, now=now)
    assert poll_receipts(port="haikou", now=now) == {}
    assert PortAccount.objects.get().polled_at is None
    assert poll_receipts(port="haikou", now=now + timedelta(seconds=6)) != {}
    assert PortAccount.objects.get().polling_until is None


def untouched() -> bool:
    return not Declaration.objects.exists() and Package.objects.get().clearance == "waybill_assigned"


def test_without_a_waybill_it_waits(at_port):
    package = make.package()
    Waybill.objects.all().delete()
    with pytest.raises(NotReady):
        declare(package_id=package.pk, now=timezone.now())
    assert untouched()


def test_a_port_that_is_switched_off_takes_nothing(at_port):
    package = make.package()
    PortAccount.objects.update(state="off")
    with pytest.raises(NoPort):
        declare(package_id=package.pk, now=timezone.now())
    assert untouched()


def test_a_cancelled_order_is_not_declared(at_port):
    package = make.package()
    Order.objects.update(state="cancelled")
    with pytest.raises(NotAllowedNow):
        declare(package_id=package.pk, now=timezone.now())
    assert untouched() and Message.objects.count() == 0


def test_goods_that_are_not_declared(at_port):
    package = make.package()
    Package.objects.update(mode="general")
    with pytest.raises(NotDeclared):
        declare(package_id=package.pk, now=timezone.now())
    assert untouched()


def test_opened_bytes_are_those_that_were_sent(at_port):
    declare(package_id=make.package().pk, now=timezone.now())
    for row in Message.objects.all():
        assert keeping.opened(row) == at_port.xml(row.message_id)


def test_receipts_with_all_mischief_on_end_released_with_nothing_twice(at_port, until):
    mischief = {"duplicate": 0.5, "retime": 0.5, "unknown": 0.3, "lower_guid": 0.5, "bom": 0.5, "prefix": 0.5}
    at_port.post("config", mischief=mischief)
    skus = [factories.sku(price=f"{n}00.00") for n in (1, 2, 3)]
    for sku in skus:
        declare(package_id=make.package((sku, 1)).pk, now=timezone.now())
    until(lambda: set(Declaration.objects.values_list("state", "status")) == {("released", "899")})
    assert set(Package.objects.values_list("clearance", flat=True)) == {"released"}
    assert Fact.objects.filter(kind="package.released").count() == 3
    assert at_port.get("stats")["accepted_twice"] == []
