"""Who signs: keys of either kind, a card behind its control, its turns, and the certificate's days."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
import requests
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.db import connection
from django.utils import timezone

from customs.messages import verify
from customs.models import Declaration, Message, PortSigner
from customs.services import declare, keeping, mend_and_resend
from customs.services.later import cancel_list
from customs.services.returns import take_back
from customs.services.signing import keep_device, keep_signer, ready_signer, secret_name, signer_of
from customs.tasks import declare as hear
from customs.types import HeldBack, NoPort, SignerAway, SignerBusy
from journal.types import Fact, RetryLater
from tenancy.models import MallSecret
from tests.customs import factories as make
from tests.customs.messages import samples
from tests.customs.messages.sm2_certificates import signer as sm2_signer
from tests.outside import simulator

pytestmark = [pytest.mark.django_db, pytest.mark.processes]

PIN = "88888888"


class Reader:
    def __init__(self, url: str) -> None:
        self.url, self.control = url, url.replace("http", "ws") + "/"

    def post(self, path: str, **body):
        answer = requests.post(f"{self.url}/_sim/{path}", json=body, timeout=5)
        assert answer.ok, answer.text
        return answer.json()

    def signed(self) -> int:
        return requests.get(f"{self.url}/_sim/stats", timeout=5).json()["signed"]


@pytest.fixture(scope="module")
def reader_url(tmp_path_factory) -> Iterator[str]:
    with simulator("ukey", tmp_path_factory.mktemp("ukey")) as url:
        yield url


@pytest.fixture
def reader(reader_url) -> Reader:
    """A card with an SM2 key."""
    found = Reader(reader_url)
    held = sm2_signer()
    pem = held.certificate.public_bytes(Encoding.PEM).decode()
    found.post("card", private_key=f"{held.key.number:064x}", certificate=pem, pin=PIN)
    found.post("config", per_minute=250, fault="")
    return found


def kept(pair: str = "sm2-sm3", name: str = "example", **changes) -> str:
    held = sm2_signer(name)
    pem = held.certificate.public_bytes(Encoding.PEM).decode()
    keep_signer("haikou", held.key.pem(), pem, pair, **changes)
    return pem


def test_a_mall_that_signs_by_sm2_is_released(at_port, until):
    at_port.register(kept())
    declare(package_id=make.package().pk, now=timezone.now())
    for row in Message.objects.all():
        assert verify(keeping.opened(row)).judgement == "valid"
        assert b"2022/04/xmldsig#sm2-sm3" in keeping.opened(row)
    until(lambda: Declaration.objects.get().status == "899")


def test_the_control_a_port_that_does_not_know_the_certificate_takes_nothing(at_port, until):
    kept(name="stranger")
    declare(package_id=make.package().pk, now=timezone.now())
    until(lambda: Declaration.objects.get().state == "rejected")
    assert Declaration.objects.get().reason_code == "-10102"


def test_a_card_signs_for_the_mall(at_port, until, reader):
    at_port.register(keep_device("haikou", url=reader.control, pin=PIN, pair="sm2-sm3"))
    row = PortSigner.objects.get()
    assert (row.kind, row.pair, row.per_minute, row.serial) == ("device", "sm2-sm3", 250, sm2_signer().serial)
    declare(package_id=make.package().pk, now=timezone.now())
    assert reader.signed() == 4
    until(lambda: Declaration.objects.get().status == "899")


def test_a_card_with_an_rsa_key(at_port, reader):
    held = samples.signer()
    key = held.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    pem = held.certificate.public_bytes(Encoding.PEM).decode()
    reader.post("card", private_key=key, certificate=pem, pin=PIN)
    keep_device("haikou", url=reader.control, pin=PIN)
    assert verify(signer_of("haikou").sign(samples.message("311", random.Random(1)))).valid


@pytest.mark.parametrize(
    ("fault", "why"),
    [("reader", "50070"), ("close", "cut"), ("garbage", "no JSON"), ("other_card", "another card")],
)
def test_a_card_that_fails_makes_nothing_and_the_package_waits(at_port, reader, fault, why):
    keep_device("haikou", url=reader.control, pin=PIN, pair="sm2-sm3")
    reader.post("config", fault=fault)
    package = make.package()
    with pytest.raises(SignerAway) as away:
        declare(package_id=package.pk, now=timezone.now())
    assert why in away.value.why
    assert not Message.objects.exists() and package.clearance == "waybill_assigned"
    fact = Fact(1, package.mall_id, "package.waybill_assigned", f"package:{package.pk}", timezone.now())
    with pytest.raises(RetryLater):
        hear(fact)
    reader.post("config", fault="")
    declare(package_id=package.pk, now=timezone.now())
    assert Message.objects.count() == 4


def test_a_wrong_pin_is_said_in_the_cards_words(at_port, reader):
    keep_device("haikou", url=reader.control, pin="00000000", pair="sm2-sm3")
    with pytest.raises(SignerAway) as away:
        signer_of("haikou").sign_text(b"x")
    assert "密码错误" in away.value.why


def test_no_device_there(at_port):
    for url, error in (("ws://127.0.0.1:9/", SignerAway), ("http://127.0.0.1:9/", ValueError)):
        with pytest.raises(error):
            keep_device("haikou", url=url, pin=PIN)
    assert PortSigner.objects.get().kind == "key"


def test_turns_are_given_evenly_and_never_more_than_a_minute_holds(at_port):
    kept(per_minute=60)
    now, given, at = timezone.now(), [], timedelta(0)
    while at < timedelta(minutes=3):
        try:
            ready_signer("haikou", documents=4, now=now + at)
            given.append(at)
        except SignerBusy as busy:
            assert busy.seconds >= 1
        at += timedelta(milliseconds=500)
    for start in given:
        window = [at for at in given if start <= at < start + timedelta(minutes=1)]
        assert 4 * len(window) <= 60
    assert 4 * len(given) >= 3 * 60 * 5 / 6, "and the cap is used"


def test_the_control_without_turns_all_come_at_once(at_port):
    kept(per_minute=0)
    for _ in range(100):
        ready_signer("haikou", documents=4, now=timezone.now())


def test_a_busy_signer_makes_the_package_wait(at_port):
    kept(per_minute=4)
    now = timezone.now()
    declare(package_id=make.package().pk, now=now)
    second = make.package()
    with pytest.raises(SignerBusy) as busy:
        declare(package_id=second.pk, now=now)
    assert Declaration.objects.count() == 1
    declare(package_id=second.pk, now=now + timedelta(seconds=busy.value.seconds))
    assert Declaration.objects.count() == 2


def test_a_certificate_out_of_date_holds_the_package_back(at_port):
    package = make.package()
    with pytest.raises(HeldBack) as held:
        declare(package_id=package.pk, now=timezone.now() + timedelta(days=4000))
    assert held.value.reason_code == "signer.out_of_date"
    assert (Declaration.objects.get().state, Message.objects.count()) == ("held", 0)


def test_a_pair_that_does_not_fit_is_not_kept(at_port):
    held = sm2_signer()
    pem = held.certificate.public_bytes(Encoding.PEM).decode()
    before = bytes(MallSecret.objects.get(name=secret_name("haikou")).sealed)
    with pytest.raises(ValueError, match=""):
        keep_signer("haikou", held.key.pem(), pem, "rsa-sha1")
    assert bytes(MallSecret.objects.get(name=secret_name("haikou")).sealed) == before
    MallSecret.objects.all().delete()
    with pytest.raises(NoPort):
        signer_of("haikou")


class _Watched:
    """Signs as the mall's own key does, and notes whether a row of declarations was locked meanwhile."""

    def __init__(self, inner) -> None:
        self.inner = inner
        self.depths: list[int] = []

    def __getattr__(self, name):
        return getattr(self.inner, name)

    def sign(self, xml: bytes) -> bytes:
        self.depths.append(len(connection.savepoint_ids))
        return self.inner.sign(xml)


@pytest.mark.parametrize("act", ["mend", "cancel", "take_back"])
def test_a_card_takes_its_time_outside_of_any_transaction(at_port, monkeypatch, act):
    """Ten seconds a document: declaration and signer rows are locked only once all is signed."""
    pk = declare(package_id=make.package().pk, now=timezone.now())
    outside = len(connection.savepoint_ids)
    watched = _Watched(signer_of("haikou"))
    monkeypatch.setattr("customs.services.signing.signer_of", lambda port: watched)
    now = timezone.now()
    if act == "mend":
        Message.objects.filter(kind="621").update(status="100", status_at="20260310120000000")
        mend_and_resend(declaration_id=pk, now=now, actor="operator:1")
    elif act == "cancel":
        Declaration.objects.update(state="accepted", list_number="64002026I000000001")
        cancel_list(declaration_id=pk, reason="x", now=now)
    else:
        Declaration.objects.update(state="released", settled_at=now, list_number="64002026I000000001")
        take_back(declaration_id=pk, pieces={1: Decimal(1)}, reason="x", now=now)
    assert watched.depths and set(watched.depths) == {outside}
