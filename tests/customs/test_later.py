"""After the four: cancel before release, take back after it, say it was signed for, withdraw what is left."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from django.utils.module_loading import import_string

from config.subscriptions import SUBSCRIPTIONS
from customs.models import Declaration, Message, TaxBill
from customs.services import declare, mend_and_resend, resend_unsent
from customs.services.later import (
    NothingToWithdraw,
    TooLateToCancel,
    UnderWay,
    cancel_list,
    report_signed,
    withdraw,
)
from customs.services.returns import NotReturnable, TooMany, take_back
from customs.types import NotMendable
from journal.models import Fact
from journal.services import as_fact
from orders.clock import beijing_day
from orders.models import Line
from tax.allowance.models import AllowanceEntry, AllowanceYear
from tests.customs import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.processes]


def hear(fact) -> None:
    """As the relay does it: every hearer of the fact."""
    for path in SUBSCRIPTIONS[fact.kind]:
        import_string(path)(fact)


def state() -> str:
    return Declaration.objects.get().state


@pytest.fixture
def accepted(at_port, until):
    """At customs, and held there."""
    package = make.package()
    at_port.post("fates", order_no=package.number, fate="hold")
    declare(package_id=package.pk, now=timezone.now())
    until(lambda: Declaration.objects.get().status == "500")
    return Declaration.objects.get()


@pytest.fixture
def released(at_port, until):
    declare(package_id=make.package().pk, now=timezone.now())
    until(lambda: Declaration.objects.get().status == "899")
    return Declaration.objects.get()


def test_a_list_is_cancelled_and_its_allowance_given_back(at_port, until, accepted):
    number = Message.objects.get(kind="621")
    cancel_list(declaration_id=accepted.pk, reason="顾客取消订单", now=timezone.now())
    with pytest.raises(UnderWay):
        cancel_list(declaration_id=accepted.pk, reason="again", now=timezone.now())
    until(lambda: state() == "cancelled")
    assert Message.objects.get(kind="623").status == "399"
    entry = AllowanceEntry.objects.get()
    assert (entry.state, entry.ref) == ("reserved", f"package:{accepted.package_id}")
    fact = as_fact(Fact.objects.get(kind="declaration.cancelled"))
    for _ in range(2):
        hear(fact)
    entry.refresh_from_db()
    assert entry.state == "released" and AllowanceYear.objects.get().held == 0
    found = at_port.get("declarations", order_no=accepted.package.number, kind="621")
    assert [row["state"] for row in found] == ["cancelled"] and number.revision == 1
    with pytest.raises(NotMendable):
        mend_and_resend(declaration_id=accepted.pk, now=timezone.now(), actor="operator:1")
    ids = withdraw(declaration_id=accepted.pk, now=timezone.now())
    assert len(ids) == 3

    def forgotten() -> bool:
        rows = at_port.get("declarations", order_no=accepted.package.number)
        return all(row["state"] != "standing" for row in rows if row["kind"] in ("311", "411", "511"))

    until(forgotten)
    assert state() == "cancelled"


def test_what_is_released_is_not_cancelled_and_what_is_not_released_not_taken_back(at_port, released):
    with pytest.raises(TooLateToCancel):
        cancel_list(declaration_id=released.pk, reason="x", now=timezone.now())
    with pytest.raises(NothingToWithdraw):
        withdraw(declaration_id=released.pk, now=timezone.now())
    # the window is counted in days of Beijing: the thirtieth is inside until its last second, wherever the hour
    last = datetime.combine(beijing_day(released.settled_at) + timedelta(days=31), time(), UTC) - timedelta(
        hours=8
    )
    with pytest.raises(NotReturnable):
        take_back(declaration_id=released.pk, pieces={1: Decimal(1)}, reason="x", now=last)
    with pytest.raises(TooMany):
        take_back(
            declaration_id=released.pk, pieces={9: Decimal(1)}, reason="x", now=last - timedelta(seconds=1)
        )
    for pieces in ({1: Decimal(99)}, {9: Decimal(1)}, {1: Decimal(0)}):
        with pytest.raises(TooMany):
            take_back(declaration_id=released.pk, pieces=pieces, reason="x", now=timezone.now())
    assert not Message.objects.filter(kind__in=("623", "625")).exists()


def test_goods_come_back_and_the_tax_bill_is_void(at_port, until, released):
    take_back(declaration_id=released.pk, pieces={1: Decimal(1)}, reason="七天无理由", now=timezone.now())
    until(lambda: state() == "taken_back" and TaxBill.objects.filter(status="3").exists())
    fact = as_fact(Fact.objects.get(kind="declaration.taken_back"))
    assert fact.payload["pieces"] == {"1": "1"}
    entry = AllowanceEntry.objects.get()
    assert (entry.state, entry.restored) == ("counted", 0), "only what is heard moves the ledger"
    for _ in range(2):
        hear(fact)
    entry.refresh_from_db()
    assert entry.restored == entry.amount == Line.objects.get().dutiable_value > 0
    assert AllowanceYear.objects.get().held == 0
    assert Declaration.objects.get().status == "899", "the list's own status stands"


def test_a_refused_application_leaves_the_declaration_and_may_be_made_again(at_port, until, accepted):
    fate = {"kind": "623", "fate": "reject:1500:理由不充分", "times": 1}
    at_port.post("fates", order_no=accepted.package.number, **fate)
    cancel_list(declaration_id=accepted.pk, reason="x", now=timezone.now())
    until(lambda: Message.objects.get(kind="623").status == "100")
    assert state() == "accepted"
    cancel_list(declaration_id=accepted.pk, reason="y", now=timezone.now())
    until(lambda: state() == "cancelled")
    assert list(Message.objects.filter(kind="623").values_list("revision", flat=True)) == [1, 2]


def test_an_application_that_did_not_get_through_goes_with_the_round(at_port, until, accepted):
    at_port.post("down", seconds=600)
    pk = cancel_list(declaration_id=accepted.pk, reason="x", now=timezone.now())
    before = Message.objects.get(pk=pk)
    assert before.sent_at is None
    at_port.post("down", seconds=0)
    resend_unsent(port="haikou", now=timezone.now() + timedelta(minutes=2))
    after = Message.objects.get(pk=pk)
    assert after.sent_at is not None and after.digest == before.digest


def test_signed_for_is_said_once(at_port, until, released):
    report_signed(declaration_id=released.pk, at=timezone.now(), now=timezone.now())
    until(lambda: Message.objects.get(kind="513").status == "120")
    with pytest.raises(UnderWay):
        report_signed(declaration_id=released.pk, at=timezone.now(), now=timezone.now())
    assert state() == "released"


def test_the_port_itself_refuses_what_we_would_not_send(at_port, until, released, monkeypatch):
    """The control: without our guard the port says no, and nothing changes."""
    monkeypatch.setattr("customs.services.returns.within", lambda *_days: False)
    with pytest.raises(NotReturnable):
        take_back(declaration_id=released.pk, pieces={1: Decimal(1)}, reason="x", now=timezone.now())
    Declaration.objects.update(state="accepted")
    cancel_list(declaration_id=released.pk, reason="x", now=timezone.now())
    until(lambda: Message.objects.get(kind="623").status == "-623005")
    assert state() == "accepted"
