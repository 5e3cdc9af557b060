"""From the cart to the refund in a real browser: at WeChat Pay, at Alipay, by bank transfer, in both languages."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import PLAIN, SECOND, Operator
from tests.e2e.shopper import Shopper
from tests.e2e.test_journey import reached

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.timeout(600, func_only=True)]

WAYS = {"wechat": "wechat-qr", "alipay": "alipay-qr", "bank": "bank-transfer"}
REFUNDED = {"zh": "已退款", "en": "Refunded"}
PHONES = {"wechat": "31", "alipay": "32", "bank": "33"}


@pytest.mark.parametrize("gateway", WAYS)
@pytest.mark.parametrize("tongue", ["zh", "en"])
def test_from_the_cart_to_the_refund(house, browser, gateway, tongue):
    shopper = Shopper(browser, house, tongue)
    shopper.register(f"1{PHONES[gateway]}{'00' if tongue == 'zh' else '11'}031031")
    if gateway == "bank":
        shopper.choose_by_search(PLAIN)
        number = shopper.check_out(abroad=False)
    else:
        shopper.choose()
        shopper.page.wait_for_timeout(500)
        number = shopper.check_out()
    shopper.chooses_to_pay(WAYS[gateway])
    shopper.look(f"pay-{gateway}")
    _paid(house, browser, shopper, number, gateway)
    reached(shopper, number, "signed")
    shopper.asks_for_money_back(number)
    Operator(browser, house).press("aftersale/request", number, "approve")
    if gateway == "bank":
        Operator(browser, house).press(
            "payments/refund", number, "sent-by-bank", bank_reference=f"BK{number[-8:]}"
        )
    _refunded(shopper, number, tongue)
    shopper.look(f"refunded-{gateway}")
    assert shopper.complaints == []


def _paid(house, browser, shopper: Shopper, number: str, gateway: str) -> None:
    """On the simulated phone; or two operators say that the money is on the account."""
    if gateway == "bank":
        due = re.search(r"\d+\.\d\d", shopper.page.locator(".pay-sum").inner_text())
        assert due
        answers = {"amount": due.group(), "payer": "某某有限公司", "bank_reference": f"IN{number[-8:]}"}
        Operator(browser, house).press("payments/payment", number, "enter-receipt", **answers)
        Operator(browser, house, SECOND).press("payments/bankreceipt", number, "confirm")
    else:
        shopper.pay_on_the_phone()
    shopper.page.wait_for_url(re.compile(rf"/me/orders/{number}"), timeout=60_000)


def _refunded(shopper: Shopper, number: str, tongue: str) -> None:
    for _ in range(90):
        shopper.go(f"/me/orders/{number}")
        if REFUNDED[tongue] in shopper.page.inner_text("main"):
            break
        shopper.page.wait_for_timeout(1000)
    expect(shopper.page.locator("main")).to_contain_text(REFUNDED[tongue])
