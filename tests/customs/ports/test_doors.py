"""The same declaration through every family of doors: released, the same bytes, nothing twice, nothing lost."""

from __future__ import annotations

import asyncio
import hashlib
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.utils import timezone
from lxml import etree

from customs.models import Declaration, Message, PortAccount, Receipt
from customs.ports import Port
from customs.ports.doors import folder, form
from customs.ports.doors.folder import SftpFolder
from customs.ports.doors.form import refusal, row_of
from customs.ports.haikou import receipts
from customs.services import declare, resend_unsent
from customs.services.doors import credentials_of, door_of, keep_credentials
from customs.types import DoorShut, PortAway, PortRefused
from journal.models import Fact
from tests.customs.ports.doors import Quay

pytestmark = [pytest.mark.django_db, pytest.mark.processes]


def status() -> str:
    return Declaration.objects.get().status


def test_a_package_is_released(quay: Quay):
    package = quay.package()
    declare(package_id=package.pk, now=timezone.now())
    quay.until(lambda: status() == "899")
    package.refresh_from_db()
    assert (package.clearance, Declaration.objects.get().state) == ("released", "released")
    for row in Message.objects.all():
        assert hashlib.sha256(quay.desk.xml(row.message_id)).hexdigest() == row.digest
    said = list(Receipt.objects.filter(kind="622").values_list("status", flat=True))
    assert {"120", "399", "800", "899"} <= set(said)
    assert quay.desk.get("stats")["accepted_twice"] == []


@pytest.mark.parametrize("quay", ["form_md5"], indirect=True)
def test_a_rejection_says_why(quay: Quay):
    package = quay.package()
    quay.desk.post("fates", order_no=package.number, fate="reject:1312:订购人身份信息与支付人不符")
    declare(package_id=package.pk, now=timezone.now())
    quay.until(lambda: Declaration.objects.get().state == "rejected")
    row = Declaration.objects.get()
    assert (row.reason_code, row.reason) == ("1312", "订购人身份信息与支付人不符")


@pytest.mark.parametrize("quay", ["http_push", "dxp_sftp", "dxp_amqp-valkey"], indirect=True)
def test_a_port_that_is_away_gets_the_same_bytes_later(quay: Quay):
    package = quay.package()
    quay.desk.post("down", seconds=600, mode="close")
    declare(package_id=package.pk, now=timezone.now())
    kept = list(Message.objects.order_by("pk").values_list("message_id", "digest"))
    quay.desk.post("down", seconds=0)
    quay.until(lambda: status() == "899")
    assert list(Message.objects.order_by("pk").values_list("message_id", "digest")) == kept
    assert quay.desk.get("stats")["accepted_twice"] == []


def sent_twice_and_heard_twice(quay: Quay) -> str:
    """Every answer lost, every receipt repeated, half of them published again; returns the package's number."""
    quay.desk.post("config", mischief={"repeat": 1, "duplicate": 0.5})
    package = quay.package()
    declare(package_id=package.pk, now=timezone.now())
    Message.objects.update(sent_at=None)
    Declaration.objects.update(sent_at=None, sending_until=None)
    resend_unsent(port=quay.port, now=timezone.now() + timedelta(minutes=2))
    quay.until(lambda: status() == "899")
    return package.number


def kept_again() -> int:
    """Receipts kept although the same was kept before."""
    said = Receipt.objects.values_list(
        "kind", "business_key", "status", "returned_at", "info", "guid", "message_id"
    )
    return len(said) - len(set(said))


@pytest.mark.parametrize("quay", ["soap", "dxp_sftp"], indirect=True)
def test_lost_answers_and_receipts_that_come_again_change_nothing(quay: Quay):
    number = sent_twice_and_heard_twice(quay)
    assert quay.desk.get("stats")["accepted_twice"] == []
    papers = quay.desk.get(f"orders/{number}")
    assert {kind: papers[kind]["acceptances"] for kind in papers} == dict.fromkeys(papers, 1)
    assert kept_again() == 0
    assert Fact.objects.filter(kind="package.released").count() == 1


@pytest.mark.parametrize("quay", ["dxp_sftp"], indirect=True)
def test_the_control_without_a_key_of_their_own_they_are_kept_again(quay: Quay, monkeypatch):
    monkeypatch.setattr(receipts, "digest_of", lambda *said: uuid.uuid4().hex)
    sent_twice_and_heard_twice(quay)
    assert kept_again() > 0


@pytest.mark.parametrize("quay", ["soap"], indirect=True)
def test_the_control_a_port_without_memory_takes_it_twice(quay: Quay):
    quay.desk.post("config", dedupe=False)
    declare(package_id=quay.package().pk, now=timezone.now())
    Message.objects.update(sent_at=None)
    Declaration.objects.update(sent_at=None, sending_until=None)
    resend_unsent(port=quay.port, now=timezone.now() + timedelta(minutes=2))
    quay.until(lambda: quay.desk.get("stats")["accepted_twice"] != [])


