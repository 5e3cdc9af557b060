"""Order pages and lists: exact words in both languages, few statements, nobody sees what is not theirs."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from orders import selectors
from orders.models import Order, Package
from orders.payments.models import Payment
from orders.selectors import orders_of, packages_of
from orders.services.advance_package import Said, advance_package
from orders.services.record_paid import record_paid
from orders.types import NoSuchOrder
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.orders import factories as make

pytestmark = pytest.mark.django_db
D = Decimal
LATER = make.NOW + timedelta(hours=1)
STAFF = Actor.staff()


def order_page(*asked: Any, **how: Any) -> Any:
    return selectors.order_page(*asked, **how)


def customs_documents(package_id: int) -> Any:
    return selectors.customs_documents(package_id)


@pytest.fixture
def shopper(in_harbor):
    return factories.shopper()


@pytest.fixture
def order(shopper) -> Order:
    """Paid; one package of each of two suppliers."""
    one = factories.sku(price="100.00")
    two = factories.sku(price="40.00", supplier_code="zeta", warehouse_code="ningbo")
    placed = make.placed(shopper, (one, 2), (two, 1))
    record_paid(order_id=placed.order_id, now=make.NOW)
    return Order.objects.get(pk=placed.order_id)


def advance(package: Package, *events: str, **said) -> None:
    for event in events:
        advance_package(
            package_id=package.pk, axis="clearance", event=event, now=LATER, actor="port", said=Said(**said)
        )


def test_the_page_of_an_order(order, shopper):
    first = Package.objects.get(sequence=1)
    advance(first, "assign_waybill", "declare")
    advance(first, "port_accepts", code="120")
    page = order_page(order.number, Actor.shopper(shopper.pk), language="en")
    assert (page.number, page.state, page.total) == (order.number, "paid", D("261.84"))
    # the package furthest behind speaks for the order
    assert (page.word.code, page.word.text) == ("paid", "Paid")
    assert [(p.word.text, p.status, p.status_says) for p in page.packages] == [
        ("Under customs review", "120", "Stored at customs"),
        ("Paid", "", ""),
    ]
    assert (page.orderer, page.orderer_number) == (order.identity.name_masked, order.identity.number_masked)
    assert not page.can_cancel and page.cannot_cancel.startswith("The order is declared to customs")
    assert [(step.says, step.code, step.package) for step in page.timeline] == [
        ("Order placed", "", ""),
        ("Payment received", "", ""),
        ("Paid, stock is kept for you", "", ""),
        ("Waybill assigned", "", first.number),
        ("Order, payment and waybill sent to customs", "", first.number),
        ("Under review by customs", "120", first.number),
    ]
    assert (
        page.packages[0].lines[0].amount == D("200.00")
        and page.packages[0].mode_name == "Bonded stock (1210)"
    )


def test_a_package_that_nobody_has_paid_for_does_not_say_paid(shopper):
    placed = make.placed(shopper, (factories.sku(), 1))

    def says() -> set[str]:
        page = order_page(placed.number, Actor.shopper(shopper.pk), language="en")
        return {package.word.text for package in page.packages}

    assert says() == {"Awaiting payment"}
    record_paid(order_id=placed.order_id, now=make.NOW)
    assert says() == {"Paid"}


def test_before_declaring_the_button_shows_the_point_of_no_return(order, shopper):
    page = order_page(order.number, Actor.shopper(shopper.pk), language="en")
    assert page.can_cancel and page.point_of_no_return
    assert (page.expected_hours, page.advice) == (2, "We are preparing the documents. You can still cancel.")


def test_a_rejection_says_why_and_what_is_wanted(order, shopper):
    first = Package.objects.get(sequence=1)
    advance(first, "assign_waybill", "declare")
    advance(first, "port_rejects", code="100", reason="身份不符", mend="identity")
    page = order_page(order.number, Actor.shopper(shopper.pk), language="zh-hans")
    assert page.wants_identity and page.word.code == "identity_wanted" and page.word.attention
    assert (page.word.text, page.packages[0].reason) == ("身份不符待补", "身份不符")
    assert page.timeline[-1].says == "海关退单，处理中"


def test_who_sees_the_order(order, shopper, other_mall):
    stranger = factories.shopper("13900139000")
    zeta = factories.supplier("zeta")
    nobody = factories.supplier("nobody")
    package_id = customs_documents(Package.objects.order_by("pk").values_list("pk", flat=True)[0]).package_id
    seen = {
        "staff": (STAFF, 2),
        "owner": (Actor.shopper(shopper.pk), 2),
        "supplier": (Actor.supplier(zeta.pk), 1),
        "another supplier": (Actor.supplier(nobody.pk), 0),
        "another shopper": (Actor.shopper(stranger.pk), 0),
        "public": (Actor.public(), 0),
        "missing": (None, 0),
    }
    for actor, count in seen.values():
        page = order_page(order.number, actor)
        assert (0 if page is None else len(page.packages)) == count
        assert len(packages_of(actor).rows) == count
    assert [row.number for row in orders_of(shopper.pk).rows] == [order.number]
    assert orders_of(stranger.pk).rows == ()
    with in_mall(other_mall.pk, actor=STAFF):
        assert order_page(order.number, STAFF) is None and packages_of(STAFF).rows == ()
        assert orders_of(shopper.pk).rows == ()
        with pytest.raises(NoSuchOrder):
            customs_documents(package_id)


def test_a_supplier_sees_only_its_own_steps_and_nothing_unpaid(order):
    first, second = Package.objects.order_by("sequence")
    advance(first, "assign_waybill")
    page = order_page(order.number, Actor.supplier(second.supplier_id))
    assert [p.number for p in page.packages] == [second.number]
    assert first.number not in {step.package for step in page.timeline}
    Order.objects.update(paid_at=None)
    assert order_page(order.number, Actor.supplier(second.supplier_id)) is None


def test_statements_do_not_grow_with_the_list(order, shopper):
    package_id = Package.objects.order_by("pk").values_list("pk", flat=True)[0]

    def cost(call) -> int:
        with CaptureQueriesContext(connection) as captured:
            call()
        return len(captured)

    calls = {
        "orders": lambda: orders_of(shopper.pk),
        "packages": lambda: packages_of(STAFF),
        "page": lambda: order_page(order.number, STAFF),
        "documents": lambda: customs_documents(package_id),
    }
    few = {name: cost(call) for name, call in calls.items()}
    for _ in range(4):
        make.placed(shopper, (factories.sku(), 1), (factories.sku(), 2))
    assert {name: cost(call) for name, call in calls.items()} == few
    assert few == {"orders": 3, "packages": 3, "page": 7, "documents": 4}


def test_pages_of_a_list(shopper, monkeypatch):
    monkeypatch.setattr("orders.selectors.lists.PAGE", 2)
    numbers = [make.placed(shopper, (factories.sku(), 1)).number for _ in range(3)][::-1]
    first, second = orders_of(shopper.pk), orders_of(shopper.pk, 2)
    assert [row.number for row in (*first.rows, *second.rows)] == numbers
    assert (first.has_next, second.has_next, second.has_previous) == (True, False, True)
    assert orders_of(shopper.pk, 9).rows == () and orders_of(shopper.pk, state="paid").rows == ()
    assert [row.number for row in orders_of(shopper.pk, -3).rows] == numbers[:2]


def test_documents_for_customs(order):
    package = Package.objects.get(sequence=1)
    Payment.objects.create(
        order=order, package=package, gateway="wechat", number="P1", amount=package.total, state="paid",
        transaction_id="TX", paid_at=make.NOW, expires_at=LATER,
    )  # fmt: skip
    package.waybills.create(carrier="domestic", carrier_code="4401", carrier_name="快", number="W1")
    found = customs_documents(package.pk)
    assert (found.number, found.order_number) == (f"{order.number}01", order.number)
    assert (found.goods, found.freight, found.tax, found.total) == (
        D("200.00"),
        D("0.00"),
        D("18.20"),
        D("218.20"),
    )
    assert (found.identity_id, found.consignee, found.account_book) == (
        order.identity_id,
        "张三丰",
        "T2925W000088",
    )
    assert (found.payment.transaction_id, found.waybill.number) == ("TX", "W1")
    line = found.lines[0]
    assert (line.quantity, line.price, line.amount, line.trade["hs_code"]) == (
        2,
        D("100.00"),
        D("200.00"),
        "1901101090",
    )
    assert "11010519491231002X" not in repr(found)
