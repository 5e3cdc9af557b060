"""The public pages of a parcel: found by number and digits, opened by the code on its label; nobody is named."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache

from catalog.inventory.models import Stock
from orders.logistics.models import TrackingEvent, Waybill
from orders.models import Order, Package
from orders.services.advance_package import Said, advance_package
from orders.services.record_paid import record_paid
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.orders import factories as make
from tests.orders.factories import NOW
from tests.storefront.conftest import browser
from tests.storefront.forms import send, text

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("at", ["", "/en"])]
LIST = "640020261000000001"
PERSON = ("张三丰", "三丰", "13800138000", "8000", "文三路", "西湖区", "杭州市", "110105")


@pytest.fixture
def package(mall) -> Package:
    cache.clear()
    with in_mall(mall.pk, actor=Actor.staff()):
        sku = factories.sku(title="溯源奶粉")
        Stock.objects.update(batch="B2026-01", expires_on=date(2028, 1, 31))
        order = make.placed(None, (sku, 2))
        record_paid(order_id=order.order_id, now=NOW)
        made = Package.objects.get(order_id=order.order_id)
        Waybill.objects.create(
            package=made,
            carrier="domestic",
            carrier_code="C1",
            carrier_name="顺达速运",
            number="SF1234567890",
            token="t0k3n",
        )
        return made


def advance(mall, package: Package, *events: str) -> None:
    with in_mall(mall.pk, actor=Actor.staff()):
        for event in events:
            said = Said(list_number=LIST) if event == "port_accepts" else None
            axis = "fulfilment" if event == "dispatch" else "clearance"
            advance_package(package_id=package.pk, axis=axis, event=event, now=NOW, actor="port", said=said)


def look(client, at: str, number: str, digits: str) -> Any:
    return send(client, client.get(f"{at}/track"), f"{at}/track", number=number, digits=digits)


def test_found_by_waybill_or_package_number_with_the_digits(client, package, at):
    for number in ("SF1234567890", " sf1234567890 ", package.number):
        answer = look(client, at, number, "8000")
        assert (answer.status_code, answer.headers["Location"]) == (303, f"{at}/track/t0k3n"), number


@pytest.mark.parametrize(
    ("number", "digits"),
    [("SF1234567890", "8001"), ("SF0000000000", "8000"), ("SF1234567890", "0000")],
)
def test_which_of_the_two_is_wrong_is_not_told(client, package, at, number, digits):
    answer = look(client, at, number, digits)
    assert answer.status_code == 422
    assert {"": "没有查到与该单号和尾号相符的包裹", "/en": "no parcel with this number and these digits"}[
        at
    ] in text(answer)


@pytest.mark.parametrize(
    ("number", "digits"),
    [("SF1", "8000"), ("SF1234567890", "80"), ("SF1234567890", "八零零零"), ("x" * 500, "8000"), ("", "")],
)
def test_what_is_no_number_or_no_digits_is_said_beside_the_field(client, package, at, number, digits):
    answer = look(client, at, number, digits)
    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()


def test_guessing_ends_after_eight_tries(client, package, at):
    for n in range(8):
        assert look(client, at, "SF1234567890", f"{n:04d}").status_code == 422
    right = look(client, at, "SF1234567890", "8000")
    assert right.status_code == 422, "even the right one has to wait now"
    assert {"": "尝试次数过多", "/en": "Too many attempts"}[at] in text(right)
    cache.clear()
    assert look(client, at, "SF1234567890", "8000").status_code == 303, "the control"


def test_the_way_of_a_parcel_without_its_person(client, package, mall, at):
    advance(mall, package, "assign_waybill", "declare", "port_accepts", "port_releases", "dispatch")
    with in_mall(mall.pk, actor=Actor.staff()):
        TrackingEvent.objects.create(
            waybill=Waybill.objects.get(), code="picked_up", place="海口", place_en="Haikou",
            at=NOW + timedelta(hours=2), source="domestic",
        )  # fmt: skip
    answer = client.get(f"{at}/track/t0k3n")
    said = text(answer)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert 'content="noindex' in answer.content.decode()
    words = {
        "": ("海关已放行", "快递已揽收", "海口", "国内段", "清关"),
        "/en": ("Released by customs", "Picked up by the carrier", "Haikou", "In China", "Customs clearance"),
    }[at]
    missing = [word for word in ("SF1234567890", *words) if word not in said]
    assert missing == []
    assert [word for word in PERSON if word in said.replace("13800138000", "")] == []


def test_where_it_comes_from(client, package, mall, at):
    before = text(client.get(f"{at}/trace/t0k3n"))
    assert LIST not in before and "B2026-01" not in before
    advance(mall, package, "assign_waybill", "declare", "port_accepts")
    assert LIST not in text(client.get(f"{at}/trace/t0k3n")), "only after the release"
    advance(mall, package, "port_releases", "dispatch")
    answer = client.get(f"{at}/trace/t0k3n")
    said = text(answer)
    with in_mall(mall.pk, actor=Actor.staff()):
        tax = Order.objects.get().tax
    expected = {
        "": ("溯源奶粉", "荷兰", "B2026-01", "2028-01-31", "杭州保税仓", LIST, f"{tax}"),
        "/en": ("Test product", "Netherlands", "B2026-01", "2028-01-31", "Hangzhou bonded", LIST, f"{tax}"),
    }[at]
    assert [word for word in expected if word not in said] == []
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert [word for word in PERSON if word in said] == []


@pytest.mark.parametrize("token", ["", "t0k3", "t0k3n0", "%00", "../etc", "é" * 40, "a" * 3000])
def test_tokens_that_nobody_was_given(client, package, at, token):
    for page in ("track", "trace"):
        answer = client.get(f"{at}/{page}/{token}")
        assert answer.status_code in ((404,) if token else (200, 301, 404)), (page, token)
        assert "SF1234567890" not in answer.content.decode()


def test_a_parcel_of_one_mall_is_not_there_in_another(package, other_mall, at):
    stranger = browser("meridian.localhost")
    for page in ("track", "trace"):
        assert stranger.get(f"{at}/{page}/t0k3n").status_code == 404
    assert look(stranger, at, "SF1234567890", "8000").status_code == 422


def test_an_empty_token_opens_nothing(client, package, mall, at):
    """Labels of the time before tokens have none; an empty one must not be everybody's."""
    from orders.logistics.public import parcel_by

    with in_mall(mall.pk, actor=Actor.staff()):
        Waybill.objects.update(token="")
        assert parcel_by("", "en", NOW) is None
    assert client.get(f"{at}/track/t0k3n").status_code == 404
