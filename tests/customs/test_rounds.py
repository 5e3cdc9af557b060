"""Rounds at a port: where a question begins, who asks, what it costs; hearers; what the desk sees."""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from customs import ports, selectors, tasks
from customs.models import Declaration, Message, PortAccount, Receipt
from customs.ports.haikou.client import HaikouPort
from customs.services import declare, poll_receipts, record_receipt
from customs.types import Outcome, Page, PortAway, PortReceipt
from journal.models import Fact
from journal.services import as_fact
from journal.types import RetryLater
from orders.logistics.models import Waybill
from orders.models import Package
from orders.payments.models import Payment
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.customs import factories as make
from tests.customs.said import messages, said

pytestmark = pytest.mark.django_db
NOWHERE = "http://127.0.0.1:9"
NOW = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)


@pytest.fixture
def asked(monkeypatch) -> list[str]:
    """What the port is asked; it answers with `pages`, then with nothing."""
    seen: list[str] = []
    pages: list[Page] = []

    def poll(self, since: str) -> Page:
        seen.append(since)
        return pages.pop(0) if pages else Page(())

    monkeypatch.setattr(HaikouPort, "poll", poll)
    answers.pages = pages
    return seen


class answers:
    """What the port will say: filled by a test."""

    pages: list[Page] = []


def go(at: datetime) -> None:
    poll_receipts(port="haikou", now=at)


def test_questions_overlap_and_never_go_back(in_harbor, asked):
    make.account(NOWHERE)
    answers.pages += [Page((), "20260310115950"), Page((), "20260310115800")]
    for seconds in range(3):
        go(NOW + timedelta(seconds=seconds))
    # One second of asking and five of overlap before the newest; an older page moves nothing.
    assert asked == ["", "20260310115944", "20260310115944"]
    assert PortAccount.objects.get().cursor == "20260310115949"


def test_a_time_of_publishing_in_the_far_future_does_not_blind_us(in_harbor, asked):
    make.account(NOWHERE)
    answers.pages += [Page((), "20991231235959")]
    go(NOW)
    go(NOW)
    assert asked == ["", ""]


def test_one_row_s_wrong_time_of_publishing_does_not_hold_the_cursor(in_harbor, asked):
    """It comes with every page; the control is the same page without the others' times: nothing moves."""
    make.account(NOWHERE)
    wrong = "20991231235959"
    answers.pages += [
        Page((), wrong, published=(wrong,)),
        Page((), wrong, published=("20260310115950", wrong)),
    ]
    for _ in range(3):
        go(NOW)
    assert asked == ["", "", "20260310115944"]


def test_silence_makes_it_look_further_back_now_and_then(in_harbor, asked):
    make.account(NOWHERE)
    declare(package_id=make.package().pk, now=NOW)
    Declaration.objects.update(state="sent", sent_at=NOW - timedelta(hours=2))
    PortAccount.objects.update(cursor="20260310120000", failures=0)
    for minutes in (0, 1, 11):
        go(NOW + timedelta(minutes=minutes))
    assert asked == ["20260310110000", "20260310115955", "20260310110000"]


def test_a_mall_asks_only_for_its_own_box_and_receipts_stay_apart(in_harbor, other_mall, monkeypatch):
    boxes: list[str] = []
    monkeypatch.setattr(HaikouPort, "poll", lambda self, since: boxes.append(self.door.dxp_id) or Page(()))
    make.account(NOWHERE)
    go(NOW)
    with in_mall(other_mall.pk, actor=Actor.staff()):
        make.account(NOWHERE, dxp_id="DXPENT0000000002")
        go(NOW)
    assert boxes == [make.DXP_ID, "DXPENT0000000002"]


@pytest.mark.processes
def test_one_malls_receipts_never_reach_the_other(at_port, other_mall, until):
    package = make.package()
    declare(package_id=package.pk, now=timezone.now())
    until(lambda: Declaration.objects.get().status == "899")
    with in_mall(other_mall.pk, actor=Actor.staff()):
        at_port.register(make.account(at_port.url, dxp_id="DXPENT0000000002"))
        assert poll_receipts(port="haikou", now=timezone.now()) == {}
        assert Receipt.objects.count() == 0


