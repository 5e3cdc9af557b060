"""What is silent is told once; what was held back for a setting goes by itself once that is mended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.utils import timezone
from django.utils.module_loading import import_string

from config.subscriptions import SUBSCRIPTIONS
from customs import tasks
from customs.models import Alarm, Declaration, Filing, Message, PortAccount, PortSigner
from customs.ports.haikou.client import HaikouPort
from customs.services import declare, record_receipt
from customs.services.held import declare_what_was_held, warn_of_ending
from customs.services.later import report_signed
from customs.services.pacing import note_failure, note_success
from customs.services.signing import keep_signer
from customs.services.watch_silence import watch_silence
from customs.types import DoorShut, HeldBack
from journal.models import Fact
from journal.services import as_fact, record
from orders.models import Line, Package
from tests.customs import factories as make
from tests.customs.messages.sm2_certificates import signer as sm2_signer
from tests.customs.said import messages, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def package(in_harbor, monkeypatch) -> Package:
    """Sent whole to a port that takes everything and says nothing."""
    monkeypatch.setattr(HaikouPort, "send", lambda self, letter: None)
    make.account("http://127.0.0.1:9")
    made = make.package()
    declare(package_id=made.pk, now=timezone.now())
    return made


def later(minutes: float):
    return timezone.now() + timedelta(minutes=minutes)


def told(kind: str = "declaration.silent") -> list[str]:
    return [fact.payload.get("document", "") for fact in Fact.objects.filter(kind=kind).order_by("pk")]


def test_a_silent_port_is_told_of_once_for_each_silence(package):
    assert [watch_silence(now=later(at)) for at in (29, 31, 32)] == [0, 1, 0]
    record_receipt(port="haikou", row=said(messages()["621"], "2"), now=later(40))
    assert [watch_silence(now=later(at)) for at in (69, 71, 72)] == [0, 1, 0]
    assert told() == ["621", "621"]


def test_what_comes_after_the_four_is_watched_too(package):
    Declaration.objects.update(state="released")
    report_signed(declaration_id=Declaration.objects.get().pk, at=timezone.now(), now=timezone.now())
    assert [watch_silence(now=later(at)) for at in (29, 31, 32)] == [0, 1, 0]
    assert told() == ["513"]


def test_the_control_what_was_answered_is_not_silent(package):
    Declaration.objects.update(state="released")
    report_signed(declaration_id=Declaration.objects.get().pk, at=timezone.now(), now=timezone.now())
    record_receipt(port="haikou", row=said(Message.objects.get(kind="513"), "2"), now=timezone.now())
    assert watch_silence(now=later(60)) == 0


@pytest.mark.parametrize(("state", "kinds"), [("rehearsal", ["513"]), ("live", [])])
def test_a_signature_is_told_to_the_port_in_rehearsal_only(package, state, kinds):
    Declaration.objects.update(state="released")
    PortAccount.objects.update(state=state)
    record(kind="package.signed", subject=f"package:{package.pk}", payload={}, at=timezone.now())
    fact = as_fact(Fact.objects.get(kind="package.signed"))
    tasks.report_signed(fact)
    tasks.report_signed(fact)
    assert list(Message.objects.filter(kind="513").values_list("kind", flat=True)) == kinds


def test_a_package_held_back_for_its_certificate_goes_once_another_is_kept(in_harbor, monkeypatch):
    monkeypatch.setattr(HaikouPort, "send", lambda self, letter: None)
    make.account("http://127.0.0.1:9", now=timezone.now() - timedelta(days=4000))
    with pytest.raises(HeldBack):
        declare(package_id=make.package().pk, now=timezone.now())
    assert declare_what_was_held(now=timezone.now()) == 0
    held = sm2_signer()
    keep_signer("haikou", held.key.pem(), held.certificate.public_bytes(Encoding.PEM).decode(), "sm2-sm3")
    assert declare_what_was_held(now=timezone.now()) == 1
    assert (Declaration.objects.get().state, Message.objects.count()) == ("sent", 4)


def test_a_package_held_back_for_its_filing_goes_once_it_is_approved(in_harbor, monkeypatch):
    monkeypatch.setattr(HaikouPort, "send", lambda self, letter: None)
    make.account("http://127.0.0.1:9")
    PortAccount.objects.update(needs_filing=True)
    package = make.package()
    with pytest.raises(HeldBack):
        declare(package_id=package.pk, now=timezone.now())
    Filing.objects.create(
        sku_id=Line.objects.get().sku_id, port="haikou", state="approved", prepared_at=timezone.now()
    )
    tasks.declare_held(timezone.now())
    assert Declaration.objects.get().state == "sent"


def test_the_control_what_lies_in_the_package_is_not_tried_again(in_harbor):
    make.account("http://127.0.0.1:9")
    declare(package_id=make.package().pk, now=timezone.now())
    Declaration.objects.update(state="held", reason_code="match.amount")
    Message.objects.all().delete()
    assert declare_what_was_held(now=timezone.now()) == 0
    assert Message.objects.count() == 0


def test_a_certificate_that_ends_within_thirty_days_is_told_of(in_harbor):
    make.account("http://127.0.0.1:9")
    now = timezone.now()
    PortSigner.objects.update(valid_until=now + timedelta(days=31))
    assert warn_of_ending(now=now) == 0
    PortSigner.objects.update(valid_until=now + timedelta(days=29, hours=1))
    tasks.warn_of_certificates(now)
    (fact,) = Fact.objects.filter(kind="signer.ending")
    assert (fact.payload["port"], fact.payload["days"]) == ("haikou", 29)


def hear(kind: str) -> None:
    """What the subscription does with the latest fact of the kind."""
    hearers = SUBSCRIPTIONS[kind]
    assert hearers, "nobody hears it"
    for path in hearers:
        import_string(path)(as_fact(Fact.objects.filter(kind=kind).latest("pk")))


def alarms(**wanted) -> list[tuple[str, str, bool]]:
    rows = Alarm.objects.filter(**wanted).order_by("pk")
    return [(row.kind, row.subject, row.over_at is None) for row in rows]


def test_silence_stands_on_the_desk_until_customs_speaks(package):
    tasks.watch_silence(later(31))
    hear("declaration.silent")
    hear("declaration.silent")
    subject = f"declaration:{Declaration.objects.get().pk}"
    assert alarms() == [("silent", subject, True)], "heard twice, one alarm"
    tasks.watch_silence(later(32))
    assert alarms() == [("silent", subject, True)], "still silent"
    record_receipt(port="haikou", row=said(messages()["621"], "2"), now=later(40))
    tasks.watch_silence(later(41))
    assert alarms() == [("silent", subject, False)]
    tasks.watch_silence(later(75))
    hear("declaration.silent")
    assert alarms() == [("silent", subject, False), ("silent", subject, True)], (
        "another silence, another alarm"
    )


def test_a_later_message_without_an_answer_stands_there_until_it_has_one(package):
    Declaration.objects.update(state="released")
    report_signed(declaration_id=Declaration.objects.get().pk, at=timezone.now(), now=timezone.now())
    tasks.watch_silence(later(31))
    hear("declaration.silent")
    row = Message.objects.get(kind="513")
    assert alarms() == [("silent", f"message:{row.pk}", True)]
    tasks.watch_silence(later(40))
    assert alarms(over_at=None) == [("silent", f"message:{row.pk}", True)]
    record_receipt(port="haikou", row=said(row, "2"), now=later(41))
    tasks.watch_silence(later(42))
    assert alarms(over_at=None) == []


def test_a_certificate_that_ends_stands_there_until_another_is_kept(package):
    PortSigner.objects.update(valid_until=timezone.now() + timedelta(days=9))
    serial = PortSigner.objects.get().serial
    for _day in range(2):
        tasks.warn_of_certificates(timezone.now())
        hear("signer.ending")
    assert alarms() == [("signer", f"signer:haikou:{serial}", True)]
    tasks.watch_silence(timezone.now())
    assert alarms(over_at=None) == alarms()
    PortSigner.objects.update(valid_until=timezone.now() + timedelta(days=90))
    tasks.watch_silence(timezone.now())
    assert alarms() == [("signer", f"signer:haikou:{serial}", False)]


def test_a_port_that_cannot_be_reached_stands_there_until_it_can(package):
    for _time in range(2):
        note_failure("haikou", timezone.now())
    tasks.watch_silence(timezone.now())
    assert not Fact.objects.filter(kind="port.failing").exists(), "twice may happen"
    note_failure("haikou", timezone.now(), DoorShut("wrong password"))
    tasks.watch_silence(timezone.now())
    hear("port.failing")
    assert alarms() == [("door", "port:haikou", True)]
    assert "wrong password" in Alarm.objects.get().about["says"]
    tasks.watch_silence(timezone.now())
    assert Fact.objects.filter(kind="port.failing").count() == 1, "told once while it lasts"
    note_success(PortAccount.objects.get())
    tasks.watch_silence(timezone.now())
    assert alarms() == [("door", "port:haikou", False)]


def test_the_control_nothing_is_wrong(package):
    tasks.watch_silence(later(1))
    tasks.warn_of_certificates(timezone.now())
    assert (alarms(), Fact.objects.filter(kind__in=("declaration.silent", "signer.ending")).count()) == (
        [],
        0,
    )
