"""The whole journey in a real browser against real processes: from the shelf to customs and to the door."""

from __future__ import annotations

import re

import pytest
import requests

from tests.e2e import desk
from tests.e2e.shopper import Shopper, reached

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.timeout(280, func_only=True)]


@pytest.mark.parametrize("tongue", ["zh", "en"])
def test_from_the_shelf_to_the_door(house, browser, tongue):
    shopper = Shopper(browser, house, tongue)
    shopper.register("13700137000" if tongue == "zh" else "13600136000")
    shopper.choose()
    shopper.page.wait_for_timeout(500)
    number = shopper.check_out()
    shopper.pay_on_the_phone()
    shopper.sees(number, shopper.words["released"])
    reached(shopper, number, "signed")
    shopper.look("order")
    assert shopper.complaints == []


@pytest.mark.parametrize("tongue", ["zh", "en"])
def test_the_same_without_a_script(house, browser, tongue):
    shopper = Shopper(browser, house, tongue, scripts=False)
    shopper.register("13500135000" if tongue == "zh" else "13400134000")
    shopper.choose()
    number = shopper.check_out()
    shopper.pay_on_the_phone()
    shopper.sees(number, shopper.words["released"])
    reached(shopper, number, "signed")


@pytest.mark.parametrize("tongue", ["zh", "en"])
def test_a_name_that_customs_refused_is_corrected_by_the_shopper(house, browser, tongue):
    wrong, right = ("李四四", "李四") if tongue == "zh" else ("王五五", "王五")
    fate = {"name": wrong, "fate": "reject:1312:订购人身份信息与支付人不符"}
    sent = requests.post(f"{house.environment['CUSTOMS_SIMULATOR_URL']}/_sim/fates", json=fate, timeout=5)
    assert sent.ok
    shopper = Shopper(browser, house, tongue)
    shopper.register("13300133000" if tongue == "zh" else "13200132000")
    shopper.choose()
    shopper.page.wait_for_timeout(500)
    number = shopper.check_out(name=wrong)
    shopper.pay_on_the_phone()
    shopper.sees(number, shopper.words["correct"])
    shopper.look("refused")
    shopper.corrects(number, right)
    shopper.sees(number, shopper.words["released"])
    assert shopper.complaints == []


WAYS = {"wechat": "wechat-qr", "alipay": "alipay-qr", "bank": "bank-transfer"}
REFUNDED = {"zh": "已退款", "en": "Refunded"}


@pytest.mark.parametrize("tongue", ["zh", "en"])
def test_from_the_cart_to_the_refund_at_every_gateway(house, bazaar, browser, tongue):
    """One person buys at each; the parcels travel at once, and each order is taken back when it has come."""
    shopper = Shopper(browser, house, tongue, mall=desk.MALL)
    shopper.register("13100131000" if tongue == "zh" else "13000130000")
    first, second = desk.Operator(browser, house), desk.Operator(browser, house, desk.SECOND)
    numbers = {gateway: bought(shopper, gateway, first, second) for gateway in WAYS}
    for gateway, number in numbers.items():
        reached(shopper, number, "signed")
        shopper.asks_for_money_back(number)
        first.press("aftersale/request", number, "approve")
        if gateway == "bank":
            first.press("payments/refund", number, "sent-by-bank", bank_reference=f"BK{number[-8:]}")
    for gateway, number in numbers.items():
        shopper.go(f"/me/orders/{number}")
        shopper.asks_until(number, REFUNDED[tongue])
        shopper.look(f"refunded-{gateway}")
    assert shopper.complaints == []
    first.close()
    second.close()


def bought(shopper: Shopper, gateway: str, first: desk.Operator, second: desk.Operator) -> str:
    """The number of a paid order: paid on the simulated phone, or found on the account by two operators."""
    abroad = gateway != "bank"  # a bank declares no payment to customs
    shopper.chooses(desk.CLEARED if abroad else desk.PLAIN)
    number = shopper.check_out(known=gateway != "wechat", abroad=abroad)
    shopper.chooses_to_pay(WAYS[gateway])
    shopper.look(f"pay-{gateway}")
    if abroad:
        shopper.pay_on_the_phone()
    else:
        due = re.search(r"\d+\.\d\d", shopper.page.locator(".pay-sum").inner_text())
        assert due
        answers = {"amount": due.group(), "payer": "某某有限公司", "bank_reference": f"IN{number[-8:]}"}
        first.press("payments/payment", number, "enter-receipt", **answers)
        second.press("payments/bankreceipt", number, "confirm")
    shopper.page.wait_for_url(re.compile(rf"/me/orders/{number}"), timeout=60_000)
    return number