@pytest.mark.processes
def test_even_when_the_port_gives_a_mall_all_receipts_nothing_of_others_moves(
    at_port, mall, other_mall, until
):
    """A careless port, or a stolen box: what matches nothing of this mall is kept, and that is all."""
    package = make.package()
    declare(package_id=package.pk, now=timezone.now())
    until(lambda: Declaration.objects.get().status == "899")
    with in_mall(other_mall.pk, actor=Actor.staff()):
        at_port.register(make.account(at_port.url, dxp_id=""))
        assert set(poll_receipts(port="haikou", now=timezone.now())) == {Outcome.UNMATCHED}
        assert set(Receipt.objects.values_list("declaration_id", flat=True)) == {None}
    with in_mall(mall.pk, actor=Actor.staff()):
        assert set(Receipt.objects.values_list("outcome", flat=True)) <= {"applied", "older"}


def hostile_page() -> Page:
    bad = PortReceipt("622", "", "", "", "622:malformed:1", fault="a DOCTYPE")
    return Page((bad, said(messages()["621"], "120"), said(messages()["621"], "800", business_key="NOBODY")))


def test_bad_rows_do_not_keep_good_ones_back(in_harbor, asked):
    make.account(NOWHERE)
    declare(package_id=make.package().pk, now=NOW)
    PortAccount.objects.update(failures=0)
    answers.pages += [hostile_page(), hostile_page()]
    assert poll_receipts(port="haikou", now=NOW) == {
        Outcome.MALFORMED: 1, Outcome.APPLIED: 1, Outcome.UNMATCHED: 1,
    }  # fmt: skip
    assert poll_receipts(port="haikou", now=NOW) == {}
    assert sorted(Receipt.objects.values_list("outcome", flat=True)) == ["applied", "malformed", "unmatched"]
    assert [row.outcome for row in selectors.strange()] == ["unmatched", "malformed"]


def test_a_receipt_that_cannot_be_recorded_holds_no_other_back_and_is_asked_for_again(
    in_harbor, asked, monkeypatch
):
    make.account(NOWHERE)
    declare(package_id=make.package().pk, now=NOW)
    PortAccount.objects.update(failures=0)
    service = sys.modules["customs.services.poll_receipts"]
    rows = (said(messages()["311"], "120"), said(messages()["411"], "120"))

    def poisoned(*, port, row, now):
        if row is rows[0]:
            raise RuntimeError("no disk")
        return record_receipt(port=port, row=row, now=now)

    answers.pages += [Page(rows, "20260310115950"), Page(rows, "20260310115950")]
    monkeypatch.setattr(service, "record", poisoned)
    assert poll_receipts(port="haikou", now=NOW) == {Outcome.APPLIED: 1}
    assert PortAccount.objects.get().cursor == ""
    monkeypatch.setattr(service, "record", record_receipt)
    assert poll_receipts(port="haikou", now=NOW) == {Outcome.APPLIED: 1}
    assert PortAccount.objects.get().cursor == "20260310115949"


def test_a_round_that_has_lasted_long_enough_leaves_the_rest_to_the_next(in_harbor, asked, monkeypatch):
    make.account(NOWHERE)
    declare(package_id=make.package().pk, now=NOW)
    PortAccount.objects.update(failures=0)
    service = sys.modules["customs.services.poll_receipts"]
    rows = tuple(said(messages()[kind], "120") for kind in ("311", "411"))
    answers.pages += [Page(rows, "20260310115950"), Page(rows, "20260310115950")]
    monkeypatch.setattr(service, "_BUDGET_SECONDS", -1.0)
    assert poll_receipts(port="haikou", now=NOW) == {}
    assert PortAccount.objects.get().cursor == ""
    monkeypatch.setattr(service, "_BUDGET_SECONDS", 60.0)
    assert poll_receipts(port="haikou", now=NOW) == {Outcome.APPLIED: 2}
    assert PortAccount.objects.get().cursor == "20260310115949"


def fact(package: Package) -> object:
    return as_fact(Fact.objects.get(kind="package.waybill_assigned", subject=f"package:{package.pk}"))


