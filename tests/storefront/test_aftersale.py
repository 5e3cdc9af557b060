"""Asking for money back on the pages: without script, in both languages, and only on one's own orders."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from orders.aftersale import services
from orders.aftersale.models import Request
from orders.models import Order, Package
from orders.payments.models import Payment
from orders.services.record_paid import record_paid
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.orders import factories as make
from tests.orders.aftersale.conftest import walk
from tests.storefront.conftest import browser
from tests.storefront.forms import fields, send, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(shopper, goods) -> Order:
    """Paid, released and signed for, just now."""
    now = timezone.now()
    with in_mall(shopper.mall_id, actor=Actor.staff()):
        order = Order.objects.get(pk=make.placed(shopper, (goods, 2)).order_id)
        package = order.packages.get()
        Payment.objects.create(
            order=order, package=package, gateway="wechat", number=f"{package.number}0001", amount=package.total,
            state="paid", paid_at=now, expires_at=now,
        )  # fmt: skip
        record_paid(order_id=order.pk, now=now)
        walk(Package.objects.get(), now=now)
        return order


def picture() -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", (30, 30), "red").save(content, "PNG")
    return SimpleUploadedFile("label.png", content.getvalue(), "image/png")


def made(order: Order) -> Request:
    with in_mall(order.mall_id, actor=Actor.staff()):
        return Request.objects.get()


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_from_the_order_to_the_goods_on_their_way_back(signed_in, order, prefix):
    """Choose, see the amount, confirm with words and a picture; the mall agrees; the goods are sent."""
    asked = f"{prefix}/me/orders/{order.number}/aftersale/1"
    assert asked in signed_in.get(f"{prefix}/me/orders/{order.number}").content.decode()
    first = signed_in.get(asked)
    name = next(n for n in fields(first) if n.startswith("pieces-"))
    second = signed_in.post(asked, fields(first) | {"kind": "return", "reason": "damaged", name: "1"})
    assert second.status_code == 200 and "111.90" not in text(second)
    whole = order.total / 2
    assert f"{whole:.2f}".split(".")[0] in text(second)
    refused = signed_in.post(asked, fields(second) | {"confirm": "1", "words": ""})
    assert refused.status_code == 422
    done = signed_in.post(asked, fields(second) | {"confirm": "1", "words": "碎了", "pictures": picture()})
    assert done.status_code == 303
    row = made(order)
    page = signed_in.get(f"{prefix}/me/aftersale/{row.number}")
    assert page.status_code == 200 and "碎了" in text(page)
    shown = signed_in.get(f"/me/aftersale/{row.number}/pictures/1")
    assert (shown["Content-Type"], shown.content[:2]) == ("image/jpeg", b"\xff\xd8")
    with in_mall(order.mall_id, actor=Actor.staff()):
        services.approve(request_id=row.pk, now=timezone.now(), actor="operator:1", words="请寄回")
    page = signed_in.get(f"{prefix}/me/aftersale/{row.number}")
    sent = send(
        signed_in, page, f"{prefix}/me/aftersale/{row.number}/send", carrier="顺达", waybill="SF1234567"
    )
    assert sent.status_code == 303
    assert made(order).state == "returning"
    assert row.number in text(signed_in.get(f"{prefix}/me/aftersale"))


def test_what_cannot_be_read_or_granted_is_said_and_nothing_is_made(signed_in, order):
    asked = f"/me/orders/{order.number}/aftersale/1"
    token = fields(signed_in.get(asked))["csrfmiddlewaretoken"]
    for values in (
        {}, {"kind": "return"}, {"kind": "return", "reason": "damaged"}, {"kind": "x" * 5000, "reason": "lost"},
        {"kind": "exchange", "reason": "damaged"}, {"kind": "return", "reason": "damaged", "pieces-1": "9" * 40},
    ):  # fmt: skip
        answer = signed_in.post(asked, values | {"csrfmiddlewaretoken": token, "confirm": "1"})
        assert answer.status_code == 422, values
    assert signed_in.get(f"/me/orders/{order.number}/aftersale/2").status_code == 404
    with in_mall(order.mall_id, actor=Actor.staff()):
        assert Request.objects.count() == 0


def test_a_strangers_request_is_not_there(signed_in, order):
    with in_mall(order.mall_id, actor=Actor.staff()):
        from tests.orders.aftersale.test_requests import wish

        row = services.ask(wish=wish(Package.objects.get()), shopper_id=order.shopper_id, now=timezone.now())
        stranger = factories.shopper("13800000009")
    other = browser()
    with in_mall(order.mall_id, actor=Actor.public()):
        other.force_login(stranger)
    assert signed_in.get(f"/me/aftersale/{row.number}").status_code == 200
    assert other.get(f"/me/aftersale/{row.number}").status_code == 404
    assert other.get(f"/me/orders/{order.number}/aftersale/1").status_code == 404
    assert row.number not in text(other.get("/me/aftersale"))


def test_before_it_arrived_the_page_says_when(signed_in, shopper, goods):
    with in_mall(shopper.mall_id, actor=Actor.staff()):
        placed = make.placed(shopper, (goods, 1))
        record_paid(order_id=placed.order_id, now=timezone.now())
    page = signed_in.get(f"/en/me/orders/{placed.number}/aftersale/1")
    assert "Possible once the parcel was signed for" in text(page)