@pytest.mark.parametrize("quay", ["http_push", "form_md5", "soap", "dxp_sftp"], indirect=True)
def test_wrong_credentials_are_the_mall_s_to_mend_and_the_packages_wait(quay: Quay):
    wrong = {"http_push": "password", "form_md5": "password", "soap": "aes_key", "dxp_sftp": "password"}
    name = wrong[quay.family]
    right = credentials_of(quay.port)[name]
    keep_credentials(quay.port, {name: "MDAwMDAwMDAwMDAwMDAwMA=="})
    package = quay.package()
    declare(package_id=package.pk, now=timezone.now())
    package.refresh_from_db()
    row, account = Declaration.objects.get(), PortAccount.objects.get()
    assert (row.state, row.reason_code, package.clearance) == ("ready", "", "declaring")
    assert account.away_until is not None and account.test_says
    assert quay.desk.get("messages") == []
    keep_credentials(quay.port, {name: right})
    quay.until(lambda: status() == "899")


@pytest.mark.parametrize("quay", ["form_md5"], indirect=True)
def test_the_control_taken_for_the_message_s_fault_the_package_is_refused(quay: Quay, monkeypatch):
    monkeypatch.setattr(form, "refusal", PortRefused)
    keep_credentials(quay.port, {"password": "wrong"})
    declare(package_id=quay.package().pk, now=timezone.now())
    assert Declaration.objects.get().state == "rejected"


@pytest.mark.parametrize("name", ["aes_key", "private_key"])
@pytest.mark.parametrize("quay", ["soap"], indirect=True)
def test_a_key_that_is_none_stops_only_this_port(quay: Quay, name: str):
    keep_credentials(quay.port, {name: "c2hvcnQ="})
    declare(package_id=quay.package().pk, now=timezone.now())
    assert (Declaration.objects.get().state, PortAccount.objects.get().failures) == ("ready", 3)


@pytest.mark.parametrize(
    ("says", "kind"),
    [("签名错误", DoorShut), ("timestamp expired", DoorShut), ("企业未备案", DoorShut), ("报文类型错误", PortRefused),
     ("报文编号重复", PortRefused), ("F", PortRefused)],
)  # fmt: skip
def test_what_a_door_says_of_us_is_not_said_of_the_message(says, kind):
    assert type(refusal(says)) is kind


@pytest.mark.parametrize(
    ("own", "official"), [("01", "1"), ("11", "3"), ("12", "3"), ("14", "500"), ("21", "120"), ("77", "77")]
)
def test_ningbo_s_states_in_the_official_words(own, official):
    """11 and 12: inspection declared and passed, before the declaration to customs; 14 alone is a sample taken."""
    row = etree.fromstring(
        f"<Mft><CopNo>L1</CopNo><Status>{own}</Status><UpdateTime>20260310120000</UpdateTime></Mft>"
    )
    assert row_of(row).status == official


@contextmanager
def hanging_at_the_second_file(monkeypatch) -> Iterator[list[str]]:
    """One file at a time, and the second never comes; gives the names that were asked for."""
    reads: list[str] = []
    read = SftpFolder._read

    async def hangs(self, sftp, name):
        reads.append(name)
        if len(reads) > 1:
            await asyncio.sleep(60)
        return await read(self, sftp, name)

    with monkeypatch.context() as bad_line:
        bad_line.setattr(folder, "_SIDE_BY_SIDE", 1)
        bad_line.setattr(folder, "_SECONDS", 5)
        bad_line.setattr(SftpFolder, "_read", hangs)
        yield reads


def with_two_receipts_waiting(quay: Quay) -> Port:
    declare(package_id=quay.package().pk, now=timezone.now())
    door = door_of(PortAccount.objects.get())
    until = time.monotonic() + 40
    while len(door.poll("").receipts) < 2 and time.monotonic() < until:
        continue
    return door


@pytest.mark.parametrize("quay", ["dxp_sftp"], indirect=True)
def test_a_line_that_is_slow_or_hangs_loses_nothing_of_what_was_read(quay: Quay, monkeypatch):
    """What was read before the line hung counts; with one file a round it still gets through."""
    door = with_two_receipts_waiting(quay)
    with hanging_at_the_second_file(monkeypatch) as reads:
        assert (len(door.poll("").receipts), len(reads)) == (1, 2)
    monkeypatch.setattr(folder, "_SIDE_BY_SIDE", 1)
    monkeypatch.setattr(folder, "_READING", -1.0)
    quay.until(lambda: status() == "899", seconds=120)


@pytest.mark.parametrize("quay", ["dxp_sftp"], indirect=True)
def test_the_control_files_handed_over_at_the_end_alone_are_lost_with_the_line(quay: Quay, monkeypatch):
    door, get = with_two_receipts_waiting(quay), SftpFolder._get

    async def all_at_the_end(self, files):
        own: list[tuple[str, bytes]] = []
        await get(self, own)
        files += own

    monkeypatch.setattr(SftpFolder, "_get", all_at_the_end)
    with hanging_at_the_second_file(monkeypatch), pytest.raises(PortAway):
        door.poll("")
