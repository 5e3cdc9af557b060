"""Part of a package goes first: sums to the fen, stock, books and refunds stay what they were."""

from __future__ import annotations

from decimal import Decimal

import pytest

from catalog.inventory.models import Movement, Reservation, Stock
from journal.models import Fact
from orders.aftersale import services as aftersale
from orders.aftersale.types import Wish
from orders.errors import NoSuchOrder, NotAllowedNow, NothingToSplit
from orders.ledger_watch import forgotten
from orders.models import Line, Order, Package
from orders.payments.models import Refund
from orders.services import split_package as module
from orders.services.cancel_order import cancel_order
from orders.services.split_package import split_package
from orders.settlement import tasks as books
from orders.settlement.models import Voucher
from orders.settlement.selectors import balances, held_for, owed_to
from orders.settlement.services import post_earned, post_paid
from tests import factories
from tests.orders.aftersale.conftest import paid, walk
from tests.orders.factories import NOW

pytestmark = pytest.mark.django_db
_SUMS = ("goods", "freight", "discount", "tax", "total")


@pytest.fixture
def order(in_harbor) -> Order:
    """Paid: three of one and two of another, both in stock in China."""
    skus = [factories.sku(mode="general", warehouse_code="shop", price=price) for price in ("33.33", "58.00")]
    return paid((skus[0], 3), (skus[1], 2))


def split(order: Order, *pieces: int) -> Package:
    """So many pieces of the first, second … line of the first package."""
    package = order.packages.order_by("pk")[0]
    lines = list(package.lines.order_by("sequence"))
    wants = {line.pk: n for line, n in zip(lines, pieces, strict=False) if n}
    made = split_package(package_id=package.pk, pieces=wants, actor="operator:1", now=NOW)
    return Package.objects.get(pk=made)


def test_sums_lines_and_stock_stay_what_they_were(order):
    before = {name: getattr(order, name) for name in _SUMS}
    whole = order.packages.get()
    tax, reserved = whole.tax, sum(Stock.objects.values_list("reserved", flat=True))
    made = split(order, 2, 2)
    rest = Package.objects.get(pk=whole.pk)
    assert (made.goods, rest.goods) == (Decimal("182.66"), Decimal("33.33"))
    for name in _SUMS:
        assert getattr(made, name) + getattr(rest, name) == before[name], name
    assert made.tax + rest.tax == tax
    assert sorted(made.lines.values_list("quantity", "amount")) == [
        (2, Decimal("66.66")),
        (2, Decimal("116.00")),
    ]
    assert list(rest.lines.values_list("quantity", "amount")) == [(1, Decimal("33.33"))]
    assert sum(Stock.objects.values_list("reserved", flat=True)) == reserved == 5
    for stock in Stock.objects.all():
        assert sum(Movement.objects.filter(stock=stock).values_list("reserved", flat=True)) == stock.reserved
    holds = Reservation.objects.filter(state="held").values_list("reference", "quantity")
    assert sorted(holds) == sorted([(f"package:{made.pk}", 2)] * 2 + [(f"package:{rest.pk}", 1)])
    assert (made.split_from_id, made.sequence, made.number) == (whole.pk, 2, f"{order.number}02")
    assert forgotten() == []


def test_both_are_sent_and_the_order_is_over_when_both_arrived(order):
    made = split(order, 1)
    fact = Fact.objects.get(kind="package.split")
    assert fact.payload["package_ids"] == [made.pk]
    for package in order.packages.all():
        walk(package)
    assert sum(Stock.objects.values_list("reserved", flat=True)) == 0
    assert [r.quantity for r in Reservation.objects.filter(state="consumed").order_by("quantity")] == [
        1,
        2,
        2,
    ]


