"""Receipts in any order, any number of times, from anybody: one result, and nothing moved that must not."""

from __future__ import annotations

import itertools
import random
import sys
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from customs.models import Declaration, Message, Receipt
from customs.rules import statuses
from customs.services import declare, record_receipt
from customs.types import Outcome, PortReceipt
from journal.models import Fact
from orders.models import LedgerEntry, Package
from tenancy.scope import Actor, in_mall
from tests.customs import factories as make
from tests.customs.said import messages, said

pytestmark = pytest.mark.django_db
NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def package(in_harbor) -> Package:
    """Declared while nobody listens: the messages are kept, and receipts are told by hand."""
    make.account(NOWHERE)
    made = make.package()
    declare(package_id=made.pk, now=timezone.now())
    return made


def hear(*rows: PortReceipt) -> list[Outcome]:
    return [record_receipt(port="haikou", row=row, now=timezone.now()) for row in rows]


def ends() -> dict[str, Any]:
    """Everything that receipts may change."""
    names = ("state", "status", "status_at", "pre_no", "list_number", "reason_code", "reason")
    package = Package.objects.get()
    why = (package.reason_code, package.reason, package.mend) if package.clearance == "rejected" else ()
    return {
        "declaration": Declaration.objects.values_list(*names).get(),
        "messages": sorted(Message.objects.values_list("kind", "status", "status_at", "status_info")),
        "package": (package.clearance, package.status, package.list_number, *why),
        "receipts": sorted(Receipt.objects.values_list("source_key", flat=True)),
    }


def nothing_moved() -> tuple[Any, ...]:
    return (
        Declaration.objects.values_list("state", "status", "heard_at").get(),
        list(Message.objects.values_list("pk", "status", "status_at", "status_info")),
        Package.objects.values_list("clearance", "status").get(),
        LedgerEntry.objects.count(),
        Fact.objects.count(),
    )


def good_way() -> list[PortReceipt]:
    found = messages()
    rows = [
        said(found[kind], status, at)
        for kind in ("311", "411", "511")
        for at, status in enumerate(("2", "3", "120"))
    ]
    number = "64002026I000000001"
    for at, status in enumerate(("2", "3", "120", "399", "800", "899")):
        listed = {"list_number": number} if at >= 2 else {}
        rows.append(said(found["621"], status, 10 + at, **listed))
    return rows


def in_every(orders: Any) -> list[dict[str, Any]]:
    """Tells the receipts in each order, from the same beginning, and returns the different ends."""
    seen: list[dict[str, Any]] = []
    for order in orders:
        with transaction.atomic():
            hear(*order)
            end = ends()
            transaction.set_rollback(True)
        if end not in seen:
            seen.append(end)
    return seen


def shuffles(rows: list[PortReceipt], how_many: int, seed: int = 7) -> Any:
    dice = random.Random(seed)
    for _ in range(how_many):
        yield dice.sample(rows * 2, 2 * len(rows))


def test_shuffled_and_doubled_receipts_end_the_same(package):
    (end,) = in_every([good_way(), *shuffles(good_way(), 12)])
    assert end["declaration"][:2] == ("released", "899")
    assert end["package"] == ("released", "899", "64002026I000000001")
    assert len(end["receipts"]) == 15


def test_a_refused_list_ends_the_same_in_any_order(package):
    found = messages()
    info = "[Code:1312;Desc:订购人身份信息与支付人不符]"
    rows = [said(found["621"], s, at) for at, s in enumerate(("2", "3", "120", "300"))]
    rows += [said(found["621"], "100", 9, info=info), said(found["621"], "100", 11, info=info)]
    rows += [said(found["311"], "120", 3), said(found["621"], "-621004", 12), said(found["621"], "977", 13)]
    (end,) = in_every(shuffles(rows, 12))
    assert end["declaration"][:3] == ("rejected", "100", "20260310120000009")
    assert end["package"] == ("rejected", "100", "", "1312", "订购人身份信息与支付人不符", "identity")


def test_the_control_that_believes_the_last_receipt_ends_differently(package, monkeypatch):
    def last_wins(current: Any, status: str, returned_at: Any, kind: str) -> Any:
        return statuses.ClearanceState(status=status, returned_at=returned_at)

    monkeypatch.setattr(statuses, "apply_status", last_wins)
    assert len(in_every([good_way(), *shuffles(good_way(), 5)])) > 1


CODES = ["1", "2", "3", "4", "120", "300", "399", "500", "501", "100", "800", "899", "700", "-621005", "23"]


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(codes=st.lists(st.sampled_from(CODES), min_size=1, max_size=6, unique=True), seed=st.integers(0, 999))
def test_any_codes_of_a_list_in_two_orders_end_the_same(package, codes, seed):
    rows = [said(messages()["621"], code, at) for at, code in enumerate(codes)]
    assert len(in_every([rows, *shuffles(rows, 2, seed)])) == 1


def test_each_receipt_counts_once(package):
    row = said(messages()["621"], "2")
    assert hear(row, row, row) == [Outcome.APPLIED, Outcome.REPEATED, Outcome.REPEATED]
    assert Receipt.objects.count() == 1
    assert LedgerEntry.objects.filter(event="port_received").count() == 1


