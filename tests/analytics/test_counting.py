"""Counters of visits: each view once, each mall its own, sums by the day in Beijing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from analytics import selectors
from analytics.charts import HEIGHT, chart, round_above
from analytics.models import SLOTS, VisitCount
from analytics.services import count_views
from analytics.types import Channel, Page, View
from orders.models import Order
from orders.services.record_paid import record_paid
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.orders import factories as make

pytestmark = pytest.mark.django_db

# Half past midnight in Beijing, the day before in UTC.
NIGHT = datetime(2026, 3, 9, 16, 30, tzinfo=UTC)
DAY = date(2026, 3, 10)
HOME = View(Page.HOME, Channel.PHONE)
BEGUN = View(Page.HOME, Channel.PHONE, begins=True)


def sums() -> dict[tuple[date, str, int | None, str], tuple[int, int]]:
    found: dict = {}
    for row in VisitCount.objects.all():
        key = (row.day, row.page, row.product_id, row.channel)
        views, visits = found.get(key, (0, 0))
        found[key] = (views + row.views, visits + row.visits)
    return found


def test_views_add_up_whatever_row_they_fell_on(in_harbor):
    product = factories.sku().product_id
    seen = View(Page.PRODUCT, Channel.DESKTOP, product_id=product)
    for _ in range(12):
        count_views(views=[BEGUN, HOME, seen], now=NIGHT)
    count_views(views=[seen], now=NIGHT - timedelta(hours=1))
    assert sums() == {
        (DAY, "home", None, "phone"): (24, 12),
        (DAY, "product", product, "desktop"): (12, 0),
        (date(2026, 3, 9), "product", product, "desktop"): (1, 0),
    }
    assert VisitCount.objects.filter(day=DAY, page="home").count() <= SLOTS


def test_one_statement_however_many_and_none_for_none(in_harbor, django_assert_num_queries):
    with django_assert_num_queries(1):
        count_views(views=[BEGUN, HOME, View(Page.CART, Channel.WECHAT)] * 100, now=NIGHT)
    with django_assert_num_queries(0):
        count_views(views=[], now=NIGHT)


def test_a_product_of_another_mall_is_refused_and_nothing_is_counted(in_harbor, other_mall):
    with in_mall(other_mall.pk, actor=Actor.staff()):
        theirs = factories.sku().product_id
    with pytest.raises(IntegrityError), transaction.atomic():
        count_views(views=[HOME, View(Page.PRODUCT, Channel.PHONE, product_id=theirs)], now=NIGHT)
        connection.check_constraints()
    assert sums() == {}


def test_malls_do_not_see_each_other(in_harbor, mall, other_mall):
    count_views(views=[BEGUN], now=NIGHT)
    with in_mall(other_mall.pk, actor=Actor.staff()):
        assert sums() == {}
        count_views(views=[HOME, HOME], now=NIGHT)
        assert selectors.period(DAY).whole.views == 2
    assert selectors.period(DAY).whole.views == 1


def test_more_visits_than_views_cannot_stand(in_harbor):
    with pytest.raises(IntegrityError), transaction.atomic():
        VisitCount.objects.create(day=DAY, page="home", channel="phone", slot=0, views=1, visits=2)


def test_the_period_has_every_day_and_its_orders(in_harbor, django_assert_num_queries):
    buyer, sku = factories.shopper(), factories.sku(price="100.00", stock=50)
    placed = [make.placed(buyer, (sku, 1)) for _ in range(3)]
    for n, one in enumerate(placed):
        Order.objects.filter(pk=one.order_id).update(placed_at=NIGHT - timedelta(days=n))
    record_paid(order_id=placed[2].order_id, now=NIGHT)
    total = Order.objects.get(pk=placed[2].order_id).total
    count_views(views=[BEGUN] * 3 + [HOME], now=NIGHT)
    count_views(views=[BEGUN], now=NIGHT - timedelta(days=30))  # the day before the thirty
    with django_assert_num_queries(3):
        found = selectors.period(DAY)
    assert [day.day for day in found.days] == [DAY - timedelta(days=29 - n) for n in range(30)]
    assert [(d.visits, d.views, d.placed, d.paid, d.amount) for d in found.days[-3:]] == [
        (0, 0, 1, 0, Decimal("0.00")),
        (0, 0, 1, 0, Decimal("0.00")),
        (3, 4, 1, 1, total),
    ]
    assert (found.whole.visits, found.whole.placed, found.whole.paid, found.whole.amount) == (3, 3, 1, total)
    assert found.days[-1].conversion == Decimal("33.33") and found.days[0].conversion is None


def test_parts_and_products(in_harbor):
    first, second = (factories.sku().product_id for _ in range(2))
    on_phone = [View(Page.PRODUCT, Channel.PHONE, product_id=second)] * 3
    count_views(views=[*on_phone, View(Page.PRODUCT, Channel.WECHAT, product_id=first), BEGUN], now=NIGHT)

    def told(by: str) -> list[tuple[object, int, int]]:
        return [(p.name, p.views, p.visits) for p in selectors.parts(by, DAY)]

    assert told("page") == [("product", 4, 0), ("home", 1, 1)]
    assert told("channel") == [("phone", 4, 1), ("wechat", 1, 0)]
    assert told("product_id") == [(second, 3, 0), (first, 1, 0)]
    assert selectors.views_of([first, second], DAY) == {first: 1, second: 3}
    assert selectors.views_of([second], DAY - timedelta(days=1)) == {}


@pytest.mark.parametrize(
    ("value", "top"), [(0, 2), (1, 2), (2, 2), (3, 4), (5, 10), (10, 10), (11, 20), (101, 200), (401, 1000)]
)
def test_the_edge_of_a_chart_is_a_round_number(value, top):
    assert round_above(value) == top


def test_bars_stand_on_the_ground_and_the_least_is_seen():
    drawn = chart("t", "n", [(DAY, 0), (DAY, 1), (DAY, 240), (DAY, 400)])
    assert drawn.top == 400
    assert [(bar.x, bar.y, bar.height) for bar in drawn.bars] == [
        (0, HEIGHT, 0), (20, HEIGHT - 1, 1), (40, 48, 72), (60, 0, HEIGHT),
    ]  # fmt: skip
    assert drawn.bars[2].says == "2026-03-10: 240"
