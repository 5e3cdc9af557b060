"""What is silent is told once; what was held back for a setting goes by itself once that is mended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.utils import timezone

from customs import tasks
from customs.models import Declaration, Filing, Message, PortAccount, PortSigner
from customs.ports.haikou.client import HaikouPort
from customs.services import declare, record_receipt
from customs.services.held import declare_what_was_held, warn_of_ending
from customs.services.later import report_signed
from customs.services.signing import keep_signer
from customs.services.watch_silence import watch_silence
from customs.types import HeldBack
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
