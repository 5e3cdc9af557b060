"""Pages of one person: kept by nobody, seen by nobody else, whole in both languages, nothing lost on a mistake."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Address
from orders.models import Order, Package
from orders.services.advance_package import Said, advance_package
from orders.services.record_paid import record_paid
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.orders import factories as make
from tests.storefront.conftest import browser
from tests.storefront.forms import page, send, text

pytestmark = pytest.mark.django_db

PAGES = ("/cart", "/me", "/me/orders", "/me/orders?tab=placed", "/me/addresses", "/me/addresses/new", "/me/identities",
    "/me/data", "/me/data/profile", "/me/data/phone", "/me/data/erase",
         "/me/history", "/me/favourites")  # fmt: skip


@pytest.fixture
def order(shopper, goods) -> Order:
    """Placed just now, not paid."""
    with in_mall(shopper.mall_id, actor=Actor.staff()):
        placed = make.placed(shopper, (goods, 1))
        Order.objects.update(expires_at=timezone.now() + timedelta(minutes=30))
        return Order.objects.get(pk=placed.order_id)


def refused_for_identity(order: Order) -> None:
    with in_mall(order.mall_id, actor=Actor.staff()):
        record_paid(order_id=order.pk, now=timezone.now())
        package = Package.objects.get()
        for event in ("assign_waybill", "declare"):
            advance_package(
                package_id=package.pk, axis="clearance", event=event, now=timezone.now(), actor="customs"
            )
        advance_package(
            package_id=package.pk, axis="clearance", event="port_rejects", now=timezone.now(), actor="port",
            said=Said(code="100", reason="订购人身份信息不符", mend="identity"),
        )  # fmt: skip


@pytest.mark.parametrize(("prefix", "lang"), [("", "zh-Hans"), ("/en", "en")])
def test_every_page_in_its_language(signed_in, order, prefix, lang):
    with in_mall(order.mall_id, actor=Actor.staff()):
        address = Address.objects.get()
    paths = (*PAGES, f"/me/addresses/{address.pk}", f"/me/orders/{order.number}", f"/me/orders/{order.number}/track",
             f"/me/orders/{order.number}/status")  # fmt: skip
    for path in paths:
        response = signed_in.get(f"{prefix}{path}")
        assert response.status_code == 200, path
        assert response["Cache-Control"] == "private, no-store"
        assert not path.endswith("/status") or lang
        if not path.endswith("/status"):
            assert page(response).get("lang") == lang, path
        if not prefix:
            for english in ("Cart", "Order", "Address", "Identity", "Pay ", "Waiting", "Customs", "Goods"):
                assert english not in text(response), (path, english)


@pytest.mark.parametrize("path", [*PAGES[1:-1], "/checkout", "/pay/123", "/me/orders/123"])
def test_guests_are_asked_to_sign_in(client, mall, path):
    response = client.get(f"/en{path}")
    assert (response.status_code, response["Location"].split("?")[0]) == (302, "/en/login")


def test_somebody_elses_order_is_not_there(order, client):
    with in_mall(order.mall_id, actor=Actor.staff()):
        other = factories.shopper("13900139000")
        address = Address.objects.get()
    stranger = browser()
    with in_mall(order.mall_id, actor=Actor.public()):
        stranger.force_login(other)
    for path in ("", "/status", "/track", "/identity"):
        assert stranger.get(f"/me/orders/{order.number}{path}").status_code == 404
    for path in ("", "/status", "/qr/1.png"):
        assert stranger.get(f"/pay/{order.number}{path}").status_code == 404
    token = stranger.get("/me/strip").json()["csrf_token"]
    for path in (f"/me/orders/{order.number}/cancel", f"/me/orders/{order.number}/identity"):
        assert stranger.post(path, {"csrfmiddlewaretoken": token}).status_code == 404
    assert stranger.get(f"/me/addresses/{address.pk}").status_code == 404
    stranger.post(f"/me/addresses/{address.pk}/remove", {"csrfmiddlewaretoken": token})
    with in_mall(order.mall_id, actor=Actor.staff()):
        assert Order.objects.get().state == "placed"
        assert Address.objects.get().removed_at is None


def test_an_order_of_another_mall_is_not_there(order, other_mall):
    with in_mall(other_mall.pk, actor=Actor.staff()):
        other = factories.shopper("13800000001")
    stranger = browser("meridian.localhost")
    with in_mall(other_mall.pk, actor=Actor.public()):
        stranger.force_login(other)
    assert stranger.get("/me/orders").status_code == 200
    assert stranger.get(f"/me/orders/{order.number}").status_code == 404
    assert order.number not in text(stranger.get("/me/orders"))


def test_a_session_of_another_mall_is_nobody(signed_in, other_mall):
    response = signed_in.get("/me", HTTP_HOST="meridian.localhost")
    assert response.status_code == 302


def test_a_mall_without_a_gateway_says_so(signed_in, order):
    response = signed_in.get(f"/pay/{order.number}")
    assert response.status_code == 200
    assert "本商城暂不能收款" in text(response)


def test_cancelling_gives_the_stock_back(signed_in, order, goods):
    shown = signed_in.get(f"/me/orders/{order.number}")
    assert "向海关申报后不可取消" in text(shown)
    done = send(signed_in, shown, f"/me/orders/{order.number}/cancel")
    assert done.status_code == 303
    after = signed_in.get(f"/me/orders/{order.number}")
    assert "已取消" in text(after)
    assert not page(after).xpath(f"//form[@action='/me/orders/{order.number}/cancel']")
    with in_mall(order.mall_id, actor=Actor.staff()):
        assert goods.stocks.get().reserved == 0


def test_past_the_point_of_no_return(signed_in, order):
    with in_mall(order.mall_id, actor=Actor.staff()):
        record_paid(order_id=order.pk, now=timezone.now())
        package = Package.objects.get()
        for event in ("assign_waybill", "declare"):
            advance_package(
                package_id=package.pk, axis="clearance", event=event, now=timezone.now(), actor="customs"
            )
    shown = signed_in.get(f"/me/orders/{order.number}")
    assert not page(shown).xpath(f"//form[@action='/me/orders/{order.number}/cancel']")
    token = signed_in.get("/me/strip").json()["csrf_token"]
    refused = signed_in.post(f"/me/orders/{order.number}/cancel", {"csrfmiddlewaretoken": token}, follow=True)
    assert "已向海关申报" in text(refused)
    with in_mall(order.mall_id, actor=Actor.staff()):
        assert Order.objects.get().state == "paid"


def test_an_identity_that_customs_refused_is_put_right(signed_in, order):
    refused_for_identity(order)
    shown = signed_in.get(f"/en/me/orders/{order.number}")
    assert "Identity does not match" in text(shown)
    form = signed_in.get(f"/en/me/orders/{order.number}/identity")
    assert "订购人身份信息不符" in text(form)
    wrong = send(signed_in, form, "", identity="new", real_name="张三丰", id_number="123", consent="on")
    assert wrong.status_code == 422
    assert "not valid" in text(wrong)
    right = send(
        signed_in, wrong, "", identity="new", real_name="李四", id_number="440106199003071231", consent="on"
    )
    assert right.status_code == 303, text(right)
    with in_mall(order.mall_id, actor=Actor.staff()):
        assert Order.objects.get().identity.name_masked == "李*"


def test_nobody_corrects_what_customs_did_not_ask_for(signed_in, order):
    response = signed_in.get(f"/me/orders/{order.number}/identity")
    assert (response.status_code, response["Location"]) == (303, f"/me/orders/{order.number}")