def test_its_effect_fails_and_the_receipt_is_not_kept(package, monkeypatch):
    def broken(**values: Any) -> None:
        raise RuntimeError("no disk")

    monkeypatch.setattr(sys.modules["customs.services.record_receipt"], "advance_package", broken)
    before = nothing_moved()
    with pytest.raises(RuntimeError):
        hear(said(messages()["621"], "800"))
    assert (nothing_moved(), Receipt.objects.count()) == (before, 0)


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"business_key": "L260310NOBODY"}, Outcome.UNMATCHED),
        ({"kind": "312"}, Outcome.UNMATCHED),
        ({"kind": "900", "message_id": "nobody"}, Outcome.UNMATCHED),
        ({"kind": "712"}, Outcome.UNMATCHED),
        ({"fault": "the row is no object"}, Outcome.MALFORMED),
    ],
)
def test_what_cannot_be_placed_is_kept_and_moves_nothing(package, changes, outcome):
    before = nothing_moved()
    assert hear(said(messages()["621"], "800", **changes)) == [outcome]
    assert nothing_moved() == before
    kept = Receipt.objects.get()
    assert (kept.outcome, kept.declaration_id) == (outcome.value, None)


@pytest.mark.parametrize(
    ("code", "outcome"), [("23", "unknown_status"), ("-621004", "noted"), ("-621012", "noted")]
)
def test_a_code_without_effect_is_kept_with_the_declaration_and_moves_nothing(package, code, outcome):
    hear(said(messages()["621"], "120", 1))
    before = nothing_moved()[1:]
    assert hear(said(messages()["621"], code, 2)) == [Outcome(outcome)]
    assert nothing_moved()[1:] == before
    kept = Receipt.objects.order_by("-pk").first()
    assert (kept.status, kept.outcome, kept.declaration_id) == (code, outcome, Declaration.objects.get().pk)


def test_an_older_receipt_changes_nothing(package):
    hear(said(messages()["621"], "800", 5))
    before = nothing_moved()[1:]
    assert hear(said(messages()["621"], "120", 3)) == [Outcome.OLDER]
    assert nothing_moved()[1:] == before


def test_released_and_then_returned_abroad(package):
    hear(said(messages()["621"], "800", 5), said(messages()["621"], "700", 9))
    assert Declaration.objects.get().state == "returned"
    assert Package.objects.get().clearance == "returned"
    assert Fact.objects.filter(kind="package.returned").count() == 1


def test_an_order_refused_at_the_port_rejects_the_package(package):
    found = messages()
    hear(
        said(found["621"], "120", 3), said(found["311"], "-301008", 4, info="订单参数校验失败[buyerIdNumber]")
    )
    assert Declaration.objects.get().reason_code == "-301008"
    stands = Package.objects.get()
    assert (stands.clearance, stands.mend) == ("rejected", "data")


def test_a_message_refused_whole(package):
    message = messages()["621"]
    row = said(message, "-1", kind="900", business_key=message.message_id, message_id=message.message_id,
               guid="", info="报文格式校验失败[gcode]")  # fmt: skip
    assert hear(row) == [Outcome.APPLIED]
    assert Package.objects.get().clearance == "rejected"
    assert Declaration.objects.get().reason_code == "-1"


def test_news_for_an_order_taken_back_stays_with_the_declaration(package):
    from orders.models import Order

    hear(said(messages()["621"], "100", 5))
    Order.objects.update(state="cancelled")
    Package.objects.update(clearance="none")
    assert hear(said(messages()["621"], "800", 9)) == [Outcome.APPLIED]
    assert (Declaration.objects.get().state, Package.objects.get().clearance) == ("released", "none")


def test_a_receipt_read_in_another_mall_matches_nothing_and_changes_nothing(package, mall, other_mall):
    row = said(messages()["621"], "800")
    before = nothing_moved()
    with in_mall(other_mall.pk, actor=Actor.staff()):
        make.account(NOWHERE, dxp_id="DXPENT0000000002")
        assert hear(row) == [Outcome.UNMATCHED]
        assert Receipt.objects.get().declaration_id is None
    with in_mall(mall.pk, actor=Actor.staff()):
        assert (nothing_moved(), Receipt.objects.count()) == (before, 0)
        assert hear(row) == [Outcome.APPLIED]


def test_a_receipt_of_another_port_matches_nothing(package):
    before = nothing_moved()
    outcome = record_receipt(port="elsewhere", row=said(messages()["621"], "800"), now=timezone.now())
    assert (outcome, nothing_moved()) == (Outcome.UNMATCHED, before)


def test_receipts_cannot_be_changed_or_taken_away(package):
    hear(said(messages()["621"], "2"))
    for statement in ("UPDATE customs_receipt SET status = '800'", "DELETE FROM customs_receipt"):
        with (
            pytest.raises(Exception, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"{statement} WHERE mall_id = %s", [package.mall_id])
    assert Receipt.objects.get().status == "2"


def test_pairs_of_codes_are_ordered_by_the_table_alone(package):
    """Every pair of codes, both ways round."""
    message = messages()["621"]
    for first, second in itertools.combinations(CODES, 2):
        rows = [said(message, first, 1), said(message, second, 2)]
        assert len(in_every([rows, rows[::-1]])) == 1, (first, second)
