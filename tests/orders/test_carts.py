"""Carts of guests and shoppers: lines that add up, the view with tax and limit, what cannot be bought."""

from __future__ import annotations

import uuid
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.inventory.models import Stock, Warehouse
from catalog.models import Product
from orders.models import Cart, CartLine
from orders.selectors import cart_of, cart_pieces, cart_view
from orders.services.add_to_cart import add_to_cart
from orders.services.adopt_cart import adopt_cart
from orders.services.change_quantity import change_quantity
from orders.services.open_cart import open_cart
from orders.services.remove_line import remove_line
from orders.types import BadQuantity, CartChanged, CartFull, NotOffered, OutOfStock
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.orders import factories as make

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def guest(in_harbor) -> Cart:
    return open_cart(now=make.NOW)


def add(cart: Cart, sku, quantity: int = 1) -> int:
    return add_to_cart(cart_id=cart.pk, sku_id=sku.pk, quantity=quantity, now=make.NOW)


def lines() -> dict[int, int]:
    return dict(CartLine.objects.values_list("sku_id", "quantity"))


def test_a_shopper_has_one_cart_and_a_guest_the_one_of_their_token(in_harbor):
    shopper = factories.shopper()
    own = open_cart(shopper_id=shopper.pk, now=make.NOW)
    assert open_cart(shopper_id=shopper.pk, now=make.NOW).pk == own.pk == cart_of(shopper_id=shopper.pk)
    guest = open_cart(now=make.NOW)
    assert open_cart(token=guest.token, now=make.NOW).pk == guest.pk == cart_of(token=guest.token)
    assert cart_of(token=uuid.uuid4()) is None and cart_of() is None


def test_the_token_of_a_shoppers_cart_opens_nothing_of_theirs(in_harbor):
    own = open_cart(shopper_id=factories.shopper().pk, now=make.NOW)
    assert cart_of(token=own.token) is None
    assert open_cart(token=own.token, now=make.NOW).pk != own.pk


def test_adding_twice_adds_up(guest):
    sku = factories.sku()
    assert add(guest, sku, 2) == 2 and add(guest, sku, 3) == 5
    assert lines() == {sku.pk: 5} and cart_pieces(guest.pk) == 5


@pytest.mark.parametrize("quantity", [0, -1, 1000, 1_000_000, True, "2", 1.5])
def test_a_bad_quantity_changes_nothing(guest, quantity):
    sku = factories.sku(stock=2000)
    add(guest, sku, 2)
    for verb in (add_to_cart, change_quantity):
        with pytest.raises(BadQuantity):
            verb(cart_id=guest.pk, sku_id=sku.pk, quantity=quantity, now=make.NOW)
    assert lines() == {sku.pk: 2}


def test_999_pieces_are_the_most_of_a_line(guest):
    sku = factories.sku(stock=5000)
    assert add(guest, sku, 999) == 999
    with pytest.raises(BadQuantity):
        add(guest, sku, 1)
    assert lines() == {sku.pk: 999}


def test_more_than_is_there_is_refused_with_what_is_there(guest):
    sku = factories.sku(stock=3)
    add(guest, sku, 2)
    for attempt in (
        lambda: add(guest, sku, 2),
        lambda: change_quantity(cart_id=guest.pk, sku_id=sku.pk, quantity=4, now=make.NOW),
    ):
        with pytest.raises(OutOfStock) as caught:
            attempt()
        assert (caught.value.sku_ids, caught.value.sellable) == ((sku.pk,), 3)
    assert lines() == {sku.pk: 2}


def test_another_malls_sku_is_not_offered_here(guest, other_mall):
    with in_mall(other_mall.pk, actor=Actor.staff()):
        theirs = factories.sku()
    for sku_id in (theirs.pk, 999_999):
        with pytest.raises(NotOffered):
            add_to_cart(cart_id=guest.pk, sku_id=sku_id, quantity=1, now=make.NOW)
    assert lines() == {}


def test_delisted_goods_are_not_offered(guest):
    sku = factories.sku()
    Product.objects.update(state="delisted")
    with pytest.raises(NotOffered):
        add(guest, sku)
    assert lines() == {}


def test_a_cart_holds_a_hundred_lines(guest, monkeypatch):
    monkeypatch.setattr("orders.services.cart_lines.MOST_LINES", 2)
    skus = [factories.sku() for _ in range(3)]
    add(guest, skus[0])
    add(guest, skus[1])
    with pytest.raises(CartFull):
        add(guest, skus[2])
    assert add(guest, skus[1]) == 2 and set(lines()) == {skus[0].pk, skus[1].pk}


def test_change_and_remove(guest):
    sku = factories.sku()
    add(guest, sku, 2)
    change_quantity(cart_id=guest.pk, sku_id=sku.pk, quantity=7, now=make.NOW)
    assert lines() == {sku.pk: 7}
    assert remove_line(cart_id=guest.pk, sku_id=sku.pk, now=make.NOW)
    assert not remove_line(cart_id=guest.pk, sku_id=sku.pk, now=make.NOW) and lines() == {}
    with pytest.raises(CartChanged):
        change_quantity(cart_id=guest.pk, sku_id=sku.pk, quantity=1, now=make.NOW)