def test_the_hearer_waits_for_the_waybill(in_harbor):
    make.account(NOWHERE)
    package = make.package()
    Waybill.objects.all().delete()
    with pytest.raises(RetryLater):
        tasks.declare(fact(package))
    assert not Declaration.objects.exists()


def test_the_hearer_heard_twice_makes_one_set_and_a_silent_port_is_no_error(in_harbor):
    make.account(NOWHERE)
    package = make.package()
    tasks.declare(fact(package))
    tasks.declare(fact(package))
    assert Message.objects.count() == 4


def test_what_is_held_back_stands_on_the_desk(in_harbor):
    make.account(NOWHERE)
    package = make.package()
    Payment.objects.update(amount="1.00")
    tasks.declare(fact(package))
    assert [row.reason_code for row in selectors.rejected()] == ["match.amount"]


def test_goods_without_declaration_are_passed_over(in_harbor):
    make.account(NOWHERE)
    package = make.package()
    Package.objects.update(mode="personal_parcel")
    tasks.declare(fact(package))
    assert not Declaration.objects.exists()


def test_the_round_visits_every_open_port(in_harbor, asked):
    make.account(NOWHERE)
    tasks.poll_receipts(NOW)
    PortAccount.objects.update(state="off")
    tasks.poll_receipts(NOW)
    assert asked == [""]


MISTYPED = {"dxp_sftp": "sftp://10.0.0.1:22a/base", "dxp_amqp": "amqp://10.0.0.1:567a//"}


@pytest.mark.parametrize("family", MISTYPED)
def test_an_address_that_cannot_be_read_is_not_taken(in_harbor, family):
    code = next(code for code in ports.codes() if ports.data(code).family == family)
    with pytest.raises(ValueError, match="address"):
        make.account(MISTYPED[family], port=code)
    assert not PortAccount.objects.exists()


@pytest.mark.parametrize("family", MISTYPED)
def test_one_that_got_in_stops_no_other_port(in_harbor, asked, family):
    """It stands first in the round. The control is that port alone: what its library raises comes through."""
    code = next(code for code in ports.codes() if ports.data(code).family == family)
    good = "sftp://10.0.0.1:22/" if family == "dxp_sftp" else "amqp://10.0.0.1:5672//"
    make.account(good, port=code, credentials={"user": "u", "password": "p", "host_key": "ssh-rsa AAAA"})
    PortAccount.objects.update(endpoint=MISTYPED[family])
    make.account(NOWHERE)
    PortAccount.objects.filter(port="haikou").update(failures=1)
    tasks.poll_receipts(NOW)
    assert asked == [""]
    assert PortAccount.objects.get(port=code).failures == (3 if family == "dxp_sftp" else 1)
    if family == "dxp_amqp":
        with pytest.raises(ValueError):
            poll_receipts(port=code, now=NOW)


def test_a_port_that_hangs_is_asked_after_all_others(in_harbor, monkeypatch):
    """What it keeps us waiting is nobody else's: once it failed it comes last. The control is the first round."""
    visited: list[str] = []

    def poll(self, since: str) -> Page:
        visited.append(self.door.dxp_id)
        if self.door.dxp_id == "HANGS":
            raise PortAway("ReadTimeout")
        return Page(())

    monkeypatch.setattr(HaikouPort, "poll", poll)
    make.account(NOWHERE, dxp_id="HANGS", port="guangzhou")
    make.account(NOWHERE)
    for seconds in range(2):
        tasks.poll_receipts(NOW + timedelta(seconds=seconds))
    assert visited == ["HANGS", make.DXP_ID, make.DXP_ID, "HANGS"]


