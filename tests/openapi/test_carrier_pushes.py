"""The door where carriers push: one mall's carrier speaks to that mall only."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.utils import timezone

from orders.logistics.carriers import signing
from orders.logistics.carriers.domestic.account import Account
from orders.logistics.models import CarrierPush, TrackingEvent, Waybill
from orders.models import Package
from orders.services.record_paid import record_paid
from tenancy.scope import Actor, in_mall
from tests.orders import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.openapi.urls")]
DOOR = "/openapi/v1/webhooks/carriers/domestic"
ACCOUNT = Account("http://127.0.0.1:1", "4601W60003", "海口顺达快递有限公司", "harbor", "secret-of-harbor")


@pytest.fixture
def waybill(in_harbor) -> Waybill:
    ACCOUNT.keep()
    order = make.placed()
    record_paid(order_id=order.order_id, now=make.NOW)
    package = Package.objects.get(order_id=order.order_id)
    return Waybill.objects.create(
        package=package,
        carrier="domestic",
        carrier_code="4601W60003",
        carrier_name="顺达",
        number="SF1234567890",
    )


def push(body: bytes, *, secret: str = ACCOUNT.secret, host: str = "harbor.localhost", path: str = DOOR):
    moment = str(int(timezone.now().timestamp()))
    sign = signing.sign(secret, moment, "PUSH", "harbor", body)
    headers = {"X-Account": "harbor", "X-Time": moment, "X-Sign": sign}
    client = Client(enforce_csrf_checks=True)
    return client.post(path, body, content_type="application/json", HTTP_HOST=host, headers=headers)


def news(number: str, code: str = "PICKUP") -> bytes:
    at = timezone.now().timestamp()
    return json.dumps(
        {"events": [{"id": 1, "number": number, "code": code, "place": "海口", "at": at}]}
    ).encode()


def kept(mall) -> tuple[int, int]:
    with in_mall(mall.pk, actor=Actor.staff()):
        return TrackingEvent.objects.count(), CarrierPush.objects.count()


def test_news_is_taken_once(waybill, mall):
    sent = news(waybill.number)
    assert [push(sent).json() for _ in range(2)] == [{"outcome": "recorded 1"}, {"outcome": "repeated"}]
    assert kept(mall) == (1, 1)


def test_nonsense_is_named(waybill, mall):
    assert push(news(waybill.number, "EATEN")).json() == {"outcome": "unknown_step 1"}
    answer = push(b"<html>")
    assert (answer.status_code, answer.json()["message"]) == (422, "no JSON")
    assert kept(mall) == (0, 2)


def test_forgeries_and_other_doors(waybill, mall):
    sent = news(waybill.number)
    assert push(sent, secret="guessed").status_code == 401
    assert push(sent, path=DOOR.replace("domestic", "nobody")).status_code == 404
    assert push(sent, path=DOOR.replace("domestic", "international")).status_code == 404, "no account there"
    assert push(b" " * (64 * 1024 + 1)).status_code == 413
    assert kept(mall) == (0, 0)
    assert push(sent).status_code == 200, "the control"


def test_news_for_one_mall_does_nothing_in_another(waybill, mall, other_mall):
    assert push(news(waybill.number), host="meridian.localhost").status_code == 404, "no account of that mall"
    with in_mall(other_mall.pk, actor=Actor.staff()):
        ACCOUNT.keep()
    answer = push(news(waybill.number), host="meridian.localhost")
    assert answer.json() == {"outcome": "unknown_waybill 1"}
    assert kept(mall) == (0, 0)
