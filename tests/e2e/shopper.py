"""A person at a screen: what shoppers do, said once for every journey."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from local.paths import CHECKOUT
from tests.e2e.house import House

PICTURES = CHECKOUT / "var" / "journey"
WORDS = {
    "zh": {
        "add": "加入购物车",
        "place": "提交订单",
        "signed": "已签收",
        "released": "海关已放行",
        "correct": "修改实名信息",
    },
    "en": {
        "add": "Add to cart",
        "place": "Place the order",
        "signed": "Signed for",
        "released": "Released by customs",
        "correct": "Correct the identity",
    },
}
NUMBERS = {"zh": "11010519491231002X", "en": "440106199003071231"}


class Shopper:
    """A person at a screen; whatever the browser complains of is kept in `complaints`."""

    def __init__(
        self, browser: Any, house: House, tongue: str, scripts: bool = True, mall: str = "harbor"
    ) -> None:
        self.scripts = scripts
        self.context = browser.new_context(
            viewport={"width": 1280, "height": 900}, java_script_enabled=scripts
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.words, self.tongue = WORDS[tongue], tongue
        self.base = f"http://{mall}.localhost:{house.port}" + ("" if tongue == "zh" else "/en")
        self.complaints: list[str] = []
        self.page.on("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)
        self.page.on("requestfailed", self._failed)

    def _failed(self, request: Any) -> None:
        """A picture that is still loading when the person goes on is given up by the browser itself."""
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"{request.failure}: {request.url}")

    def go(self, path: str) -> None:
        self.page.goto(self.base + path)

    def look(self, name: str) -> None:
        if not self.scripts:
            return  # a picture waits for the page's own scripts
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=str(PICTURES / f"{self.tongue}-{name}.png"), full_page=True)

    def register(self, login: str) -> None:
        self.go("/register")
        self.page.fill("input[name=username]", login)
        self.page.fill("input[name=password1]", "correct horse battery")
        self.page.press("input[name=password1]", "Enter")
        self.page.wait_for_url(re.compile(r"/(en/?)?$"))

    def choose(self) -> None:
        self.go("/")
        self.look("home")
        self.page.click('a[href*="/p/"] >> nth=0')
        self.look("product")
        self.page.locator(f'button:has-text("{self.words["add"]}"):visible').first.click()
        if not self.scripts:  # the small page between a public page and the cart
            self.page.wait_for_url(re.compile(r"/cart/confirm"))
            self.page.locator(f'button:has-text("{self.words["add"]}"):visible').first.click()
            self.page.wait_for_url(re.compile(r"/cart$"))

    def chooses(self, product: str, at: str = "/") -> None:
        """From the front page or another shelf, and waits until the cart has it."""
        self.go(at)
        self.page.locator(f'main a[href$="-{product}"]').first.click()
        with self.page.expect_response(
            lambda answer: "/cart" in answer.url and answer.request.method == "POST"
        ):
            self.page.locator(f'button:has-text("{self.words["add"]}"):visible').first.click()

    def chooses_to_pay(self, way: str) -> None:
        self.page.locator(f'button[name=way][value="{way}"]').click()
        self.page.wait_for_load_state()
        expect(self.page.locator(f'button[name=way][value="{way}"]')).to_have_attribute(
            "aria-pressed", "true"
        )

    def asks_for_money_back(self, number: str) -> None:
        """Damaged, without sending anything back, in two steps."""
        self.go(f"/me/orders/{number}/aftersale/1")
        self.page.check("input[name=kind][value=refund]")
        for field in self.page.locator("input[name^=pieces-]").all():
            field.fill(field.get_attribute("max") or "1")
        self.page.select_option("select[name=reason]", "damaged")
        self.page.locator("main form button.btn-buy").click()
        self.page.fill("textarea[name=words]", "破损")
        self.look("aftersale")
        self.page.locator("main form button[name=confirm]").click()
        self.page.wait_for_url(re.compile(r"/me/aftersale/"))

    def check_out(self, name: str = "张三", *, known: bool = False, abroad: bool = True) -> str:
        """Fill in address, orderer and consent as somebody new does. Returns the order's number.

        `known`: address and orderer are kept from an order before; `abroad`: customs wants to know who orders.
        """
        self.go("/checkout")
        page = self.page
        values = {} if known else {
            "name": "张三", "phone": "13800138000", "province": "浙江省", "city": "杭州市", "district": "西湖区",
            "detail": "文三路1号", "real_name": name, "id_number": NUMBERS[self.tongue],
        }  # fmt: skip
        for field, value in values.items():
            page.fill(f"[name={field}]", value)
        for field in ([] if known else ["consent"]) + (["notice"] if abroad else []):
            page.check(f"input[name={field}]")
        self.look("checkout")
        page.locator(f'button:has-text("{self.words["place"]}"):visible').first.click()
        page.wait_for_url(re.compile(r"/pay/\d+"))
        self.look("pay")
        return page.url.rstrip("/").rpartition("/")[2]

    def pay_on_the_phone(self) -> None:
        address = self.page.locator('a[href*="127.0.0.1"]').first.get_attribute("href")
        phone = self.context.new_page()
        phone.goto(address or "")
        phone.click("button.go")  # the tab stays open: closing it has hung the browser

    def sees(self, number: str, words: str) -> None:
        """The order page says it, sooner or later, without being reloaded by hand where scripts run."""
        self.go(f"/me/orders/{number}")
        if self.scripts:
            expect(self.page.locator("main")).to_contain_text(words, timeout=60_000)
        else:
            self.asks_until(number, words)

    def asks_until(self, number: str, words: str) -> None:
        """The page is asked again, as by the link "Look again", until it says so."""
        for _ in range(60):
            if words in self.page.inner_text("main"):
                return
            self.page.wait_for_timeout(1000)
            self.go(f"/me/orders/{number}")
        pytest.fail(f"the order never said {words}: {self.page.inner_text('main')[:800]}")

    def corrects(self, number: str, name: str) -> None:
        """Another name and number for the orderer, as customs asked."""
        self.go(f"/me/orders/{number}/identity")
        self.look("identity")
        for choice in self.page.locator("input[name=identity][value=new]").all():
            choice.check()
        self.page.fill("[name=real_name]", name)
        self.page.fill("[name=id_number]", NUMBERS[self.tongue])
        self.page.check("input[name=consent]")
        self.page.locator("main form button.btn-buy").click()
        self.page.wait_for_url(re.compile(rf"/me/orders/{number}/?$"))


def reached(shopper: Shopper, number: str, word: str) -> None:
    """The last step stands as done: the page is asked again until it does."""
    for _ in range(60):
        shopper.go(f"/me/orders/{number}")
        done = shopper.page.locator("main li.step-done")
        if any(shopper.words[word] in text for text in done.all_inner_texts()):
            return
        shopper.page.wait_for_timeout(1000)
    pytest.fail(f"the order never became {word}: {shopper.page.inner_text('main')[:800]}")
