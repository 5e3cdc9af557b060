"""Signing in, and what an account keeps."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.models import Address, Favourite, Identity, Seen
from accounts.selectors import seen_by
from accounts.services import add_favourites, note_seen
from accounts.services import remembered as services_remembered
from catalog.models import Product
from notifications.services import send as send_message
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.storefront.conftest import PASSWORD, browser
from tests.storefront.forms import page, send, text
from tests.storefront.goods import ADDRESS, WHEN, add

pytestmark = pytest.mark.django_db


def test_addresses(signed_in, mall):
    form = signed_in.get("/me/addresses/new")
    wrong = send(signed_in, form, "", **{k: v for k, v in ADDRESS.items() if k != "address"} | {"phone": "1"})
    assert wrong.status_code == 422
    assert page(wrong).xpath("//input[@id='id_detail']/@value") == ["文三路 1 号"]
    assert send(signed_in, wrong, "", phone="138 0013 8000").status_code == 303
    listed = signed_in.get("/me/addresses")
    assert "138****8000" in text(listed)
    assert "13800138000" not in text(listed)
    with in_mall(mall.pk, actor=Actor.staff()):
        address = Address.objects.get()
    send(signed_in, listed, f"/me/addresses/{address.pk}/remove")
    assert "138****8000" not in text(signed_in.get("/me/addresses"))


def test_the_identity_book_shows_masks_only(signed_in, mall):
    form = signed_in.get("/me/identities")
    without = send(signed_in, form, "", real_name="张三丰", id_number="11010519491231002X")
    assert without.status_code == 422
    with in_mall(mall.pk, actor=Actor.staff()):
        assert not Identity.objects.exists()
    assert (
        send(
            signed_in, form, "", real_name="张三丰", id_number="11010519491231002X", consent="on"
        ).status_code
        == 303
    )
    listed = signed_in.get("/me/identities").content.decode()
    assert "110***********002X" in listed
    assert "11010519491231002X" not in listed
    assert "张三丰" not in listed


def test_favourites(signed_in, goods):
    asked = signed_in.get(f"/me/favourites?product={goods.product_id}")
    assert send(signed_in, asked, "").status_code == 303
    shown = signed_in.get("/me/favourites")
    assert "测试奶粉" in text(shown)
    assert kept_rows(Favourite, goods) == [goods.product_id]
    assert send(signed_in, shown, "").status_code == 303
    assert kept_rows(Favourite, goods) == []


def kept_rows(model, goods) -> list[int]:
    with in_mall(goods.mall_id, actor=Actor.staff()):
        return list(model.objects.order_by("pk").values_list("product_id", flat=True))


def test_favourites_of_a_guest_follow_at_sign_in(client, shopper, goods):
    """And once: what is there already stays, what is gone from the shelf is left out."""
    with in_mall(goods.mall_id, actor=Actor.staff()):
        gone = factories.sku()
        add_favourites(shopper_id=shopper.pk, product_ids=[goods.product_id], now=timezone.now())
    token = client.get("/me/strip").json()["csrf_token"]
    for product in (goods.product_id, gone.product_id):
        client.post("/me/favourites", {"csrfmiddlewaretoken": token, "product": product})
    assert "登录后" in text(client.get("/me/favourites"))
    assert kept_rows(Favourite, goods) == [goods.product_id]
    with in_mall(goods.mall_id, actor=Actor.staff()):
        Product.objects.filter(pk=gone.product_id).update(state="delisted")
    form = client.get("/login")
    assert send(client, form, "", login="13800000001", password=PASSWORD).status_code in (302, 303)
    assert kept_rows(Favourite, goods) == [goods.product_id]
    with in_mall(goods.mall_id, actor=Actor.staff()):
        Product.objects.filter(pk=gone.product_id).update(state="listed")
        client.get("/me/strip")
    assert client.session.get("favourites") is None


def test_favourites_of_another_mall_cannot_be(signed_in, goods, other_mall):
    with in_mall(other_mall.pk, actor=Actor.staff()):
        theirs = factories.sku()
    token = signed_in.get("/me/strip").json()["csrf_token"]
    for path in ("/me/favourites", "/me/seen"):
        signed_in.post(path, {"csrfmiddlewaretoken": token, "product": theirs.product_id})
    assert kept_rows(Favourite, goods) == kept_rows(Seen, goods) == []


def test_the_history_is_the_shoppers_own(signed_in, shopper, goods):
    with in_mall(goods.mall_id, actor=Actor.staff()):
        second, other = factories.sku(), factories.shopper("13900139001")
        note_seen(shopper_id=other.pk, product_ids=[goods.product_id], now=timezone.now())
    token = signed_in.get("/me/strip").json()["csrf_token"]

    def look(*products) -> None:
        told = {"csrfmiddlewaretoken": token, "product": [str(p) for p in products]}
        assert signed_in.post("/me/seen", told).status_code == 204

    def seen() -> list[int]:
        with in_mall(goods.mall_id, actor=Actor.staff()):
            return seen_by(shopper.pk)

    look(goods.product_id)
    look(second.product_id, "x", "-1", 10**30, goods.product_id + 10**9)
    assert seen() == [second.product_id, goods.product_id]
    look(goods.product_id)
    assert seen() == [goods.product_id, second.product_id]
    page = signed_in.get("/me/history")
    assert second.product.title_zh_hans in text(page)
    assert (
        signed_in.post("/me/history", {"csrfmiddlewaretoken": token, "product": goods.product_id}).status_code
        == 303
    )
    assert seen() == [second.product_id]
    assert send(signed_in, page, "").status_code == 303
    assert seen() == []
    assert kept_rows(Seen, goods) == [goods.product_id]


def test_a_guests_look_leaves_no_trace(client, goods):
    token = client.get("/me/strip").json()["csrf_token"]
    response = client.post("/me/seen", {"csrfmiddlewaretoken": token, "product": goods.product_id})
    assert (response.status_code, "sessionid" in client.cookies) == (204, False)
    assert kept_rows(Seen, goods) == []


def test_only_the_newest_are_kept(shopper, goods, monkeypatch):
    monkeypatch.setattr(services_remembered, "MOST", 2)
    with in_mall(goods.mall_id, actor=Actor.staff()):
        made = [factories.sku().product_id for _ in range(3)]
        for pk in made:
            note_seen(shopper_id=shopper.pk, product_ids=[pk], now=timezone.now())
        assert seen_by(shopper.pk) == [made[2], made[1]]


def test_registering_and_the_carts_of_a_guest(client, mall, goods):
    add(client, goods.pk, 2)
    form = client.get("/register?next=/cart")
    assert "手机号或邮箱" in text(form)
    for wrong in ("abc", "12345", "a@", "13800138"):
        refused = send(client, form, "", username=wrong, password1="correct horse battery")
        assert refused.status_code == 422, wrong
    done = send(client, form, "", username="13700137000", password1="correct horse battery")
    assert (done.status_code, done["Location"]) == (302, "/cart")
    assert "¥218.20" in text(client.get("/cart"))
    taken = send(
        browser(),
        browser().get("/register"),
        "",
        username="+86 137-0013-7000",
        password1="correct horse battery",
    )
    assert taken.status_code in (403, 422)


def test_a_wrong_password_and_leaving(client, shopper):
    door = client.get("/login")
    wrong = send(client, door, "", login="13800000001", password="wrong")
    assert wrong.status_code == 422
    assert send(client, wrong, "", login="13800000001", password="correct horse battery").status_code == 302
    assert client.get("/me/strip").json()["authenticated"] is True
    left = send(client, client.get("/me"), "/logout")
    assert (left.status_code, left["Location"]) == (302, "/")
    assert client.get("/me/strip").json()["authenticated"] is False


def test_the_door_leads_nowhere_else(client, shopper):
    door = client.get("/login?next=https://evil.example/")
    inside = send(client, door, "", login="13800000001", password="correct horse battery")
    assert inside["Location"] == "/"


def test_operators_do_not_buy(client, mall):
    operator = factories.operator(is_superuser=True)
    with in_mall(mall.pk, actor=Actor.public()):
        client.force_login(operator)
    response = client.get("/checkout")
    assert response.status_code == 403
    assert "运营" in text(response)


def test_the_box_is_read_in_the_pages_language_and_leads_on_in_it(mall, shopper, signed_in):
    with in_mall(mall.pk, actor=Actor.staff()):
        send_message(
            kind="order.paid", user_id=shopper.pk, language="zh-hans", occasion="o", now=WHEN,
            context={"number": "N1"}, link="/me/orders/N1",
        )  # fmt: skip
    english = signed_in.get("/en/me/messages").content.decode()
    assert "Order N1 is paid." in english and 'href="/en/me/orders/N1"' in english
    chinese = signed_in.get("/me/messages").content.decode()
    assert "订单 N1 已支付" in chinese and 'href="/me/orders/N1"' in chinese


def test_messages_are_new_until_they_are_opened(signed_in, shopper, mall):
    with in_mall(mall.pk, actor=Actor.staff()):
        send_message(
            kind="order.paid",
            user_id=shopper.pk,
            language="zh-hans",
            occasion="1",
            context={"number": "77"},
            now=WHEN,
        )
    tile = "//a[@href='/me/messages']//span[@class='count']/text()"
    assert page(signed_in.get("/me")).xpath(tile) == ["1"]
    first = signed_in.get("/me/messages")
    assert "77" in text(first)
    assert page(first).xpath("count(//span[@class='pill'])") == 1
    assert page(signed_in.get("/me/messages")).xpath("count(//span[@class='pill'])") == 0
    assert page(signed_in.get("/me")).xpath(tile) == []


@pytest.mark.parametrize(
    ("prefix", "says"),
    [("", "账号或密码不正确。"), ("/en", "The mobile number, e-mail or password is not right.")],
)
def test_who_is_not_let_in_is_told_neither_which_was_wrong_nor_of_a_user_name(client, shopper, prefix, says):
    for login in (shopper.login, "13800000009"):
        form = client.get(f"{prefix}/login")
        answer = send(client, form, "", login=login, password="not the password")
        assert says in text(answer) and "_auth_user_id" not in client.session