@pytest.mark.parametrize("paid_first", [True, False])
def test_the_books_say_the_same_whichever_is_heard_first(order, paid_first):
    whole = order.packages.get()
    if paid_first:
        post_paid(package_id=whole.pk, now=NOW)
    made = split(order, 2, 1)
    for _ in range(2):
        books.post_split(Fact.objects.get(kind="package.split"))
    post_paid(package_id=whole.pk, now=NOW)
    whole.refresh_from_db()
    assert (
        held_for(whole.pk) == whole.goods + whole.freight and held_for(made.pk) == made.goods + made.freight
    )
    assert balances()["cash"] == order.total and sum(balances().values()) == 0
    for package in (whole, made):
        post_earned(package_id=package.pk, now=NOW)
    assert owed_to(whole.supplier_id) + -balances()["commission_earned"] == order.goods + order.freight
    assert balances()["escrow"] == 0


def test_refunds_of_both_come_out_of_the_one_payment(order):
    whole = order.packages.get()
    made = split(order, 1, 1)
    for package in (whole, made):
        walk(package)
        wish = Wish(
            package_id=package.pk, kind="return", reason="change_of_mind",
            pieces=dict(Line.objects.filter(package=package).values_list("pk", "quantity")),
        )  # fmt: skip
        request = aftersale.ask(wish=wish, shopper_id=order.shopper_id, now=NOW)
        aftersale.approve(request_id=request.pk, now=NOW, actor="operator:1")
        aftersale.send_back(
            request_id=request.pk, shopper_id=order.shopper_id, carrier="顺丰", waybill="SF12345", now=NOW
        )
        aftersale.receive(request_id=request.pk, fate="restock", now=NOW, actor="operator:1")
        aftersale.settle(request_id=request.pk, now=NOW, actor="operator:1")
    refunds = list(Refund.objects.all())
    assert len({row.number for row in refunds}) == 2 and len({row.payment_id for row in refunds}) == 1
    whole.refresh_from_db()
    assert sum(row.amount for row in refunds) == order.goods - order.discount + order.tax


def test_cancelled_everything_goes_back(order):
    whole = order.packages.get()
    post_paid(package_id=whole.pk, now=NOW)
    split(order, 1)
    books.post_split(Fact.objects.get(kind="package.split"))
    cancel_order(order_id=order.pk, now=NOW, actor="x")
    books.post_cancelled(Fact.objects.get(kind="order.cancelled"))
    assert set(balances().values()) == {Decimal("0.00")}
    assert sum(Stock.objects.values_list("reserved", flat=True)) == 0
    assert Voucher.objects.filter(kind="cancelled").count() == 2


@pytest.mark.parametrize("pieces", [(), (4,), (3, 2), (-1, 1)])
def test_nothing_all_and_more_than_there_is_are_refused(order, pieces):
    with pytest.raises(NothingToSplit):
        split(order, *pieces)
    assert order.packages.count() == 1 and not Fact.objects.filter(kind="package.split").exists()


def test_another_suppliers_package_is_not_there(order):
    package = order.packages.get()
    line = package.lines.first()
    with pytest.raises(NoSuchOrder):
        split_package(
            package_id=package.pk,
            pieces={line.pk: 1},
            actor="x",
            now=NOW,
            supplier_id=package.supplier_id + 1,
        )


def declared() -> Order:
    return paid((factories.sku(), 2))


def test_what_customs_gets_a_list_of_is_not_split_after_it_was_paid(in_harbor):
    with pytest.raises(NotAllowedNow) as refused:
        split(declared(), 1)
    assert refused.value.code == "cannot_be_split" and "Customs" in refused.value.reason


def test_control_without_the_guard_a_declared_package_would_be_two_lists_for_one_payment(
    in_harbor, monkeypatch
):
    monkeypatch.setattr(module, "why_not_split", lambda order, package: "")
    made = split(declared(), 1)
    assert not made.payments.exists()


def test_what_has_left_is_not_split(order):
    walk(order.packages.get(), until="dispatch")
    with pytest.raises(NotAllowedNow):
        split(order, 1)
