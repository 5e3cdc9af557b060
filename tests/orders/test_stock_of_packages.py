"""Stock is held for each package and leaves with it."""

from __future__ import annotations

import pytest

from catalog.inventory.models import Stock
from orders.services.advance_package import advance_package
from orders.services.cancel_order import cancel_order
from orders.services.record_paid import record_paid
from tests import factories
from tests.orders import factories as make
from tests.orders.test_life import LATER, TO_CUSTOMS

pytestmark = pytest.mark.django_db


@pytest.fixture
def shopper(in_harbor):
    return factories.shopper()


def test_each_package_takes_its_own_goods_as_it_is_dispatched(shopper):
    """Two packages, one of them with two lines; the second is still here when the first has left."""
    skus = [factories.sku(stock=5), factories.sku(stock=5), factories.sku(stock=5, supplier_code="brook")]
    placed = make.placed(shopper, *((sku, n) for n, sku in enumerate(skus, start=1)))
    record_paid(order_id=placed.order_id, amount=placed.total, now=make.NOW)

    def dispatched(package_id: int) -> list[tuple[int, int]]:
        for event in (*TO_CUSTOMS, "port_releases", "dispatch"):
            axis = "fulfilment" if event == "dispatch" else "clearance"
            advance_package(package_id=package_id, axis=axis, event=event, now=LATER, actor="test")
        return [Stock.objects.values_list("on_hand", "reserved").get(sku=sku) for sku in skus]

    (first, _), (second, _) = placed.packages
    assert dispatched(first) == [(4, 0), (3, 0), (5, 3)]
    assert dispatched(second) == [(4, 0), (3, 0), (2, 0)]


def test_cancelling_gives_the_goods_of_every_package_back(shopper):
    skus = [factories.sku(stock=5), factories.sku(stock=5, supplier_code="brook")]
    placed = make.placed(shopper, *((sku, 2) for sku in skus))
    assert cancel_order(order_id=placed.order_id, now=LATER, actor="test")
    assert list(Stock.objects.values_list("on_hand", "reserved")) == [(5, 0), (5, 0)]
