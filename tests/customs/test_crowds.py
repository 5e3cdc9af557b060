"""Crowds: receipts that are damaged, shuffled, tripled. Small here; `CROWD` makes them large (docs/measurements.md)."""

from __future__ import annotations

import os
import random
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from customs.messages import Document, build
from customs.messages.times import BEIJING, milliseconds, moment
from customs.models import Declaration, Message, Receipt
from customs.ports.haikou.receipts import from_xml
from customs.rules import refusals, statuses
from customs.rules.statuses import ClearanceState, apply_status
from customs.services import declare
from customs.services.record_bill import record
from customs.types import Bill, Outcome, PortReceipt
from tests.customs import factories as make
from tests.customs.messages.mutations import mutate

CROWD = int(os.environ.get("CROWD", "1"))
GUID = "4F5A0C62-9B1E-4C35-8A77-2D0B6C1E9F00"
BEGIN = datetime(2026, 3, 10, 12, tzinfo=BEIJING)
WAYS = (
    ("2", "3", "120", "399", "800", "899"), ("2", "3", "100"), ("2", "4", "3", "120", "500", "501"), ("2", "-621029"),
    ("2", "3", "120", "300", "800", "700"), ("1", "2", "-621017", "3", "120", "399", "800"), ("2", "99", "120"),
)  # fmt: skip


def receipt(cop_no: str, status: str, at: datetime) -> bytes:
    head = {"guid": GUID, "copNo": cop_no, "preNo": "B20250601000000001", "returnStatus": status,
            "returnTime": milliseconds(at), "returnInfo": f"[Code:{status};Desc:说明]"}  # fmt: skip
    return build("622", [Document(head)], guid=GUID)


def test_shuffled_and_tripled_receipts_end_as_in_their_order():
    """CROWD=23810 makes a million of them (six and a fraction a list, times three)."""
    rng, count = random.Random(7), 0
    for number in range(8 * CROWD):
        way = WAYS[number % len(WAYS)]
        rows = [(status, BEGIN + timedelta(seconds=place)) for place, status in enumerate(way)]
        shuffled = rows * 3
        rng.shuffle(shuffled)
        count += len(shuffled)
        assert _end(rows) == _end(shuffled), (way, shuffled)
    assert count >= 8 * CROWD * 6


def _end(rows: list[tuple[str, datetime]]) -> ClearanceState:
    state = ClearanceState()
    for status, at in rows:
        state = apply_status(state, status, at)
    return state


def test_the_control_where_the_last_word_counts_the_order_matters():
    rows = [(status, BEGIN + timedelta(seconds=place)) for place, status in enumerate(WAYS[0])]
    ends = {random.Random(seed).sample(rows, len(rows))[-1][0] for seed in range(20)}
    assert len(ends) > 1


@pytest.mark.django_db
def test_damaged_receipts_crash_nothing_and_apply_nothing_they_should_not(in_harbor):
    """CROWD=250 makes a hundred thousand. A receipt counts only where its number, code and time are whole."""
    make.account("http://127.0.0.1:9")
    declare(package_id=make.package().pk, now=timezone.now())
    cop_no = Declaration.objects.get().cop_no
    bases = [
        receipt(cop_no, status, BEGIN + timedelta(minutes=n))
        for n, status in enumerate(("2", "3", "120", "300"))
    ]
    applied = broken = 0
    for number in range(400 * CROWD):
        rng = random.Random(number)
        for row in from_xml(mutate(rng.choice(bases), rng)):
            assert isinstance(row, PortReceipt | Bill)
            broken += bool(isinstance(row, PortReceipt) and row.fault)
            applied += _recorded(row, cop_no)
    assert applied and broken
    kept = Receipt.objects.exclude(declaration=None)
    assert set(kept.values_list("business_key", flat=True)) == {cop_no}
    for counted in kept.filter(outcome="applied"):
        assert moment(counted.returned_at) and _is_known(counted.status)
    assert Declaration.objects.get().pre_no in set(kept.values_list("pre_no", flat=True))
    assert set(Message.objects.exclude(kind="621").values_list("status", flat=True)) == {""}


def _recorded(row: PortReceipt | Bill, cop_no: str) -> bool:
    outcome = record(port="haikou", row=row, now=timezone.now())
    if outcome is not Outcome.APPLIED:
        return False
    assert isinstance(row, PortReceipt) and not row.fault
    assert (row.kind, row.business_key) == ("622", cop_no)
    assert _is_known(row.status)
    return True


def _is_known(status: str) -> bool:
    return bool(statuses.find(status) or refusals.find(status))
