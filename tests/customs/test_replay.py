"""Receipts applied again by an operator: from the archive, from a file; harmless however often, and written down."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection, transaction
from django.utils import timezone

from customs.messages import Document, build
from customs.models import Declaration, Message, Receipt, ReceiptReplay
from customs.ports.haikou.receipts import from_xml, read_row
from customs.services import declare, raw_receipts, record_receipt
from customs.services.replay import BadReceiptFile, NotReplayable, apply_again, apply_file
from customs.types import NoPort, Outcome, PortReceipt
from journal.models import Fact
from orders.models import LedgerEntry, Package
from tests.customs import factories as make
from tests.customs.said import messages, said

pytestmark = pytest.mark.django_db
GUID = "4F5A0C62-9B1E-4C35-8A77-2D0B6C1E9F00"
WHO = "operator:7"


@pytest.fixture
def package(in_harbor) -> Package:
    make.account("http://127.0.0.1:9")
    made = make.package()
    declare(package_id=made.pk, now=timezone.now())
    return made


def hear(row: PortReceipt) -> Outcome:
    return record_receipt(port="haikou", row=row, now=timezone.now())


def again(receipt: Receipt) -> Outcome:
    return apply_again(receipt_id=receipt.pk, actor=WHO, now=timezone.now())


def state() -> tuple[str, str, str, int, int]:
    row = Declaration.objects.get()
    facts = Fact.objects.filter(kind="package.released").count()
    return row.state, row.status, row.list_number, facts, LedgerEntry.objects.count()


def listed(*statuses: str, cop_no: str = "") -> bytes:
    rows = [
        Document({
            "guid": GUID, "copNo": cop_no or Declaration.objects.get().cop_no, "preNo": "B20260310000000001",
            "invtNo": "64002026I000000001", "returnStatus": status, "returnTime": f"202603101200000{n:02d}",
            "returnInfo": f"[Code:{status};Desc:说明]",
        })
        for n, status in enumerate(statuses)
    ]  # fmt: skip
    return build("622", rows, guid=GUID)


def test_a_receipt_that_matched_nothing_then_matches_now(package):
    """It came before we knew the list by its number: kept, and applied once somebody asks."""
    cop_no = Declaration.objects.get().cop_no
    Message.objects.filter(kind="621").update(business_key="elsewhere")
    row = said(messages()["621"], "800", business_key=cop_no, list_number="64002026I000000001")
    assert hear(row) is Outcome.UNMATCHED
    Message.objects.filter(kind="621").update(business_key=cop_no)
    before = state()
    assert again(Receipt.objects.get()) is Outcome.APPLIED
    assert state() == ("released", "800", "64002026I000000001", 1, before[4] + 1)
    assert list(ReceiptReplay.objects.values_list("outcome", "actor", "receipt_id")) == [
        ("applied", WHO, Receipt.objects.get().pk)
    ]


def test_again_and_again_moves_nothing(package):
    hear(said(messages()["621"], "800", 5))
    before = state()
    for _ in range(3):
        assert again(Receipt.objects.get()) is Outcome.OLDER
    assert state() == before
    assert (Receipt.objects.count(), ReceiptReplay.objects.count()) == (1, 3)


def test_an_old_one_does_not_take_back_what_came_after_it(package):
    hear(said(messages()["621"], "120", 1))
    hear(said(messages()["621"], "800", 5))
    before = state()
    assert again(Receipt.objects.get(status="120")) is Outcome.OLDER
    assert state() == before


def test_what_could_not_be_read_is_not_applied_again(package):
    hear(said(messages()["621"], "800", fault="the row is no object"))
    with pytest.raises(NotReplayable):
        again(Receipt.objects.get())
    assert ReceiptReplay.objects.count() == 0


def test_its_effect_fails_and_nothing_is_noted(package, monkeypatch):
    import sys

    hear(said(messages()["621"], "23"))
    Message.objects.filter(kind="621").update(status="")
    monkeypatch.setattr(sys.modules["customs.services.record_receipt"], "_judge", lambda *a: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        again(Receipt.objects.get())
    assert ReceiptReplay.objects.count() == 0


def test_a_file_of_several_receipts_once_and_again(package):
    data, now = listed("2", "120", "800"), timezone.now()
    first = apply_file(port="haikou", data=data, actor=WHO, now=now)
    assert [row.outcome for row in first] == [Outcome.APPLIED] * 3
    before = state()
    assert before[:4] == ("released", "800", "64002026I000000001", 1)
    second = apply_file(port="haikou", data=data, actor=WHO, now=now)
    assert {row.outcome for row in second} == {Outcome.OLDER}
    assert state() == before
    assert Receipt.objects.count() == 3
    assert set(ReceiptReplay.objects.values_list("file_digest", flat=True)) != {""}


def test_the_control_without_the_table_of_statuses_a_replay_takes_back(package, monkeypatch):
    from customs.rules import statuses

    apply_file(port="haikou", data=listed("120", "800"), actor=WHO, now=timezone.now())
    monkeypatch.setattr(
        statuses, "apply_status", lambda current, status, at, kind: statuses.ClearanceState(status, at)
    )
    again(Receipt.objects.get(status="120"))
    assert Message.objects.get(kind="621").status == "120"


@pytest.mark.parametrize(
    "data",
    [b"", b"<x/>", b"\x00" * 40, b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", b"x" * (8 * 1024 * 1024 + 1)],
    ids=["empty", "no message", "no text", "doctype", "too large"],
)
def test_a_file_that_is_no_receipt_changes_nothing(package, data):
    before = state()
    with pytest.raises(BadReceiptFile):
        apply_file(port="haikou", data=data, actor=WHO, now=timezone.now())
    assert (state(), Receipt.objects.count(), ReceiptReplay.objects.count()) == (before, 0, 0)


def test_a_port_the_mall_does_not_have(package):
    with pytest.raises(NoPort):
        apply_file(port="ningbo", data=listed("800"), actor=WHO, now=timezone.now())
    assert ReceiptReplay.objects.count() == 0


def test_a_strangers_receipt_in_a_file_is_kept_and_moves_nothing(package):
    before = state()
    (row,) = apply_file(port="haikou", data=listed("800", cop_no="LNOBODY"), actor=WHO, now=timezone.now())
    assert (row.outcome, state()) == (Outcome.UNMATCHED, before)


def test_what_was_applied_again_cannot_be_changed(package):
    hear(said(messages()["621"], "2"))
    again(Receipt.objects.get())
    with (
        pytest.raises(Exception, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM customs_receiptreplay WHERE mall_id = %s", [package.mall_id])


def malformed(monkeypatch, read: Callable[[], list[PortReceipt]]) -> list[PortReceipt]:
    """Read by a version of ours that does not understand it yet."""
    with monkeypatch.context() as older:
        older.setattr("customs.ports.haikou.receipts._RAW_LIMIT", 10)
        rows = read()
    assert all(row.fault for row in rows)
    return rows


def ways(xml: bytes) -> dict[str, Callable[[], list[PortReceipt]]]:
    row = {"rawxml": base64.b64encode(xml).decode(), "addtime": "20260310120001"}
    return {"pushed or from a folder": lambda: from_xml(xml), "a row": lambda: read_row("622", row)}


@pytest.mark.parametrize("way", ["pushed or from a folder", "a row"])
def test_what_could_not_be_read_is_kept_whole_and_read_once_we_can(package, monkeypatch, way):
    (row,) = malformed(monkeypatch, ways(listed("800"))[way])
    assert hear(row) is Outcome.MALFORMED
    kept = Receipt.objects.get()
    assert raw_receipts.opened(kept) == row.raw and row.raw not in bytes(kept.raw_sealed)
    with monkeypatch.context() as older:
        older.setattr("customs.ports.haikou.receipts._RAW_LIMIT", 10)
        with pytest.raises(NotReplayable):
            again(kept)
    assert state()[0] == "ready"
    assert again(kept) is Outcome.APPLIED
    assert again(kept) is Outcome.OLDER
    assert state()[:2] == ("released", "800")


def test_the_control_without_what_came_nothing_can_be_read(package, monkeypatch):
    (row,) = malformed(monkeypatch, ways(listed("800"))["a row"])
    hear(replace(row, raw=b""))
    with pytest.raises(NotReplayable):
        again(Receipt.objects.get())
    assert state()[0] == "ready"


def test_a_file_refused_whole_is_understood_however_large(package):
    """A CEB900 carries the file: a hundred packages of three lines come to 558 KB."""
    number = str(uuid.uuid4()).upper()
    head = {"guid": GUID, "returnStatus": "-1", "returnInfo": "x", "returnTime": "20260310120000000",
            "oriCopMsgId": number, "oriMessageType": "CEB621Message", "oriBizMessage": "单" * 400_000}  # fmt: skip
    xml = build("900", [Document(head)], guid=GUID)
    assert len(xml) > 1_000_000
    row = {"rawxml": base64.b64encode(xml).decode(), "addtime": "20260310120001"}
    for (found,) in (from_xml(xml), read_row("900", row)):
        assert (found.fault, found.message_id) == ("", number)
