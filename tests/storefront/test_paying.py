"""The pay page is what the device can use: a code on a desktop, H5 on a phone, WeChat's own call inside WeChat."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
import requests
from django.test import RequestFactory
from django.utils import timezone

from orders.models import Order
from orders.payments.gateways.bank.account import Account as BankAccount
from orders.payments.gateways.wechat.account import Account
from orders.payments.models import Payment
from orders.services.place_order import place_order
from storefront.devices import Device, device
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.orders.factories import checkout
from tests.outside import merchant_account, simulator
from tests.storefront.forms import page, send, text
from wechat.account import OfficialAccount

pytestmark = [pytest.mark.django_db, pytest.mark.processes]
WECHAT = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0.50"
PHONE = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"
DESKTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36"


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with simulator("gateway", tmp_path_factory.mktemp("gateway")) as url:
        yield url


@pytest.fixture
def address(mall, goods, shopper, gateway) -> str:
    """The pay page of an order that was placed just now; the mall has both accounts."""
    with in_mall(mall.pk, actor=Actor.staff()):
        Account(**merchant_account(gateway, "1900000401", secret="s3cret")).keep()
        OfficialAccount("wx0000000000000001", "s3cret", gateway, gateway).keep()
        placed = place_order(request=checkout(shopper, (goods, 1)), now=timezone.now())
    return f"/pay/{placed.number}"


def live(mall) -> tuple[str, str]:
    with in_mall(mall.pk, actor=Actor.staff()):
        row = Payment.objects.get(state="pending")
        return row.gateway, row.scene


def through_wechat(signed_in, address: str) -> object:
    """Sent to WeChat, named there, sent back, and back to the page that asked."""
    asked = signed_in.get(address, HTTP_USER_AGENT=WECHAT)
    assert asked.status_code == 302 and "/connect/oauth2/authorize?" in asked["Location"]
    back = requests.get(asked["Location"], allow_redirects=False, timeout=5).headers["Location"]
    there = urlsplit(back)
    named = signed_in.get(f"{there.path}?{there.query}", HTTP_USER_AGENT=WECHAT)
    assert (named.status_code, named["Location"]) == (302, address)
    return signed_in.get(address, HTTP_USER_AGENT=WECHAT)


@pytest.mark.parametrize(
    ("agent", "expected"),
    [(WECHAT, Device.WECHAT), (PHONE, Device.PHONE), (DESKTOP, Device.DESKTOP), ("", Device.DESKTOP)],
)
def test_a_device_is_known_by_its_own_words(agent, expected):
    assert device(RequestFactory().get("/", HTTP_USER_AGENT=agent)) is expected


def test_a_desktop_shows_a_code(signed_in, mall, address):
    answer = signed_in.get(address, HTTP_USER_AGENT=DESKTOP)
    assert page(answer).xpath("//img[contains(@src, '/qr/')]") and live(mall) == ("wechat", "qr")
    assert not page(answer).xpath("//*[@data-wechat-pay]")


def test_a_phone_opens_h5(signed_in, mall, address, gateway):
    answer = signed_in.get(address, HTTP_USER_AGENT=PHONE)
    assert live(mall) == ("wechat", "wap")
    (link,) = page(answer).xpath(f"//a[starts-with(@href, '{gateway}/pay/')]/@href")
    assert "from=h5" in link and "redirect_url=" in link


def test_inside_wechat_its_browser_is_called(signed_in, mall, address):
    answer = through_wechat(signed_in, address)
    assert live(mall) == ("wechat", "jsapi")
    (call,) = page(answer).xpath("//button/@data-wechat-pay")
    assert json.loads(call)["package"].startswith("prepay_id=wx")
    assert "from=h5" not in answer.content.decode()
    again = signed_in.get(f"{address}/status", HTTP_USER_AGENT=WECHAT)
    assert (
        json.loads(page(again).xpath("//button/@data-wechat-pay")[0])["package"]
        == json.loads(call)["package"]
    )


def code_of_another_phone(signed_in, address) -> str:
    asked = signed_in.get(address, HTTP_USER_AGENT=WECHAT)
    back = requests.get(asked["Location"], allow_redirects=False, timeout=5).headers["Location"]
    return urlsplit(back).query.partition("code=")[2].partition("&")[0]


def knows_open_id(signed_in, mall) -> bool:
    with in_mall(mall.pk):
        return "wechat_open_id" in signed_in.session


def test_control_without_the_state_a_stranger_could_lend_his_open_id(signed_in, mall, address, monkeypatch):
    code = code_of_another_phone(signed_in, address)
    monkeypatch.setattr("storefront.views.pay.constant_time_compare", lambda *_: True)
    answer = signed_in.get(f"/pay/wechat/named?code={code}&state=invented", HTTP_USER_AGENT=WECHAT)
    assert answer.status_code == 302 and knows_open_id(signed_in, mall)


def test_a_stranger_cannot_lend_somebody_his_open_id(signed_in, mall, address):
    """A code of another phone with a state that this browser was never given, or none at all."""
    code = code_of_another_phone(signed_in, address)
    for state in ("invented", ""):
        answer = signed_in.get(f"/pay/wechat/named?code={code}&state={state}", HTTP_USER_AGENT=WECHAT)
        assert answer.status_code == 404
    assert not knows_open_id(signed_in, mall)


def test_what_wechat_refuses_is_said_and_leads_back(signed_in, mall, address):
    signed_in.get(address, HTTP_USER_AGENT=WECHAT)
    with in_mall(mall.pk):
        state = signed_in.session["wechat_state"][0]
    answer = signed_in.get(
        f"/pay/wechat/named?code=invented&state={state}", follow=True, HTTP_USER_AGENT=WECHAT
    )
    assert "微信未能识别您的身份" in text(answer)
    assert not knows_open_id(signed_in, mall)


def test_without_an_official_account_wechat_shows_a_code(signed_in, mall, address):
    from tenancy.models import MallSecret

    with in_mall(mall.pk, actor=Actor.staff()):
        MallSecret.objects.filter(name="wechat.official").delete()
    assert signed_in.get(address, HTTP_USER_AGENT=WECHAT).status_code == 200
    assert live(mall) == ("wechat", "qr")


def test_begun_on_a_desktop_it_goes_on_on_the_phone(signed_in, mall, address):
    signed_in.get(address, HTTP_USER_AGENT=DESKTOP)
    signed_in.get(address, HTTP_USER_AGENT=PHONE)
    assert live(mall) == ("wechat", "wap")
    through_wechat(signed_in, address)
    assert live(mall) == ("wechat", "jsapi")


def test_what_was_chosen_stays_chosen(signed_in, mall, address):
    answer = signed_in.get(address, HTTP_USER_AGENT=PHONE)
    chosen = send(signed_in, answer, address, way="wechat-qr")
    assert chosen.status_code == 200 and live(mall) == ("wechat", "qr")
    signed_in.get(address, HTTP_USER_AGENT=PHONE)
    assert live(mall) == ("wechat", "qr")


def test_a_bank_transfer_shows_its_three_days_at_once(signed_in, shopper, mall, gateway):
    with in_mall(mall.pk, actor=Actor.staff()):
        Account(**merchant_account(gateway, "1900000401", secret="s3cret")).keep()
        BankAccount("海港跨境电商有限公司", "中国银行杭州分行", "6217000000000000").keep()
        cleared = factories.sku(mode="general", warehouse_code="shop")
        placed = place_order(request=checkout(shopper, (cleared, 1)), now=timezone.now())
    answer = signed_in.get(f"/pay/{placed.number}")
    chosen = send(signed_in, answer, f"/pay/{placed.number}", way="bank-transfer")
    with in_mall(mall.pk, actor=Actor.staff()):
        kept_open = Order.objects.values_list("expires_at", flat=True).get()
    assert kept_open - timezone.now() > timedelta(days=2, hours=23)
    (ends,) = page(chosen).xpath("//span[@data-countdown]/time/@datetime")
    assert datetime.fromisoformat(ends) == kept_open


@pytest.mark.parametrize("way", ["wechat-jsapi", "alipay-qr", "nonsense", "", "wechat-transfer"])
def test_a_way_this_device_or_mall_does_not_have_is_refused(shopper, signed_in, mall, address, way):
    signed_in.get(address, HTTP_USER_AGENT=PHONE)
    signed_in.handler.enforce_csrf_checks = False
    answer = signed_in.post(address, {"way": way}, HTTP_USER_AGENT=PHONE)
    assert "该订单不支持此支付方式" in text(answer)
    assert live(mall) == ("wechat", "wap")
