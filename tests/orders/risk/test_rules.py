"""Rules against fraud as rows: each kind counted exactly, each consequence, in the verb that places an order."""

from __future__ import annotations

from datetime import timedelta

import pytest

from journal.models import Fact
from orders.errors import NotAllowedNow
from orders.lifecycle import guards
from orders.models import LedgerEntry, Order
from orders.payments.models import Payment
from orders.payments.services import record_payment
from orders.payments.types import Payer, Trade, TradeState
from orders.risk import judging
from orders.risk.models import BlacklistEntry, Case, Rule
from orders.risk.rules import verdict
from orders.risk.signals import value_key
from orders.risk.types import Hit, NotServed, Verdict
from orders.selectors import order_page
from orders.services.advance_package import advance_package
from orders.services.cancel_order import cancel_order
from orders.services.expire_order import expire_order
from orders.services.place_order import place_order
from orders.services.record_paid import record_paid
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.openapi import gateway
from tests.orders.factories import NOW, checkout, placed

pytestmark = pytest.mark.django_db
DEVICE = "d" * 32


def rule(kind: str, causes: str, most: int = 2, hours: int = 24) -> Rule:
    return Rule.objects.create(kind=kind, most=most, hours=hours, causes=causes)


def buy(shopper=None, now=NOW, **changes) -> Order:
    request = checkout(shopper or factories.shopper(), (factories.sku(), 1), **changes)
    return Order.objects.get(pk=place_order(request=request, now=now).order_id)


def test_the_sternest_consequence_of_all_that_struck_wins():
    review, hold, refuse = (Hit("phone", causes) for causes in ("review", "hold", "refuse"))
    assert verdict([]) == Verdict()
    assert verdict([review, hold]).causes == "hold" and verdict([hold, refuse, review]).causes == "refuse"


@pytest.mark.parametrize("kind", ["account", "phone", "address", "device", "identity"])
def test_the_third_within_the_window_strikes_and_one_of_another_does_not(in_harbor, kind):
    rule(kind, "refuse")
    # Everything is alike but the account, unless it is the account that is counted.
    shopper = factories.shopper()
    whose = (lambda: shopper) if kind == "account" else factories.shopper
    old = buy(whose(), now=NOW - timedelta(hours=25), device=DEVICE)
    assert old.risk == ""
    for _ in range(2):
        buy(whose(), device=DEVICE)
    before = Order.objects.count()
    with pytest.raises(NotServed):
        buy(whose(), device=DEVICE)
    assert Order.objects.count() == before
    buy(whose(), now=NOW + timedelta(hours=25), device=DEVICE)


def test_orders_of_others_are_not_counted(in_harbor):
    rule("account", "refuse")
    for _ in range(4):
        buy()
    rule("device", "refuse")
    for number in range(4):
        buy(device=f"{number:032x}")
    buy(), buy(), buy()


def test_an_id_number_in_a_third_account_strikes(in_harbor):
    rule("id_reuse", "hold")
    assert [buy().risk for _ in range(3)] == ["", "", "hold"]


def test_a_rule_out_of_force_and_a_rule_of_another_mall_do_not_strike(mall, other_mall):
    with in_mall(other_mall.pk, actor=Actor.staff()):
        rule("account", "refuse", most=0)
    with in_mall(mall.pk, actor=Actor.staff()):
        Rule.objects.create(kind="account", most=0, causes="refuse", is_active=False)
        assert buy().risk == ""


def test_refused_leaves_nothing_and_says_the_same_whatever_struck(in_harbor):
    shopper = factories.shopper()
    said = set()
    for kind in ("account", "phone", "identity"):
        Rule.objects.all().delete()
        rule(kind, "refuse", most=0)
        request = checkout(shopper, (factories.sku(), 1))
        with pytest.raises(NotServed) as refused:
            place_order(request=request, now=NOW)
        said.add((refused.value.code, str(refused.value)))
    assert len(said) == 1
    assert not (
        Order.objects.exists() or Case.objects.exists() or Fact.objects.filter(kind="order.placed").exists()
    )


def test_marked_goes_its_way_with_a_case(in_harbor):
    rule("phone", "review", most=0)
    order = buy()
    case = Case.objects.get()
    assert (order.risk, case.causes, case.order_id) == ("review", "review", order.pk)
    assert [(h["kind"], h["found"], h["most"]) for h in case.hits] == [("phone", 1, 0)]
    record_paid(order_id=order.pk, now=NOW)
    package = order.packages.get()
    assert advance_package(
        package_id=package.pk, axis="clearance", event="assign_waybill", now=NOW, actor="x"
    )


def held() -> Order:
    rule("phone", "hold", most=0)
    order = buy()
    record_paid(order_id=order.pk, now=NOW)
    return Order.objects.get(pk=order.pk)


