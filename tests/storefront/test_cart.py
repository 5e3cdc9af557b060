"""The cart: every bad wish is answered in words and changes nothing; it all works without script."""

from __future__ import annotations

import pytest

from tenancy.scope import Actor, in_mall
from tests import factories
from tests.storefront.conftest import browser
from tests.storefront.forms import page, send, text
from tests.storefront.goods import add, lines

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("quantity", "said"),
    [
        ("0", "数量请填 1 至 999"), ("-1", "数量请填 1 至 999"), ("1000000", "数量请填 1 至 999"),
        ("99999999999999999999999", "数量请填 1 至 999"), ("two", "数量请填 1 至 999"), ("11", "仅剩 10 件"),
    ],
)  # fmt: skip
def test_a_quantity_that_cannot_be(client, mall, goods, quantity, said):
    response = add(client, goods.pk, quantity)
    assert response.status_code == 422
    assert said in text(response)
    assert lines(mall) == []


@pytest.mark.parametrize("sku", ["0", "-5", "999999", "1 OR 1=1", "9" * 40, ""])
def test_a_sku_that_is_not_there(client, mall, goods, sku):
    response = add(client, sku, 1)
    assert response.status_code == 404
    assert lines(mall) == []


def test_another_malls_sku_is_not_there(mall, goods, other_mall):
    stranger = browser("meridian.localhost")
    assert stranger.get(f"/cart/confirm?sku={goods.pk}&quantity=1").status_code == 404
    assert add(stranger, goods.pk, 1).status_code == 404
    assert lines(mall) == lines(other_mall) == []


def test_the_prices_of_a_client_are_not_read(client, mall, goods):
    assert add(client, goods.pk, 1, price="0.01", unit_price="0.01").status_code == 303
    assert "¥109.10" in text(client.get("/cart"))


def test_a_form_without_its_token_changes_nothing(client, mall, goods):
    response = client.post("/cart/add", {"sku": goods.pk, "quantity": 1})
    assert response.status_code == 403
    assert "{{" not in response.content.decode()
    assert lines(mall) == []


def test_the_cart_without_script(client, mall, goods):
    """Every line has forms of its own, with their token."""
    add(client, goods.pk, 1)
    cart = client.get("/cart")
    changed = send(client, cart, "/cart/update", quantity="4")
    assert (changed.status_code, changed["Location"]) == (303, "/cart")
    assert lines(mall) == [(goods.pk, 4)]
    too_many = send(client, client.get("/cart"), "/cart/update", quantity="11")
    assert too_many.status_code == 303
    assert lines(mall) == [(goods.pk, 4)]
    assert "仅剩 10 件" in text(client.get("/cart"))
    send(client, client.get("/cart"), "/cart/remove")
    assert lines(mall) == []
    assert "购物车还是空的" in text(client.get("/cart"))


def test_scripts_get_json(client, goods):
    token = client.get("/me/strip").json()["csrf_token"]
    ask = {"HTTP_ACCEPT": "application/json", "HTTP_X_CSRFTOKEN": token}
    added = client.post("/cart/add", {"sku": goods.pk, "quantity": 2, "then": "checkout"}, **ask)
    assert (added.status_code, added.json()["cart_count"], added.json()["redirect"]) == (200, 2, "/checkout")
    refused = client.post("/en/cart/add", {"sku": goods.pk, "quantity": 0}, **ask)
    assert (refused.status_code, refused.json()["message"]) == (422, "Please enter a quantity from 1 to 999.")
    assert client.get("/me/strip").json()["cart_count"] == 2


def test_stock_that_went_is_said_at_the_line(client, mall, goods):
    add(client, goods.pk, 5)
    with in_mall(mall.pk, actor=Actor.staff()):
        goods.stocks.update(on_hand=3)
    assert "仅剩 3 件，请减少数量" in text(client.get("/cart"))
    send(client, client.get("/cart"), "/cart/update", quantity="3")
    assert lines(mall) == [(goods.pk, 3)]
    with in_mall(mall.pk, actor=Actor.staff()):
        goods.stocks.update(on_hand=0)
    cart = client.get("/cart")
    assert "已售罄" in text(cart)
    assert not page(cart).xpath("//a[contains(@href, '/checkout')]")


def test_more_than_the_single_limit_is_split_only_when_agreed(signed_in, mall):
    with in_mall(mall.pk, actor=Actor.staff()):
        sku = factories.sku(price="3000.00")
    add(signed_in, sku.pk, 2)
    cart = signed_in.get("/en/cart")
    assert "Over" in text(cart) or "at most 5,000 yuan" in text(cart)
    assert not page(cart).xpath("//main//a[contains(@href, '/checkout')]")
    agreed = send(signed_in, cart, "/en/cart/split")
    checkout = signed_in.get(agreed["Location"])
    assert checkout.status_code == 200
    assert "separate packages" in text(checkout)
    assert page(checkout).xpath("count(//form[@id='checkout']//progress)") == 2