def test_the_desk_lists_the_silent_the_refused_and_the_unsent(in_harbor):
    make.account(NOWHERE)
    for _ in range(3):
        declare(package_id=make.package().pk, now=NOW)
    first, second, third = Declaration.objects.order_by("pk").values_list("pk", flat=True)
    sent = Declaration.objects.filter(pk__in=[first, second])
    sent.update(state="sent", sent_at=NOW)
    soon, late = NOW + timedelta(minutes=29), NOW + timedelta(minutes=31)
    assert list(selectors.silent(soon)) == []
    assert [row.pk for row in selectors.silent(late)] == [first, second]
    Declaration.objects.filter(pk=first).update(heard_at=NOW + timedelta(minutes=5))
    assert [row.pk for row in selectors.silent(late)] == [second]
    Declaration.objects.filter(pk=second).update(state="rejected", status="100", reason="身份信息不符")
    assert [row.pk for row in selectors.rejected()] == [second]
    assert selectors.way_out(Declaration.objects.get(pk=second), "en").startswith("Give the orderer's name")
    assert [row.pk for row in selectors.unsent(timezone.now() + timedelta(minutes=6))] == [third]


def test_a_timeline_tells_what_went_and_what_came(in_harbor):
    make.account(NOWHERE)
    package = make.package()
    declare(package_id=package.pk, now=NOW)
    Message.objects.filter(kind="621").update(sent_at=datetime(2026, 3, 10, 3, 59, tzinfo=UTC))
    for at, code in enumerate(("2", "800", "977")):
        record_receipt(
            port="haikou", row=said(messages()["621"], code, at, info="[Code:1;Desc:原文]"), now=NOW
        )
    steps = selectors.timeline(package.pk, "en")
    assert [(step.what, step.code, step.says) for step in steps] == [
        ("sent", "", ""), ("receipt", "2", "Declaring at the E-port 原文"), ("receipt", "800", "Released 原文"),
        ("receipt", "977", "原文"),
    ]  # fmt: skip
    with CaptureQueriesContext(connection) as captured:
        selectors.timeline(package.pk, "zh-hans")
    assert len(captured) == 3


CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK")


def statements(captured: CaptureQueriesContext) -> list[str]:
    """Those captured, transaction control apart."""
    plain = [re.sub(r"^SELECT set_mall\(\d+\); ", "", query["sql"]) for query in captured.captured_queries]
    return [sql for sql in plain if not sql.startswith(CONTROL)]


def test_declaring_costs_the_same_however_many_lines(in_harbor, monkeypatch):
    monkeypatch.setattr(HaikouPort, "send", lambda self, letter: None)
    make.account(NOWHERE)
    declare(package_id=make.package().pk, now=NOW)
    costs = []
    for lines in (1, 4):
        package = make.package(*((factories.sku(), 1) for _ in range(lines)))
        with CaptureQueriesContext(connection) as captured:
            declare(package_id=package.pk, now=NOW)
        costs.append(len(statements(captured)))
    assert costs == [43, 43]


def test_a_receipt_costs(in_harbor):
    make.account(NOWHERE)
    declare(package_id=make.package().pk, now=NOW)
    costs = {}
    rows = {
        "moves the package": said(messages()["621"], "2"),
        "moves nothing": said(messages()["621"], "1", 1),
    }
    for what, row in rows.items():
        with CaptureQueriesContext(connection) as captured:
            record_receipt(port="haikou", row=row, now=NOW)
        costs[what] = len(statements(captured))
    with CaptureQueriesContext(connection) as captured:
        record_receipt(port="haikou", row=rows["moves nothing"], now=NOW)
    assert costs | {"again": len(statements(captured))} == {
        "moves the package": 12,
        "moves nothing": 5,
        "again": 4,
    }


def test_a_round_over_known_receipts_asks_the_database_once(in_harbor, asked):
    make.account(NOWHERE)
    declare(package_id=make.package().pk, now=NOW)
    rows = tuple(said(messages()["621"], "300", at) for at in range(200))
    answers.pages += [Page(rows), Page(rows)]
    PortAccount.objects.update(failures=0)
    go(NOW)
    with CaptureQueriesContext(connection) as captured:
        go(NOW)
    assert Receipt.objects.count() == 200
    assert len(statements(captured)) == 14


def test_what_waits_for_an_answer_is_found_by_an_index_and_not_by_reading_all_messages(in_harbor):
    """A round at a port asks it each time: the table holds every message ever sent."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        sql, values = selectors.unanswered(NOW).query.sql_with_params()
        cursor.execute(f"EXPLAIN {sql}", values)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "message_unanswered" in plan, plan
