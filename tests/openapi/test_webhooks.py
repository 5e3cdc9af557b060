"""The gateway's notices at their door: once, verified on the raw body, and nothing leaked."""

from __future__ import annotations

import pytest
from django.test import Client

from journal.models import Fact
from orders.models import Order
from orders.payments.models import Notice, Payment
from tenancy.scope import Actor, in_mall
from tests.openapi import gateway
from tests.orders import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.openapi.urls")]
WEBHOOK = "/openapi/v1/webhooks/wechat"


@pytest.fixture
def signed(in_harbor) -> gateway.Notice:
    """A true notice of a pending payment over 109.10."""
    account = gateway.account()
    payment = gateway.pending(Order.objects.get(pk=make.placed().order_id))
    return gateway.notice(account, payment.number, 10910)


def sent(headers: dict[str, str], body: bytes, host: str = "harbor.localhost", path: str = WEBHOOK):
    client = Client(enforce_csrf_checks=True)
    return client.post(path, body, content_type="application/json", HTTP_HOST=host, headers=headers)


def state(mall) -> tuple[str, str, int, int]:
    with in_mall(mall.pk, actor=Actor.staff()):
        return (
            Order.objects.get().payment_state,
            Payment.objects.get().state,
            Notice.objects.count(),
            Fact.objects.filter(kind="payment.paid").count(),
        )


UNCHANGED = ("pending", "pending", 0, 0)


def test_a_notice_pays_once_however_often_it_comes(signed, mall):
    for _ in range(3):
        answer = sent(signed.headers, signed.body)
        assert (answer.status_code, answer.content) == (204, b"")
    assert state(mall) == ("paid", "paid", 1, 1)


def _forged(signed: gateway.Notice, how: str) -> tuple[dict[str, str], bytes]:
    headers, body = dict(signed.headers), signed.body
    if how == "body":
        body = body.replace(b"SUCCESS", b"SUCCES5")
    elif how == "signature":
        headers["Wechatpay-Signature"] = headers["Wechatpay-Signature"][::-1]
    elif how == "old":
        headers["Wechatpay-Timestamp"] = "1600000000"
    elif how == "no headers":
        headers = {}
    else:
        body = {"empty": b"", "xml": b"<xml/>", "bytes": b"\xff" * 100}[how]
    return headers, body


@pytest.mark.parametrize("how", ["body", "signature", "old", "no headers", "empty", "xml", "bytes"])
def test_a_forged_notice_changes_nothing(signed, mall, how):
    answer = sent(*_forged(signed, how))
    told = {"code": "SIGN_ERROR", "message": "signature not valid"}
    assert (answer.status_code, answer.json(), state(mall)) == (401, told, UNCHANGED)


def test_a_notice_for_another_merchant_is_forged_here(signed, mall):
    with in_mall(mall.pk, actor=Actor.staff()):
        account, number = gateway.account(), Payment.objects.get().number
    other = gateway.notice(account, number, 10910, mchid="1900000999")
    assert (sent(other.headers, other.body).status_code, state(mall)) == (401, UNCHANGED)


def test_a_wrong_amount_is_taken_note_of_and_pays_nothing(signed, mall):
    with in_mall(mall.pk, actor=Actor.staff()):
        wrong = gateway.notice(gateway.account(), Payment.objects.get().number, 1)
    assert sent(wrong.headers, wrong.body).status_code == 204
    assert state(mall) == ("pending", "pending", 1, 0)


def test_a_payment_that_is_not_there_and_a_mall_without_an_account(signed, mall, other_mall):
    with in_mall(mall.pk, actor=Actor.staff()):
        unknown = gateway.notice(gateway.account(), "no-such-number", 1)
    assert sent(unknown.headers, unknown.body).status_code == 204
    answer = sent(signed.headers, signed.body, host="meridian.localhost")
    assert (answer.status_code, answer.json()["code"]) == (404, "RESOURCE_NOT_EXISTS")
    assert state(mall)[:2] == ("pending", "pending")


def test_what_is_no_door(signed, mall, other_mall):
    assert sent(signed.headers, signed.body, path="/openapi/v1/webhooks/nobody").status_code == 404
    assert sent(signed.headers, signed.body, path="/openapi/v1/webhooks/customs/haikou").status_code == 404
    assert sent(signed.headers, signed.body, path=WEBHOOK + "x").status_code == 404
    assert sent(signed.headers, b"x" * 70_000).status_code == 413
    assert Client().get(WEBHOOK, HTTP_HOST="harbor.localhost").status_code == 405
    assert state(mall) == UNCHANGED
