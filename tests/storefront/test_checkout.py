"""Checkout: a mistake is said beside its field and nothing typed is lost."""

from __future__ import annotations

import pytest

from accounts.models import Address, Identity
from orders.models import Order
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.storefront.forms import page, send, text
from tests.storefront.goods import ADDRESS, IDENTITY, add, lines

pytestmark = pytest.mark.django_db


GOOD = {**ADDRESS, **IDENTITY, "notice": "2025-1"}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"phone": "12345"}, "请输入11位手机号码"),
        ({"detail": ""}, "必填"),
        ({"real_name": "x"}, "身份证"),
        ({"id_number": "110105194912310021"}, "身份证号有误"),
        ({"id_number": ""}, "请输入18位身份证号"),
        ({"consent": None}, "同意"),
        ({"notice": None}, "请阅读购买须知并勾选同意"),
        ({"notice": "1999-1"}, "请阅读跨境商品购买须知并勾选同意"),
        ({"notice_hash": "0" * 64}, "请阅读跨境商品购买须知并勾选同意"),
        ({"address": "999999"}, "未找到"),
        ({"identity": "999999"}, "未找到"),
        ({"seen": "0.01"}, "¥0.01"),
    ],
)
def test_a_mistake_is_said_and_nothing_is_lost(signed_in, mall, goods, changes, said):
    add(signed_in, goods.pk, 2)
    response = send(signed_in, signed_in.get("/checkout"), "checkout", **(GOOD | changes))
    assert response.status_code == 422
    assert said in text(response), text(response)[:900]
    with in_mall(mall.pk, actor=Actor.staff()):
        assert not Order.objects.exists()
        addresses, identities = Address.objects.count(), Identity.objects.count()
    assert lines(mall) == [(goods.pk, 2)]
    shown = page(response)
    if not addresses:
        assert shown.xpath("//input[@id='id_name']/@value") == ["张三丰"]
    if "identity" not in changes and not identities:
        number = changes.get("id_number", GOOD["id_number"])
        assert (shown.xpath("//input[@id='id_id_number']/@value") or [""]) == [number]
    repaired = {
        key: GOOD.get(key) for key in ("notice", "phone", "detail", "real_name", "id_number", "consent")
    }
    fields = {
        key: value
        for key, value in repaired.items()
        if shown.xpath(f"//form[@id='checkout']//*[@name='{key}']")
    }
    chosen = {} if addresses else {"address": "new"}
    chosen |= {} if identities else {"identity": "new"}
    again = send(signed_in, response, "checkout", **fields, **chosen, seen=None)
    if changes.keys() & {"notice_hash"}:
        return
    assert again.status_code == 303, text(again)[:900]


def test_the_same_form_twice_is_one_order(signed_in, mall, goods):
    add(signed_in, goods.pk, 1)
    checkout = signed_in.get("/checkout")
    first = send(signed_in, checkout, "checkout", **GOOD)
    second = send(signed_in, checkout, "checkout", **GOOD)
    assert first.status_code == second.status_code == 303
    assert first["Location"] == second["Location"]
    with in_mall(mall.pk, actor=Actor.staff()):
        assert Order.objects.count() == 1
        assert Address.objects.count() == Identity.objects.count() == 1


def test_stock_gone_between_page_and_order(signed_in, mall, goods):
    with in_mall(mall.pk, actor=Actor.staff()):
        other = factories.sku(price="50.00")
    add(signed_in, goods.pk, 2)
    add(signed_in, other.pk, 1)
    checkout = signed_in.get("/checkout")
    with in_mall(mall.pk, actor=Actor.staff()):
        goods.stocks.update(on_hand=1)
    response = send(signed_in, checkout, "checkout", **GOOD)
    assert response.status_code == 422
    assert "刚刚售罄或库存不足" in text(response)
    with in_mall(mall.pk, actor=Actor.staff()):
        assert not Order.objects.exists()


def test_an_empty_cart_has_no_checkout(signed_in):
    response = signed_in.get("/checkout")
    assert (response.status_code, response["Location"]) == (303, "/cart")


def test_goods_cleared_already_need_no_identity(signed_in, mall):
    with in_mall(mall.pk, actor=Actor.staff()):
        sku = factories.sku(mode="general", warehouse_code="home")
    add(signed_in, sku.pk, 1)
    checkout = signed_in.get("/checkout")
    assert not page(checkout).xpath("//*[@name='id_number' or @name='notice']")
    assert send(signed_in, checkout, "checkout", **ADDRESS).status_code == 303
    with in_mall(mall.pk, actor=Actor.staff()):
        order = Order.objects.get()
        assert (order.identity_id, order.notice_version, str(order.total)) == (None, "", "100.00")