def test_login_adopts_the_guests_cart_once(guest):
    shopper = factories.shopper()
    both, only = factories.sku(stock=2000), factories.sku()
    make.cart(shopper, (both, 998))
    add(guest, both, 3)
    add(guest, only, 1)
    cart_id = adopt_cart(token=guest.token, shopper_id=shopper.pk, now=make.NOW)
    assert cart_id == cart_of(shopper_id=shopper.pk)
    assert lines() == {both.pk: 999, only.pk: 1} and Cart.objects.count() == 1
    assert adopt_cart(token=guest.token, shopper_id=shopper.pk, now=make.NOW) == cart_id
    assert lines() == {both.pk: 999, only.pk: 1}


def test_a_shoppers_cart_is_never_adopted_by_another(in_harbor):
    owner, thief = factories.shopper(), factories.shopper("13900139000")
    own = make.cart(owner, (factories.sku(), 2))
    adopt_cart(token=own.token, shopper_id=thief.pk, now=make.NOW)
    assert list(CartLine.objects.values_list("cart_id", flat=True)) == [own.pk]


def test_the_view_groups_as_it_will_travel(guest):
    factories.warehouse("ningbo", freight=D("12.00"), free_freight_from=D("299.00"), name_en="Ningbo bonded")
    bonded = factories.sku(price="100.00", warehouse_code="ningbo")
    other = factories.sku(price="40.00", warehouse_code="ningbo", supplier_code="zeta")
    home = factories.sku(price="50.00", mode="general", warehouse_code="shanghai")
    for sku, n in ((bonded, 2), (other, 1), (home, 1)):
        add(guest, sku, n)
    with CaptureQueriesContext(connection) as captured:
        view = cart_view(guest.pk, "en", now=make.NOW)
    assert len(captured) == 2
    assert [(g.supplier_name, g.mode, g.goods, g.freight, g.tax) for g in view.groups] == [
        ("acme supply", "bonded_1210", D("200.00"), D("12.00"), D("19.29")),
        ("acme supply", "general", D("50.00"), D("0.00"), D("0.00")),
        ("zeta supply", "bonded_1210", D("40.00"), D("12.00"), D("4.73")),
    ]
    first = view.groups[0]
    assert (first.limit, first.held, first.share, first.to_free_freight) == (
        D("5000.00"),
        D("212.00"),
        4,
        D("99.00"),
    )
    assert (first.warehouse_name, view.groups[1].limit) == ("Ningbo bonded", None)
    chinese = cart_view(guest.pk, "zh-hans", now=make.NOW)
    assert [group.supplier_name for group in chinese.groups] == ["acme", "acme", "zeta"]
    assert (view.goods, view.freight, view.tax, view.total) == (
        D("290.00"),
        D("24.00"),
        D("24.02"),
        D("338.02"),
    )
    assert first.lines[0].title.startswith("Test product ") and view.may_check_out and view.pieces == 4


def test_lines_that_cannot_be_bought_are_shown_and_left_out(guest):
    good, delisted, sold_out, few, strange = (factories.sku(stock=5) for _ in range(5))
    for sku in (good, delisted, sold_out, few, strange):
        add(guest, sku, 3)
    Product.objects.filter(pk=delisted.product_id).update(state="delisted")
    Stock.objects.filter(sku=sold_out).update(on_hand=0)
    Stock.objects.filter(sku=few).update(on_hand=2)
    strange.trade_profiles.update(hs_code="9999999999")
    Warehouse.objects.create(code="far", name="far", kind="bonded", port="haikou", account_book="T1")
    Product.objects.filter(pk=strange.product_id).update(warehouse=Warehouse.objects.get(code="far"))
    Stock.objects.filter(sku=strange).update(warehouse=Warehouse.objects.get(code="far"))
    view = cart_view(guest.pk, "zh-hans", now=make.NOW)
    assert {line.sku_id: line.problem for line in view.invalid} == {
        delisted.pk: "delisted", sold_out.pk: "sold_out", few.pk: "few_left", strange.pk: "untaxable",
    }  # fmt: skip
    assert [line.sku_id for group in view.groups for line in group.lines] == [good.pk]
    assert (view.goods, view.pieces) == (D("300.00"), 3)


def test_an_empty_cart_is_an_empty_view(guest):
    view = cart_view(guest.pk, "en", now=make.NOW)
    assert (view.groups, view.invalid, view.total, view.may_check_out) == ((), (), D("0.00"), False)


def test_over_the_limit_a_split_is_proposed_and_shown_when_agreed(guest):
    sku = factories.sku(price="2000.00")
    add(guest, sku, 3)
    view = cart_view(guest.pk, "en", now=make.NOW)
    group = view.groups[0]
    assert (group.refusal, group.held, group.share, group.tax) == (
        "over_single_limit",
        D("6000.00"),
        100,
        D("0.00"),
    )
    assert group.proposal == (((sku.pk, 1),), ((sku.pk, 2),)) and view.may_check_out
    agreed = cart_view(guest.pk, "en", now=make.NOW, split=True)
    assert [(g.goods, g.tax, g.refusal) for g in agreed.groups] == [
        (D("2000.00"), D("182.00"), ""),
        (D("4000.00"), D("364.00"), ""),
    ]
    assert agreed.total == D("6546.00")


def test_over_the_year_nothing_can_be_proposed(guest):
    add(guest, factories.sku(price="26000.01"))
    view = cart_view(guest.pk, "en", now=make.NOW)
    assert (view.groups[0].refusal, view.groups[0].proposal, view.may_check_out) == (
        "over_annual_limit",
        (),
        False,
    )
