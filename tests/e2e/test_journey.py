"""The whole journey in a real browser against real processes: from the shelf to customs and to the door."""

from __future__ import annotations

import pytest
import requests

from tests.e2e.shopper import Shopper

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


def reached(shopper: Shopper, number: str, word: str) -> None:
    """The last step stands as done: the page is asked again until it does."""
    for _ in range(60):
        shopper.go(f"/me/orders/{number}")
        done = shopper.page.locator("main li.step-done")
        if any(shopper.words[word] in text for text in done.all_inner_texts()):
            return
        shopper.page.wait_for_timeout(1000)
    pytest.fail(f"the order never became {word}: {shopper.page.inner_text('main')[:800]}")
