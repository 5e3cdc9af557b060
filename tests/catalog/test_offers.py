"""Offers: the SKUs as they are sold now."""

from __future__ import annotations

from decimal import Decimal

import pytest

from catalog import selectors
from catalog.inventory.models import Stock
from catalog.models import Product
from tenancy.scope import in_mall
from tests import factories

pytestmark = pytest.mark.django_db


def test_offer_tells_price_stock_trade_and_warehouse(in_harbor, django_assert_num_queries):
    skus = [factories.sku(price="199.90", stock=7).pk, factories.sku().pk, factories.sku().pk]
    Stock.objects.filter(sku_id=skus[0]).update(reserved=2)
    with django_assert_num_queries(1):
        offers = selectors.offers(skus)
    offer = offers[skus[0]]
    assert (offer.unit_price, offer.sellable, offer.is_offered) == (Decimal("199.90"), 5, True)
    assert offer.title["en"].startswith("Test product") and offer.title["zh-hans"].startswith("测试奶粉")
    assert offer.trade.hs_code == "1901101090"
    assert offer.warehouse.names == {"zh-hans": "杭州保税仓", "en": "Hangzhou bonded"}


def test_what_is_delisted_or_of_another_mall_is_not_offered(in_harbor, other_mall):
    sku = factories.sku()
    Product.objects.update(state=Product.State.DELISTED)
    assert selectors.offers([sku.pk])[sku.pk].is_offered is False
    with in_mall(other_mall.pk):
        assert selectors.offers([sku.pk]) == {}


def test_pieces_are_counted_as_the_stock_itself_counts_them(in_harbor):
    """Plain, partly held, and in the slots of a rush, half of them taken."""
    from django.utils import timezone

    from catalog.inventory import pool
    from catalog.inventory.selectors import pieces_left
    from catalog.inventory.services import reserve

    skus = [factories.sku(stock=9).pk for _ in range(3)]
    places = dict.fromkeys(skus, factories.warehouse().pk)
    now = timezone.now()
    pool.heat(sku_id=skus[2], warehouse_id=places[skus[2]], slots=6, now=now)
    reserve(wants={"package:1": {skus[1]: 4, skus[2]: 2}}, warehouses=places, expires_at=now, now=now)
    said = {sku: offer.sellable for sku, offer in selectors.offers(skus).items()}
    assert said == dict(Stock.objects.order_by("sku_id").values_list("sku_id", pieces_left()))
    assert list(said.values()) == [9, 5, 7]
