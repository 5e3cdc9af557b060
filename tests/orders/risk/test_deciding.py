"""Operators release or refuse what was held, and hold what no rule struck."""

from __future__ import annotations

import pytest

from journal.models import Fact
from journal.services import as_fact
from orders.errors import NotAllowedNow
from orders.ledger_watch import forgotten
from orders.models import LedgerEntry, Order
from orders.payments.models import Payment, Refund
from orders.payments.tasks import close_payment
from orders.risk.blacklist import blacklist_person
from orders.risk.models import BlacklistEntry, Case, Rule
from orders.risk.types import CaseClosed, NotServed, TooLateToHold
from orders.services.advance_package import advance_package
from orders.services.decide_case import hold_order, refuse_case, release_case
from orders.services.place_order import place_order
from orders.services.record_paid import record_paid
from tests import factories
from tests.orders.aftersale.conftest import paid, walk
from tests.orders.factories import NOW, checkout

pytestmark = pytest.mark.django_db
ME = {"actor": "operator:7", "now": NOW}


@pytest.fixture
def held(in_harbor) -> Order:
    """Paid and held."""
    Rule.objects.create(kind="phone", most=0, hours=24, causes="hold")
    order = paid()
    assert order.risk == "hold"
    return order


def test_released_it_goes_its_way_once(held):
    case = Case.objects.get()
    release_case(case_id=case.pk, words="电话核实", **ME)
    held.refresh_from_db()
    case.refresh_from_db()
    assert (held.risk, case.state, case.decided_by, case.words) == (
        "released",
        "released",
        "operator:7",
        "电话核实",
    )
    fact = Fact.objects.get(kind="order.released")
    assert fact.payload["package_ids"] == [held.packages.get().pk]
    package = held.packages.get()
    assert advance_package(
        package_id=package.pk, axis="clearance", event="assign_waybill", now=NOW, actor="x"
    )
    for verb in (release_case, refuse_case):
        with pytest.raises(CaseClosed):
            verb(case_id=case.pk, words="x", **ME)
    assert forgotten() == []
    assert LedgerEntry.objects.filter(order=held, event="release").count() == 1


def test_released_before_it_is_paid_nothing_is_sent_and_the_payment_sends_it(in_harbor):
    Rule.objects.create(kind="phone", most=0, hours=24, causes="hold")
    made = place_order(request=checkout(factories.shopper(), (factories.sku(), 1)), now=NOW)
    release_case(case_id=Case.objects.get().pk, **ME)
    assert not Fact.objects.filter(kind="order.released").exists()
    record_paid(order_id=made.order_id, now=NOW)
    package_id = made.packages[0][0]
    assert advance_package(
        package_id=package_id, axis="clearance", event="assign_waybill", now=NOW, actor="x"
    )


def test_refused_the_order_is_cancelled_and_all_the_money_goes_back(held):
    refuse_case(case_id=Case.objects.get().pk, words="盗卡", **ME)
    held.refresh_from_db()
    assert (held.state, Case.objects.get().state) == ("cancelled", "refused")
    close_payment(as_fact(Fact.objects.get(kind="order.cancelled")))
    assert [row.amount for row in Refund.objects.all()] == [held.total]
    assert Payment.objects.get().amount == held.total


def test_refused_and_blacklisted_neither_account_nor_number_comes_back(held):
    shopper = held.shopper
    blacklist_person(
        shopper_id=shopper.pk,
        identity_id=held.identity_id,
        reason="盗卡",
        actor="operator:7",
        now=NOW,
        until=None,
    )
    Rule.objects.all().delete()
    assert sorted(BlacklistEntry.objects.values_list("kind", "shown")) == [
        ("account", shopper.login), ("identity", "110***********002X"),
    ]  # fmt: skip
    for who in (shopper, factories.shopper()):
        with pytest.raises(NotServed):
            place_order(request=checkout(who, (factories.sku(), 1)), now=NOW)


def test_a_marked_order_that_went_its_way_is_past_the_point_of_no_return(in_harbor):
    Rule.objects.create(kind="phone", most=0, hours=24, causes="review")
    order = paid()
    walk(order.packages.get(), until="declare")
    case = Case.objects.get()
    with pytest.raises(NotAllowedNow):
        refuse_case(case_id=case.pk, words="x", **ME)
    case.refresh_from_db()
    assert case.state == "open"
    release_case(case_id=case.pk, **ME)
    order.refresh_from_db()
    assert order.risk == "review"


def test_an_operator_holds_what_no_rule_struck_until_it_has_a_waybill(in_harbor):
    order = paid()
    case = hold_order(order_id=order.pk, words="电话打不通", **ME)
    assert (case.causes, case.state) == ("hold", "open")
    with pytest.raises(NotAllowedNow) as refused:
        hold_order(order_id=order.pk, words="x", **ME)
    assert refused.value.code == "held_already"
    release_case(case_id=case.pk, **ME)
    walk(order.packages.get(), until="assign_waybill")
    with pytest.raises(TooLateToHold):
        hold_order(order_id=order.pk, words="x", **ME)
    assert forgotten() == []
