"""Pieces sold: what was paid for and neither cancelled, sent back, lost nor given back; told once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from catalog.models import Product, Sale
from journal.models import Fact as FactRow
from journal.services import as_fact
from orders.aftersale import services, sold
from orders.models import Package
from orders.services.advance_package import advance_package
from orders.services.cancel_order import cancel_order
from orders.services.record_paid import record_paid
from tests import factories
from tests.orders import factories as make
from tests.orders.aftersale.conftest import signed
from tests.orders.aftersale.test_requests import LATER as TWO_DAYS_LATER
from tests.orders.aftersale.test_requests import ask, returned

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(hours=1)


def heard(kind: str, times: int = 1) -> None:
    for row in FactRow.objects.filter(kind=kind):
        for _ in range(times):
            sold.recount(as_fact(row))


def count() -> dict[str, int]:
    return dict(Product.objects.values_list("code", "sold"))


def test_paid_pieces_count_once_however_often_it_is_heard(in_harbor):
    sku, other = factories.sku(), factories.sku()
    placed = make.placed(None, (sku, 3))
    make.placed(None, (other, 2))  # never paid
    record_paid(order_id=placed.order_id, now=make.NOW)
    heard("order.placed")
    heard("order.paid", 2)
    assert count() == {sku.product.code: 3, other.product.code: 0}


def test_told_without_what_is_remembered_the_second_time_counts_again(in_harbor):
    """The control: what was told before is forgotten."""
    sku = factories.sku()
    record_paid(order_id=make.placed(None, (sku, 3)).order_id, now=make.NOW)
    heard("order.paid")
    Sale.objects.all().delete()
    heard("order.paid")
    assert count() == {sku.product.code: 6}


def test_a_cancelled_order_counts_nothing_in_whatever_order_its_facts_are_heard(in_harbor):
    for kinds in (("order.paid", "order.cancelled"), ("order.cancelled", "order.paid")):
        sku = factories.sku(mode="general", warehouse_code="shanghai")
        placed = make.placed(None, (sku, 2))
        record_paid(order_id=placed.order_id, now=make.NOW)
        if kinds[0] == "order.paid":
            heard("order.paid")
            assert count()[sku.product.code] == 2
        cancel_order(order_id=placed.order_id, now=LATER, actor="staff:1")
        for kind in kinds:
            heard(kind)
        assert count()[sku.product.code] == 0


def test_a_lost_parcel_counts_nothing(in_harbor):
    lost, kept = (
        factories.sku(mode="general", warehouse_code="shanghai"),
        factories.sku(mode="general", warehouse_code="ningbo-2"),
    )
    placed = make.placed(None, (lost, 1), (kept, 4))
    record_paid(order_id=placed.order_id, now=make.NOW)
    heard("order.paid")
    assert count() == {lost.product.code: 1, kept.product.code: 4}
    package = Package.objects.get(lines__sku=lost)
    for event in ("dispatch", "lose"):
        advance_package(package_id=package.pk, axis="fulfilment", event=event, now=LATER, actor="carrier")
    heard("package.lost")
    assert count() == {lost.product.code: 0, kept.product.code: 4}


@pytest.mark.parametrize(("kind", "left"), [("return", 2), ("exchange", 3)])
def test_what_was_given_back_is_not_sold_and_what_was_exchanged_is(in_harbor, kind, left):
    package = signed((factories.sku(mode="general", warehouse_code="shop"), 3))
    heard("order.paid")
    request = returned(ask(package, kind=kind, pieces=1))
    sent = {"carrier": "顺达", "waybill": "SF7654321"} if kind == "exchange" else {}
    services.settle(request_id=request.pk, now=TWO_DAYS_LATER, actor="operator:1", **sent)
    heard("aftersale.settled", 2)
    assert list(count().values()) == [left]
