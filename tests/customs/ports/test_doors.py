"""The same declaration through every family of doors: released, the same bytes, nothing twice, nothing lost."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone

from customs.models import Declaration, Message, PortAccount, Receipt
from customs.services import declare, resend_unsent
from customs.services.doors import credentials_of, keep_credentials
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
def test_wrong_credentials_are_the_mall_s_to_mend(quay: Quay):
    wrong = {"http_push": "password", "form_md5": "password", "soap": "aes_key", "dxp_sftp": "password"}
    name = wrong[quay.family]
    right = credentials_of(quay.port)[name]
    keep_credentials(quay.port, {name: "MDAwMDAwMDAwMDAwMDAwMA=="})
    declare(package_id=quay.package().pk, now=timezone.now())
    assert Declaration.objects.get().state == "rejected"
    assert Declaration.objects.get().reason_code == "door"
    assert quay.desk.get("messages") == []
    keep_credentials(quay.port, {name: right})
    assert PortAccount.objects.get().state == "rehearsal"
