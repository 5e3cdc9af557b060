"""Supply prices in foreign currency: the rate of the order's day, locked with source and time, used by the books."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from currency.models import Margin, Rate
from currency.types import NoRate
from journal.models import Fact
from journal.services import as_fact
from journal.types import RetryLater
from orders.models import Line
from orders.settlement import tasks
from orders.settlement.models import LockedCost, SupplyPrice, Voucher
from orders.settlement.selectors import balances, owed_to
from orders.settlement.services import lock_costs, post_earned, post_refunded
from orders.settlement.services.posting import Parts
from tests import factories
from tests.orders.aftersale.conftest import paid
from tests.orders.factories import NOW

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 10)


def rate(yuan: str, day: date = DAY, currency: str = "USD") -> Rate:
    return Rate.objects.create(
        currency=currency, day=day, yuan=yuan, source="pboc", imported_at=datetime(2026, 3, 10, tzinfo=UTC)
    )


def supplied(cost: str = "8.1234", currency: str = "USD", since: date = DAY):
    sku = factories.sku(price="100.00")
    SupplyPrice.objects.create(sku=sku, currency=currency, cost=cost, valid_from=since)
    return sku


def test_it_is_locked_once_with_source_and_time_whatever_the_rate_does_later(in_harbor):
    rate("7.1234")
    sku = supplied()
    order = paid((sku, 3))
    tasks.lock_costs(as_fact(Fact.objects.get(kind="order.paid")))
    rate("9.9999", DAY + timedelta(days=1))
    SupplyPrice.objects.create(sku=sku, currency="USD", cost="99.00", valid_from=DAY + timedelta(days=1))
    assert lock_costs(order_id=order.pk, now=NOW + timedelta(days=9)) == 0
    row = LockedCost.objects.get()
    assert (row.currency, row.unit_cost, row.quantity, row.rate, row.source, row.rate_day, row.locked_at) == (
        "USD", Decimal("8.1234"), 3, Decimal("7.1234"), "pboc", DAY, NOW,
    )  # fmt: skip
    assert row.yuan == Decimal("173.60")  # 8.1234 x 3 x 7.1234 = 173.5989…


def test_the_rate_is_that_of_the_orders_day_however_late_it_is_locked(in_harbor):
    rate("7.0000")
    order = paid((supplied("10.0000"), 1))
    rate("8.0000", DAY + timedelta(days=2))
    assert lock_costs(order_id=order.pk, now=NOW + timedelta(days=5)) == 1
    assert LockedCost.objects.get().yuan == Decimal("70.00")


def test_the_malls_margin_is_in_it_and_stands_beside_it(in_harbor):
    rate("7.0000")
    Margin.objects.create(currency="USD", percent="2.50")
    order = paid((supplied("10.0000"), 1))
    lock_costs(order_id=order.pk, now=NOW)
    row = LockedCost.objects.get()
    assert (row.bare, row.margin, row.rate, row.yuan) == (
        Decimal("7.00000000"), Decimal("2.50"), Decimal("7.17500000"), Decimal("71.75"),
    )  # fmt: skip


def test_without_a_rate_nothing_is_locked_or_earned_and_it_is_tried_again(in_harbor):
    order = paid((supplied(), 1))
    with pytest.raises(RetryLater):
        tasks.lock_costs(as_fact(Fact.objects.get(kind="order.paid")))
    with pytest.raises(NoRate):
        post_earned(package_id=order.packages.get().pk, now=NOW)
    assert not (LockedCost.objects.exists() or Voucher.objects.filter(kind="earned").exists())
    rate("7.0000")
    assert post_earned(package_id=order.packages.get().pk, now=NOW) is True


def test_the_supplier_is_owed_its_cost_and_the_mall_keeps_the_rest(in_harbor):
    rate("7.0000")
    by_cost, by_commission = supplied("10.0000"), factories.sku(price="50.00")
    order = paid((by_cost, 2), (by_commission, 1))
    package = order.packages.get()
    post_earned(package_id=package.pk, now=NOW)
    # 140.00 for the two, and 50.00 less 5 % for the other.
    assert owed_to(package.supplier_id) == Decimal("140.00") + Decimal("47.50") + package.freight
    voucher = Voucher.objects.get(kind="earned")
    assert voucher.commission == Decimal("62.50")
    assert sum(balances().values()) == 0


def test_what_costs_more_than_it_is_sold_for_is_the_malls_loss(in_harbor):
    rate("7.0000")
    order = paid((supplied("20.0000"), 1))
    package = order.packages.get()
    post_earned(package_id=package.pk, now=NOW)
    assert owed_to(package.supplier_id) == Decimal("140.00") + package.freight
    assert balances()["commission_earned"] == Decimal("40.00") and sum(balances().values()) == 0


@pytest.mark.parametrize("earned_first", [True, False])
def test_a_piece_that_came_back_is_not_paid_for(in_harbor, earned_first):
    rate("7.0000")
    order = paid((supplied("10.0000"), 2))
    package = order.packages.get()
    if earned_first:
        post_earned(package_id=package.pk, now=NOW)
    post_refunded(package_id=package.pk, number="A1", back=Parts(goods=Decimal("100.00")), now=NOW)
    if not earned_first:
        post_earned(package_id=package.pk, now=NOW)
    assert owed_to(package.supplier_id) == Decimal("70.00") + package.freight


def test_control_at_the_rate_of_the_day_it_is_paid_the_supplier_would_get_something_else(
    in_harbor, monkeypatch
):
    from orders.settlement.services import costs

    rate("7.0000")
    order = paid((supplied("10.0000"), 1))
    package = order.packages.get()
    rate("8.0000", DAY + timedelta(days=2))
    monkeypatch.setattr(costs, "beijing_day", lambda at: DAY + timedelta(days=2))
    post_earned(package_id=package.pk, now=NOW)
    assert owed_to(package.supplier_id) == Decimal("80.00") + package.freight


def test_what_is_locked_cannot_be_changed(in_harbor):
    rate("7.0000")
    order = paid((supplied(), 1))
    lock_costs(order_id=order.pk, now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        LockedCost.objects.update(rate=1)
    assert Line.objects.get().locked_costs.count() == 1
