"""Bad input at checkout: each gets a named answer, and nothing has changed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from catalog.inventory.models import Movement, Reservation, Stock
from catalog.models import Product, Sku, TradeProfile
from journal.models import Fact, IdempotencyKey
from journal.types import KeyReused
from orders.models import CartLine, LedgerEntry, Line, Order, Package
from orders.services.place_order import place_order
from orders.types import (
    CartChanged,
    CustomsRefuses,
    EmptyCart,
    IdentityMissing,
    NoticeNotAccepted,
    NotOffered,
    NotYours,
    OutOfStock,
    OverLimit,
    PriceChanged,
    Untaxable,
)
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.orders import factories as make

pytestmark = pytest.mark.django_db
D = Decimal


def everything() -> dict:
    """All that placing an order writes."""
    models = (Order, Package, Line, LedgerEntry, Reservation, Movement, Fact, IdempotencyKey)
    return {model.__name__: model.objects.count() for model in models} | {
        "stock": sorted(Stock.objects.values_list("pk", "on_hand", "reserved")),
        "cart": sorted(CartLine.objects.values_list("sku_id", "quantity")),
    }


def refused(error: type[Exception], request, code: str = "") -> Any:
    """Placing raises `error` and writes nothing."""
    before = everything()
    with pytest.raises(error) as caught:
        place_order(request=request, now=make.NOW)
    assert everything() == before
    said: Any = caught.value
    if code:
        assert said.code == code
    return said


@pytest.fixture
def shopper(in_harbor):
    return factories.shopper()


@pytest.fixture
def request_(shopper):
    return make.checkout(shopper, (factories.sku(stock=5), 2), idempotency_key="k")


def test_control_it_would_have_been_granted(request_):
    assert place_order(request=request_, now=make.NOW).total == D("218.20")


def test_a_price_sent_by_the_client_is_never_believed(request_):
    error = refused(PriceChanged, replace(request_, seen_total=D("0.01")), "price_changed")
    assert (error.seen, error.now) == (D("0.01"), D("218.20"))
    assert str(error) == "价格已由 ¥0.01 变为 ¥218.20，请重新确认。"


def test_a_price_that_rose_between_cart_and_pay(request_):
    Sku.objects.update(price=D("110.00"))
    assert refused(PriceChanged, replace(request_, seen_total=D("218.20"))).now == D("240.02")


def test_stock_gone_between_cart_and_pay(request_):
    Stock.objects.update(on_hand=1)
    assert refused(OutOfStock, request_, "out_of_stock").sku_ids == (Sku.objects.get().pk,)


def test_stock_gone_between_the_look_and_the_hold(request_, monkeypatch):
    from catalog.inventory import services

    def rival(**asked):
        Stock.objects.update(reserved=4)
        return services.reserve(**asked)

    monkeypatch.setattr("orders.services.place_order.reserve", rival)
    with pytest.raises(OutOfStock):
        place_order(request=request_, now=make.NOW)
    assert not Order.objects.exists() and not Fact.objects.exists() and not IdempotencyKey.objects.exists()
    assert CartLine.objects.get().quantity == 2


def test_goods_delisted_meanwhile(request_):
    Product.objects.update(state="delisted")
    refused(NotOffered, request_, "not_offered")


def test_an_empty_cart(shopper):
    refused(EmptyCart, make.checkout(shopper), "empty_cart")


def test_lines_that_are_not_in_the_cart(request_):
    refused(CartChanged, replace(request_, sku_ids=(Sku.objects.get().pk, 999_999)), "cart_changed")


@pytest.mark.parametrize("field", ["cart_id", "address_id", "identity_id"])
def test_what_belongs_to_another_shopper(request_, field):
    stranger = make.checkout(factories.shopper("13900139000"), (factories.sku(), 1))
    error = EmptyCart if field == "cart_id" else NotYours
    refused(error, replace(request_, **{field: getattr(stranger, field)}))


@pytest.mark.parametrize("field", ["cart_id", "address_id", "identity_id"])
def test_what_belongs_to_another_mall(request_, other_mall, field):
    with in_mall(other_mall.pk, actor=Actor.staff()):
        stranger = make.checkout(factories.shopper(), (factories.sku(), 1))
    error = EmptyCart if field == "cart_id" else NotYours
    refused(error, replace(request_, **{field: getattr(stranger, field)}))


def test_no_identity_for_goods_from_abroad(request_):
    refused(IdentityMissing, replace(request_, identity_id=None), "identity_missing")


@pytest.mark.parametrize(
    "change", [{"notice_accepted": False}, {"notice_version": "2019-1"}, {"notice_hash": "0" * 64}]
)
def test_a_notice_that_was_not_accepted_as_it_stands(request_, change):
    refused(NoticeNotAccepted, replace(request_, **change), "notice_not_accepted")


def test_over_the_single_limit_without_a_split(shopper):
    request = make.checkout(shopper, (factories.sku(price="2000.00"), 3))
    error = refused(OverLimit, request, "over_single_limit")
    assert str(error) == "跨境商品单次交易限值为 5,000 元，请拆单购买。"


def test_over_the_yearly_limit(shopper):
    refused(OverLimit, make.checkout(shopper, (factories.sku(price="26000.01"), 1)), "over_annual_limit")


def test_a_parcel_over_its_limit(shopper):
    sku = factories.sku(
        price="600.00", mode="personal_parcel", warehouse_code="osaka", postal_article="01010100"
    )
    refused(OverLimit, make.checkout(shopper, (sku, 2)), "over_parcel_limit")


def test_goods_that_are_not_on_the_list(shopper):
    refused(Untaxable, make.checkout(shopper, (factories.sku(hs_code="9999999999"), 1)), "untaxable")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"record_no": ""}, "profile.missing.item_record_no"),
        ({"declared_name": ""}, "profile.missing.declared_name"),
        ({"net_kg": D("2.0000")}, "profile.net_above_gross"),
    ],
)
def test_a_profile_the_port_would_refuse(request_, change, code):
    TradeProfile.objects.update(**change)
    assert code in {finding.code for finding in refused(CustomsRefuses, request_).findings}


def test_an_address_the_port_would_refuse(request_, shopper):
    long = make.address(shopper, street="路" * 120, province="省" * 30, city="市" * 30, district="区" * 30)
    refused(CustomsRefuses, replace(request_, address_id=long.pk), "consignee_address.long")


def test_a_key_that_comes_back_with_another_request(request_):
    place_order(request=request_, now=make.NOW)
    refused(KeyReused, replace(request_, accept_split=True))


def test_another_shopper_with_the_same_key_gets_an_order_of_their_own(request_):
    first = place_order(request=request_, now=make.NOW)
    other = make.placed(factories.shopper("13900139000"), (factories.sku(), 1), idempotency_key="k")
    assert other.fresh and other.number != first.number
