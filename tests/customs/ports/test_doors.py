"""The same declaration through every family of doors: released, the same bytes, nothing twice, nothing lost."""

from __future__ import annotations

import asyncio
import hashlib
import time
from datetime import timedelta

import pytest
from django.utils import timezone
from lxml import etree

from customs.models import Declaration, Message, PortAccount, Receipt
from customs.ports.doors import folder
from customs.ports.doors.folder import SftpFolder
from customs.ports.doors.form import refusal, row_of
from customs.services import declare, resend_unsent
from customs.services.doors import credentials_of, door_of, keep_credentials
from customs.types import DoorShut, PortRefused
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


@pytest.mark.parametrize("quay", ["soap", "dxp_sftp"], indirect=True)
def test_lost_answers_and_receipts_that_come_again_change_nothing(quay: Quay):
    quay.desk.post("config", mischief={"repeat": 1, "duplicate": 0.5})
    package = quay.package()
    declare(package_id=package.pk, now=timezone.now())
    Message.objects.update(sent_at=None)
    Declaration.objects.update(sent_at=None, sending_until=None)
    resend_unsent(port=quay.port, now=timezone.now() + timedelta(minutes=2))
    quay.until(lambda: status() == "899")
    assert quay.desk.get("stats")["accepted_twice"] == []
    papers = quay.desk.get(f"orders/{package.number}")
    assert {kind: papers[kind]["acceptances"] for kind in papers} == dict.fromkeys(papers, 1)
    keys = list(Receipt.objects.values_list("source_key", flat=True))
    assert len(keys) == len(set(keys))


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


@pytest.mark.parametrize("quay", ["dxp_sftp"], indirect=True)
def test_a_line_that_is_slow_or_hangs_loses_nothing_of_what_was_read(quay: Quay, monkeypatch):
    """One file a round, then a line that hangs at the second file: what was read by then counts."""
    declare(package_id=quay.package().pk, now=timezone.now())
    door = door_of(PortAccount.objects.get())
    until = time.monotonic() + 40
    while len(door.poll("").receipts) < 2 and time.monotonic() < until:
        continue
    reads: list[str] = []
    read = SftpFolder._read

    async def hangs(self, sftp, name):
        reads.append(name)
        if len(reads) > 1:
            await asyncio.sleep(60)
        return await read(self, sftp, name)

    monkeypatch.setattr(folder, "_SIDE_BY_SIDE", 1)
    with monkeypatch.context() as bad_line:
        bad_line.setattr(folder, "_SECONDS", 5)
        bad_line.setattr(SftpFolder, "_read", hangs)
        assert (len(door.poll("").receipts), len(reads)) == (1, 2)
    monkeypatch.setattr(folder, "_READING", -1.0)
    quay.until(lambda: status() == "899", seconds=120)
