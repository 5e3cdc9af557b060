"""A supplier reads how often its goods were looked at, beside the orders; of nobody else's."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from analytics import supplying
from analytics.models import VisitCount
from analytics.services import count_views
from analytics.supplying import GoodsDay, GoodsPart, goods_by_day, goods_by_product, whole
from analytics.types import Channel, Page, View
from catalog.models import BundleItem
from orders.clock import beijing_day
from orders.services.record_paid import record_paid
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.orders import factories as orders
from tests.seller.conftest import browser, seated

pytestmark = [pytest.mark.django_db]
NOW = timezone.now().replace(hour=4, minute=0, second=0, microsecond=0)  # noon in Beijing
TODAY = beijing_day(NOW)


def read(product_id: int, times: int, days_ago: int = 0) -> None:
    view = View(Page.PRODUCT, Channel.PHONE, product_id=product_id)
    count_views(views=[view] * times, now=NOW - timedelta(days=days_ago))


def bought(*lines, days_ago: int = 0) -> None:
    placed = orders.placed(None, *lines)
    record_paid(order_id=placed.order_id, now=NOW - timedelta(days=days_ago))


@pytest.fixture
def counted(mall, ours, theirs):
    """Ours: 4 views today and 2 three days ago, one order today; theirs: 9 views, and an order that holds both."""
    with in_mall(mall.pk, actor=Actor.staff()):
        read(ours.product_id, 4)
        read(ours.product_id, 2, days_ago=3)
        read(theirs.product_id, 9)
        bought((ours, 1))
        bought((ours, 2), (theirs, 1), days_ago=3)
        orders.placed(None, (ours, 1))  # never paid


def of(mall, sku):
    return in_mall(mall.pk, actor=Actor.supplier(sku.product.supplier_id))


def test_views_and_orders_by_day_and_product_are_ones_own(
    mall, ours, theirs, counted, django_assert_num_queries
):
    with of(mall, ours):
        with django_assert_num_queries(2):
            days = goods_by_day(TODAY)
        assert [day.day for day in days] == [TODAY - timedelta(days=29 - n) for n in range(30)]
        assert [day for day in days if day.views or day.orders] == [
            GoodsDay(2, 1, TODAY - timedelta(days=3)),
            GoodsDay(4, 1, TODAY),
        ]
        with django_assert_num_queries(2):
            assert goods_by_product(TODAY) == [GoodsPart(6, 2, ours.product_id)]
        assert whole(days).conversion == Decimal("33.33") and days[0].conversion is None
        assert [
            day for day in goods_by_day(TODAY, product_id=theirs.product_id) if day.views or day.orders
        ] == []
    with of(mall, theirs):
        assert goods_by_product(TODAY) == [GoodsPart(9, 1, theirs.product_id)]
    with in_mall(mall.pk, actor=Actor.staff()):
        assert len(goods_by_product(TODAY)) == 2
    for nobody in (Actor.public(), Actor.shopper(1)):
        with in_mall(mall.pk, actor=nobody):
            assert goods_by_product(TODAY) == [] and not any(day.views for day in goods_by_day(TODAY))


def test_without_the_wall_the_rivals_views_are_seen(mall, ours, theirs, counted, monkeypatch):
    """The control: it is the condition on the supplier that keeps them away."""
    monkeypatch.setattr(
        supplying,
        "_own",
        lambda since, until: VisitCount.objects.filter(product__isnull=False).order_by(),
    )
    with of(mall, ours):
        assert {part.product_id for part in goods_by_product(TODAY)} == {ours.product_id, theirs.product_id}


def test_a_bundle_is_what_was_bought_and_its_parts_are_not(mall, ours):
    with in_mall(mall.pk, actor=Actor.staff()):
        part = factories.sku(price="10.00", stock=40)
        BundleItem.objects.create(bundle=ours, component=part, quantity=2, unit_price=Decimal("50.00"))
        bought((ours, 1))
    with of(mall, ours):
        assert goods_by_product(TODAY) == [GoodsPart(0, 1, ours.product_id)]


@pytest.mark.parametrize(
    ("prefix", "words"), [("", ("浏览量", "按商品查看")), ("/en", ("Page views", "Product by product"))]
)
def test_the_page_says_it_in_both_languages_and_of_one_product(
    supplier, counted, ours, theirs, prefix, words
):
    page = supplier.get(f"{prefix}/seller/visits").content.decode()
    assert all(word in page for word in words)
    assert "对手商品" not in page
    sums = re.findall(r"<dd[^>]*>([^<]+)</dd>", page)
    assert sums == ["6", "2", "33.33"]
    one = supplier.get(f"{prefix}/seller/visits?product={ours.product_id}").content.decode()
    assert re.findall(r"<dd[^>]*>([^<]+)</dd>", one) == ["6", "2", "33.33"] and words[1] not in one
    assert supplier.get(f"{prefix}/seller/visits?product={theirs.product_id}").status_code == 404


@pytest.mark.parametrize("asked", ["x", "-1", "9" * 30, "1.5"])
def test_a_product_that_is_none_is_not_there(supplier, asked):
    assert supplier.get(f"/seller/visits?product={asked}").status_code == 404


def test_an_empty_month_says_so_and_older_ones_are_a_step_away(supplier, counted):
    page = supplier.get("/en/seller/visits?until=2020-02-29").content.decode()
    assert "Nobody looked in these days" in page and '<svg viewBox="-56' not in page
    assert "until=2020-01-30" in page and "until=2020-03-30" in page
    later = supplier.get("/en/seller/visits?until=2999-01-01").content.decode()
    assert TODAY.isoformat() in later and "Thirty days later" not in later
    for odd in ("2026-02-31", "0001-01-01", "1999-12-31", "<script>", "2026-13-01"):
        assert supplier.get("/en/seller/visits", {"until": odd}).status_code == 200


def test_strangers_and_roles(mall, other_mall, ours, counted):
    assert seated(mall, ours, "warehouse", "13700000006").get("/seller/visits").status_code == 403
    assert browser(mall).get("/seller/visits").status_code == 302
    with in_mall(other_mall.pk, actor=Actor.staff()):
        there = factories.sku()
    stranger = seated(other_mall, there, "owner", "13700000007")
    page = stranger.get("/en/seller/visits").content.decode()
    assert "Nobody looked in these days" in page
    assert stranger.get(f"/seller/visits?product={ours.product_id}").status_code == 404
