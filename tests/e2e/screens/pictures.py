"""The pictures of the README, taken from a running demo: `python -m tests.e2e.screens.pictures 8000`.

Nothing is posed: the shopper of the demo signs in, puts two handbags into the cart, opens an order that waits.
"""

from __future__ import annotations

import io
import re
import sys

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from local.paths import CHECKOUT
from tests import machine

INTO = CHECKOUT / "docs" / "pictures"
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 4 / 3}
DESKTOP = {"viewport": {"width": 1280, "height": 860}}
PASSWORD = "crossport-demo"


def opened(browser: Browser, port: str, mall: str, size: dict[str, object], login: str = "") -> Page:
    context = browser.new_context(base_url=f"http://{mall}.localhost:{port}", locale="zh-CN", **size)
    page = context.new_page()
    if login:
        page.goto("/login")
        page.fill("main input[name=login]", login)
        page.fill("main input[name=password]", PASSWORD)
        page.press("main input[name=password]", "Enter")
        page.wait_for_url(re.compile(r"/$"))
    return page


def keep(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    Image.open(io.BytesIO(page.screenshot())).convert("RGB").save(INTO / f"{name}.webp", quality=82, method=6)


def links(page: Page, path: str, like: str) -> list[str]:
    page.goto(path)
    found = page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
    return [link for link in dict.fromkeys(found) if re.search(like, link)]


def take(browser: Browser, port: str) -> None:
    for name, size in (("home-desktop", DESKTOP), ("home-phone", PHONE)):
        page = opened(browser, port, "harbor", size)
        page.goto("/")
        keep(page, name)
    page.goto(links(page, "/c/beauty", r"^/p/\d+-")[0])
    page.locator("[popovertarget=tax]:visible").first.click()
    keep(page, "tax-phone")
    page = opened(browser, port, "meridian", PHONE, "13900139000")
    page.goto(next(link for link in links(page, "/search?q=手提包", r"^/p/\d+-")))
    page.wait_for_load_state("networkidle")  # the button adds in place once its script is there
    page.fill("#quantity", "2")
    with page.expect_response(re.compile("/cart/add$")):
        page.locator("[data-add]:visible").first.click()
    page.goto("/cart")
    keep(page, "cart-phone")
    page = opened(browser, port, "harbor", PHONE, "13800138000")
    for order in links(page, "/me/orders", r"^/me/orders/\d+$"):
        if links(page, order, r"^/me/orders/\d+/identity$"):
            break
    keep(page, "order-phone")


if __name__ == "__main__":
    with sync_playwright() as playwright:
        take(
            playwright.chromium.launch(executable_path=machine.browser(), args=["--no-sandbox"]), sys.argv[1]
        )