def test_held_may_be_paid_and_nothing_of_it_is_sent(in_harbor):
    order = held()
    assert (order.state, order.risk) == ("paid", "hold")
    package = order.packages.get()
    with pytest.raises(NotAllowedNow) as refused:
        advance_package(package_id=package.pk, axis="clearance", event="assign_waybill", now=NOW, actor="x")
    assert refused.value.code == "may_not_be_sent"
    page = order_page(order.number, Actor.shopper(order.shopper_id), language="en")
    assert page.advice.startswith("We are checking this order before it is sent.")
    assert "rule" not in page.advice and "phone" not in page.advice


def test_control_without_the_guard_a_held_order_would_be_sent(in_harbor):
    package = held().packages.get()
    object.__setattr__(guards.MAY_BE_SENT, "holds", guards.ALWAYS.holds)
    try:
        assert advance_package(
            package_id=package.pk, axis="clearance", event="assign_waybill", now=NOW, actor="x"
        )
    finally:
        object.__setattr__(guards.MAY_BE_SENT, "holds", guards._may_be_sent)


def test_control_without_the_question_a_blacklisted_one_would_be_served(in_harbor, monkeypatch):
    rule("account", "refuse", most=0)
    monkeypatch.setattr(judging, "struck", lambda asked, now: iter(()))
    assert buy().risk == ""


def test_what_ends_by_itself_needs_no_decision(in_harbor):
    rule("phone", "hold", most=0)
    order = buy()
    assert expire_order(order_id=order.pk, now=order.expires_at)
    other = buy()
    cancel_order(order_id=other.pk, now=NOW, actor="x")
    assert list(Case.objects.values_list("state", flat=True)) == ["over", "over"]


def paid_by(name: str, number: str) -> Order:
    order = Order.objects.get(pk=placed().order_id)
    payment: Payment = gateway.pending(order)
    trade = Trade(
        payment.number, TradeState.PAID, int(payment.amount * 100), "42", NOW, payer=Payer(name, number)
    )
    record_payment(trade=trade, now=NOW)
    return Order.objects.get(pk=order.pk)


def test_a_payer_who_is_not_the_orderer_is_held_when_the_money_comes(in_harbor):
    gateway.account()
    rule("payer", "hold")
    order = paid_by("李四", "110101199003070011")
    assert (order.state, order.risk) == ("paid", "hold")
    hits = Case.objects.get().hits
    assert [hit["kind"] for hit in hits] == ["payer"] and "李四" not in str(hits)


def test_the_orderer_who_pays_is_not(in_harbor):
    gateway.account()
    rule("payer", "hold")
    assert paid_by("张三丰", "11010519491231002x").risk == ""
    assert not Case.objects.exists()


def test_who_is_on_the_blacklist_is_refused_until_its_end(in_harbor):
    from orders.risk.blacklist import blacklist, lift

    shopper = factories.shopper()
    until = NOW + timedelta(days=30)
    row = blacklist(
        kind="account", value=shopper.login, reason="拒付", actor="operator:1", now=NOW, until=until
    )
    with pytest.raises(NotServed):
        buy(shopper)
    assert buy(shopper, now=until).state == "placed"
    assert lift(entry_id=row.pk, actor="operator:1", now=NOW) is True
    assert lift(entry_id=row.pk, actor="operator:1", now=NOW) is False
    assert buy(shopper).state == "placed"


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("phone", "138 0013 8000", "138****8000"),
        ("identity", "11010519491231002x", "110***********002X"),
        ("address", "浙江省杭州市西湖区文三路 1 号", "浙江省杭州市西湖区文三路 1 号"),
        ("device", DEVICE, "Orders from one device …dddddd"),
    ],
)
def test_every_kind_of_entry_strikes_and_stands_masked(in_harbor, kind, value, shown):
    from django.utils.translation import override

    from orders.risk.blacklist import blacklist

    with override("en"):
        row = blacklist(kind=kind, value=value, reason="x", actor="operator:1", now=NOW, causes="hold")
    assert row.shown == shown and value not in row.value_key
    assert buy(device=DEVICE).risk == "hold"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"reason": " "}, "bad_entry"),
        ({"value": "nobody"}, "bad_entry"),
        ({"kind": "phone", "value": "12"}, "bad_entry"),
        ({"kind": "identity", "value": "110105194912310021"}, "bad_entry"),
        ({"kind": "payer", "value": "x"}, "bad_entry"),
        ({"until": NOW}, "bad_entry"),
        ({"kind": "address", "value": " "}, "bad_entry"),
    ],
)
def test_nonsense_is_not_blacklisted(in_harbor, values, code):
    from orders.risk.blacklist import blacklist
    from orders.risk.types import BadEntry

    shopper = factories.shopper()
    entry = {"kind": "account", "value": shopper.login, "reason": "x", "actor": "operator:1", "now": NOW}
    with pytest.raises(BadEntry) as refused:
        blacklist(**(entry | values))
    assert refused.value.code == code and not BlacklistEntry.objects.exists()


def test_an_unknown_value_matches_no_entry(in_harbor):
    assert value_key("device", "") == "-"
    assert LedgerEntry.objects.count() == 0
