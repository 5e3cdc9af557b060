"""WeChat Pay where the shopper is: a code on a desktop, H5 in a phone's browser, JSAPI inside WeChat."""

from __future__ import annotations

import base64
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.utils import timezone

from orders.models import Order
from orders.payments import selectors, services
from orders.payments.models import Original, Payment
from orders.payments.types import Outcome, PaymentError
from tests.orders.payments.conftest import MCHID
from tests.orders.payments.test_line import placed, state

NOW = timezone.now()
pytestmark = [pytest.mark.django_db, pytest.mark.processes]


@pytest.fixture
def order(account, in_harbor) -> Order:
    return placed()


def started(order: Order, scene: str, **more: str) -> Payment:
    (payment,) = services.start_payments(
        order_id=order.pk, now=NOW, gateway_name="wechat", scene=scene, **more
    )
    return payment


def test_inside_wechat_its_own_browser_is_called_with_what_we_signed(order, account, desk):
    payment = started(order, "jsapi", open_id="o-me")
    (seen,) = desk.seen(payment.number)
    assert (seen["trade_type"], seen["payer"]["openid"]) == ("JSAPI", "o-me")
    assert payment.code_url == f"prepay_id={seen['prepay_id']}"
    call = selectors.invocation_of(payment)
    assert (call["appId"], call["package"], call["signType"]) == (account.appid, payment.code_url, "RSA")
    verify(call, account)
    with pytest.raises(InvalidSignature):
        verify(call | {"package": "prepay_id=another"}, account)
    assert selectors.invocation_of(payment)["nonceStr"] != call["nonceStr"]


def verify(call: dict[str, str], account) -> None:
    """As WeChat's browser does it: app id, time, nonce and package, each with a line end."""
    text = "".join(f"{call[name]}\n" for name in ("appId", "timeStamp", "nonceStr", "package"))
    public = load_pem_private_key(account.private_key.encode(), None).public_key()
    assert isinstance(public, RSAPublicKey)
    public.verify(base64.b64decode(call["paySign"]), text.encode(), padding.PKCS1v15(), hashes.SHA256())


def test_paid_inside_wechat_the_order_is_paid(order, desk):
    payment = started(order, "jsapi", open_id="o-me")
    desk.post("pay", mchid=MCHID, out_trade_no=payment.number)
    assert services.ask_gateway(payment_id=payment.pk, now=NOW) is Outcome.APPLIED
    assert state(order) == ("paid", "paid")
    assert selectors.invocation_of(Payment.objects.get()) == {}


def test_without_an_open_id_nothing_is_begun_and_who_has_begun_goes_on(order):
    with pytest.raises(PaymentError):
        started(order, "jsapi")
    assert Payment.objects.count() == 0
    first = started(order, "jsapi", open_id="o-me")
    assert started(order, "jsapi").pk == first.pk


def test_a_phone_is_sent_to_h5_and_comes_back_to_the_order(order, desk):
    payment = started(order, "wap", return_url="http://harbor.localhost:8000/me/orders/1?a=b")
    (seen,) = desk.seen(payment.number)
    assert seen["trade_type"] == "MWEB"
    there = parse_qs(urlsplit(payment.code_url).query)
    assert there["redirect_url"] == ["http://harbor.localhost:8000/me/orders/1?a=b"]
    pressed = requests.post(payment.code_url, data={"action": "pay"}, timeout=5, allow_redirects=False)
    assert (pressed.status_code, pressed.headers["Location"]) == (303, there["redirect_url"][0])
    assert services.ask_gateway(payment_id=payment.pk, now=NOW) is Outcome.APPLIED


def test_from_the_desktop_into_wechat_the_code_is_closed_first(order, desk):
    old = started(order, "qr")
    new = started(order, "jsapi", open_id="o-me")
    old.refresh_from_db()
    assert (old.state, desk.seen(old.number)[0]["trade_state"], new.pk != old.pk) == (
        "closed",
        "CLOSED",
        True,
    )
    assert Original.objects.filter(payment=new, text__contains="o-me").count() == 1
