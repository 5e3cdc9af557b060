"""A shopper with one dealing that is over, and one more person in the same mall."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from accounts.models import User
from orders.models import Order
from orders.services.complete_order import complete_order
from tests import factories
from tests.orders.aftersale.conftest import walk
from tests.orders.factories import NOW, placed


@pytest.fixture
def dealt(in_harbor) -> SimpleNamespace:
    """`shopper`, the completed `order` and its `identity`."""
    return dealing(factories.shopper())


def dealing(shopper: User, now=NOW) -> SimpleNamespace:
    from orders.services.record_paid import record_paid

    order = Order.objects.get(pk=placed(shopper).order_id)
    record_paid(order_id=order.pk, now=now)
    walk(order.packages.get(), now=now)
    complete_order(order_id=order.pk, now=now)
    order.refresh_from_db()
    assert order.state == "completed"
    return SimpleNamespace(shopper=shopper, order=order, identity=order.identity)
