"""The books: every event sums to zero, what is held goes where it belongs, and a statement is its vouchers."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from journal.models import Fact
from orders.aftersale import services as aftersale
from orders.aftersale.types import Wish
from orders.models import Package
from orders.services.cancel_order import cancel_order
from orders.settlement import papers, services, tasks
from orders.settlement.models import Statement, Terms, Voucher
from orders.settlement.selectors import balances, held_for, owed_to, statement_total, visible_statements
from orders.settlement.types import NothingToPay, NotYourStatement, SettlementError
from tenancy.scope import Actor
from tests import factories
from tests.orders.aftersale.conftest import paid, walk
from tests.orders.factories import NOW

pytestmark = pytest.mark.django_db
D = Decimal
LATER = NOW + timedelta(days=2)
DUE = NOW + timedelta(days=40)


@pytest.fixture(autouse=True)
def _mall(in_harbor) -> None:
    """Every test works in the open mall."""


def hear(*kinds: str) -> None:
    """What the worker does with the facts, as config.subscriptions says."""
    hearers = {
        "order.paid": tasks.post_paid, "package.signed": tasks.post_earned,
        "aftersale.settled": tasks.post_refunded, "order.cancelled": tasks.post_cancelled,
    }  # fmt: skip
    from journal.types import Fact as Told

    for row in Fact.objects.filter(kind__in=kinds or hearers).order_by("pk"):
        told = Told(row.pk, row.mall_id, row.kind, row.subject, row.occurred_at, row.payload)
        hearers[row.kind](told)


def delivered(price: str = "100.00", pieces: int = 1) -> Package:
    order = paid((factories.sku(price=price), pieces))
    return walk(order.packages.get())


def returned(package: Package, reason: str = "damaged", pieces: int = 1, kind: str = "refund"):
    wish = Wish(package.pk, kind, reason, {package.lines.get().pk: pieces}, "words")
    row = aftersale.ask(wish=wish, shopper_id=package.order.shopper_id, now=LATER)
    aftersale.approve(request_id=row.pk, now=LATER, actor="operator:1")
    return row


def even() -> None:
    assert sum(balances().values()) == 0


def statement() -> Statement:
    hear()
    ends = DUE.date()
    supplier = Package.objects.first().supplier_id
    made = services.draw_statement(
        supplier_id=supplier, begins_on=ends - timedelta(days=60), ends_on=ends, now=DUE
    )
    assert made is not None
    return made


def test_from_the_first_second_the_money_is_held_for_the_supplier():
    order = paid()
    package = order.packages.get()
    hear()
    assert held_for(package.pk) == package.goods + package.freight
    assert owed_to(package.supplier_id) == 0
    assert balances()["tax_held"] == -package.tax
    even()


def test_receipt_turns_what_was_held_into_a_debt_less_the_commission():
    package = delivered()
    hear()
    assert held_for(package.pk) == 0
    assert owed_to(package.supplier_id) == package.goods + package.freight - D("5.00")
    assert balances()["commission_earned"] == D("-5.00")
    even()


def test_each_event_is_posted_once_and_in_any_order():
    package = delivered()
    hear("package.signed")
    hear()
    hear()
    assert list(Voucher.objects.order_by("pk").values_list("kind", flat=True)) == ["paid", "earned"]
    assert owed_to(package.supplier_id) == package.goods - D("5.00")


def test_a_cancelled_order_leaves_nothing():
    order = paid()
    cancel_order(order_id=order.pk, now=NOW, actor="shopper")
    hear()
    assert set(balances().values()) == {D("0.00")}
    assert Voucher.objects.count() == 2


def test_a_fault_is_clawed_back_with_the_tax_that_customs_keeps():
    package = delivered()
    row = returned(package)
    hear()
    assert row.tax_from == "mall" and row.tax > 0
    assert owed_to(package.supplier_id) == -row.tax
    assert balances()["commission_earned"] == 0
    assert balances()["tax_held"] == -package.tax
    even()


def test_heard_before_the_receipt_a_refund_comes_to_the_same():
    package = delivered()
    row = returned(package)
    hear("order.paid", "aftersale.settled")
    hear()
    assert owed_to(package.supplier_id) == -row.tax
    assert (held_for(package.pk), balances()["commission_earned"]) == (0, 0)
    made = statement()
    assert made.payable == statement_total(made.pk) == -row.tax
    even()


def test_partial_refunds_in_the_windows_take_their_share_of_everything():
    package = delivered("33.33", 3)
    row = returned(package, "change_of_mind", 1, "return")
    aftersale.send_back(
        request_id=row.pk, shopper_id=row.shopper_id, carrier="顺达", waybill="SF12345", now=LATER
    )
    aftersale.receive(request_id=row.pk, fate="restock", now=LATER, actor="operator:1")
    aftersale.settle(request_id=row.pk, now=LATER, actor="operator:1")
    hear()
    row.refresh_from_db()
    assert row.tax_from == "customs"
    assert balances()["tax_held"] == -(package.tax - row.tax)
    left = package.goods - row.goods
    kept = Voucher.objects.get(kind="earned").commission + Voucher.objects.get(kind="refunded").commission
    assert owed_to(package.supplier_id) == left + package.freight - row.freight - kept
    even()


def test_discounts_are_shared_as_the_terms_say():
    Terms.objects.create(supplier_share=D("0.3000"))
    package = paid().packages.get()
    Package.objects.filter(pk=package.pk).update(discount=D("10.00"), total=package.total - 10)
    services.post_paid(package_id=package.pk, now=NOW)
    row = Voucher.objects.get()
    assert (row.promotion, row.promotion_borne) == (D("3.00"), D("7.00"))
    assert held_for(package.pk) == package.goods + package.freight - 3
    even()


def test_control_the_database_refuses_a_voucher_that_is_not_zero_in_sum():
    package = paid().packages.get()
    about = {"supplier_id": package.supplier_id, "package_id": package.pk, "at": NOW, "kind": "paid"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Voucher.objects.create(reference="x", cash=D("1.00"), escrow=D("-0.99"), **about)
    Voucher.objects.create(reference="x", cash=D("1.00"), escrow=D("-1.00"), **about)
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        Voucher.objects.update(cash=D("2.00"))


def test_a_statement_is_its_vouchers_and_each_stands_in_one():
    package = delivered()
    made = statement()
    assert made.payable == statement_total(made.pk) == package.goods + package.freight - D("5.00")
    again = services.draw_statement(
        supplier_id=package.supplier_id, begins_on=DUE.date(), ends_on=DUE.date() + timedelta(days=9), now=DUE
    )
    assert again is None
    assert Statement.objects.count() == 1


def test_before_the_goods_could_come_back_nothing_is_settled():
    package = delivered()
    hear()
    soon = (NOW + timedelta(days=14)).date()
    assert (
        services.draw_statement(supplier_id=package.supplier_id, begins_on=soon, ends_on=soon, now=NOW)
        is None
    )


def test_confirm_dispute_answer_pay():
    made = statement_of_one()
    other = factories.supplier("other")
    for verb, values in ((services.confirm, {"actor": "x"}), (services.dispute, {"words": "x"})):
        with pytest.raises(NotYourStatement):
            verb(statement_id=made.pk, supplier_id=other.pk, now=DUE, **values)
    services.dispute(statement_id=made.pk, supplier_id=made.supplier_id, words="freight is missing", now=DUE)
    with pytest.raises(SettlementError):
        services.pay(statement_id=made.pk, bank_reference="BK1", actor="operator:1", now=DUE)
    services.answer(statement_id=made.pk, words="agreed", amount=D("8.00"), actor="operator:1", now=DUE)
    services.confirm(statement_id=made.pk, supplier_id=made.supplier_id, actor="supplier:5", now=DUE)
    owed = owed_to(made.supplier_id)
    services.pay(statement_id=made.pk, bank_reference="BK1", actor="operator:1", now=DUE)
    assert owed_to(made.supplier_id) == owed - made.payable == D("8.00")
    with pytest.raises(SettlementError):
        services.pay(statement_id=made.pk, bank_reference="BK2", actor="operator:1", now=DUE)
    kinds = Fact.objects.filter(kind__startswith="settlement").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == [
        "settlement.drawn", "settlement.disputed", "settlement.answered", "settlement.confirmed", "settlement.paid",
    ]  # fmt: skip
    even()


def statement_of_one() -> Statement:
    delivered()
    return statement()


def test_one_person_does_not_confirm_and_pay():
    made = statement_of_one()
    services.confirm(statement_id=made.pk, actor="operator:1", now=DUE)
    with pytest.raises(SettlementError):
        services.pay(statement_id=made.pk, bank_reference="BK1", actor="operator:1", now=DUE)
    assert Statement.objects.get().state == "confirmed"


def test_a_balance_in_the_malls_favour_is_not_paid():
    row = returned(delivered())
    made = statement()
    assert made.payable == -row.tax
    services.confirm(statement_id=made.pk, actor="supplier:1", now=DUE)
    with pytest.raises(NothingToPay):
        services.pay(statement_id=made.pk, bank_reference="BK1", actor="operator:1", now=DUE)


def test_the_clock_draws_each_period_once():
    delivered()
    hear()
    assert tasks.draw_statements(NOW + timedelta(days=3)) == 0
    assert tasks.draw_statements(DUE) == 1
    assert tasks.draw_statements(DUE) == 0
    made = Statement.objects.get()
    assert made.ends_on == DUE.date() - timedelta(days=1)


def test_who_sees_a_statement():
    made = statement_of_one()
    assert list(visible_statements(Actor.staff())) == [made]
    assert list(visible_statements(Actor.supplier(made.supplier_id))) == [made]
    for actor in (Actor.supplier(made.supplier_id + 1), Actor.shopper(1), Actor.public(), None):
        assert list(visible_statements(actor)) == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_papers_say_what_the_statement_says(language):
    made = statement_of_one()
    rows = list(csv.reader(io.StringIO(papers.as_csv(made, language).decode("utf-8-sig"))))
    assert (len(rows), rows[-1][-1]) == (3, f"{made.payable:f}")
    assert rows[1][-1] == f"{made.payable:f}"
    content = papers.as_pdf(made, language, "海港商城")
    assert content[:5] == b"%PDF-" and len(content) < 200_000


def test_a_cell_is_no_formula():
    package = delivered()
    hear()
    services.post_adjusted(
        supplier_id=package.supplier_id, amount=D("1.00"), key="k", note="=cmd|'/c calc'!A1", now=NOW
    )
    made = statement()
    assert "'=cmd" in papers.as_csv(made, "en").decode("utf-8-sig")
