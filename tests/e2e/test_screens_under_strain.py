"""A poor network, no pictures, WeChat's own browser, hostile words: still usable; and how much a page weighs."""

from __future__ import annotations

import gzip
import re

import pytest
from playwright.sync_api import Response, expect

from tests.e2e.screens import eye
from tests.e2e.screens.walk import Walker

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.timeout(280, func_only=True)]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
WECHAT = (
    "Mozilla/5.0 (Linux; Android 13; M2012K11AC Build/TKQ1.220829.002; wv) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36 XWEB/1160065 MMWEBSDK/20231202 MicroMessenger/8.0.47.2560"
    "(0x28002F30) WeChat/arm64 Weixin NetType/WIFI Language/zh_CN ABI/arm64"
)
# Kilobytes as they travel (compressed); pictures are those of the first view at twice the density of a phone.
BUDGET = {"document": 60, "stylesheet": 30, "script": 80, "image": 300}


def _product(walker: Walker) -> str:
    return next(link for link in walker.links("/search?sort=price", r"^/p/\d+-") if "odd" not in link)


def _buys(walker: Walker) -> None:
    walker.go(_product(walker))
    with walker.page.expect_response(re.compile("/cart/add$")) as answer:
        walker.page.locator("[data-add]:visible").first.click()
    assert answer.value.ok
    walker.go("/cart")
    expect(walker.page.locator(".line")).not_to_have_count(0)


def test_on_a_slow_phone_network(house, browser):
    """400 kbit/s with 300 ms of delay: what one reads and presses does not wait for pictures."""
    walker = Walker(browser, house, "zh", **PHONE)
    session = walker.context.new_cdp_session(walker.page)
    session.send("Network.enable")
    slow = {"offline": False, "latency": 300, "downloadThroughput": 50_000, "uploadThroughput": 20_000}
    session.send("Network.emulateNetworkConditions", slow)
    walker.page.goto(walker.base + "/", wait_until="domcontentloaded")
    expect(walker.page.locator(".card-title").first).to_be_visible()
    walker.page.goto(walker.base + _product(walker), wait_until="domcontentloaded")
    walker.page.locator("[data-add]:visible").first.click()
    # Pressed before the scripts have come, the key leads to the small page for those without them.
    said = walker.page.locator("#toast a, main form[action$='/cart/add'] button.btn-buy")
    said.first.wait_for()
    said.first.click()
    walker.page.wait_for_url(re.compile(r"/cart$"))
    expect(walker.page.locator(".line")).not_to_have_count(0)
    assert walker.complaints.taken() == []
    walker.close()


def test_without_a_single_picture(house, browser):
    walker = Walker(browser, house, "en", **PHONE)
    walker.page.route("**/media/**", lambda route: route.fulfill(status=404, body=""))
    for path in ("/", "/c/beauty", _product(walker)):
        walker.go(path)
        walker.page.wait_for_load_state("networkidle")
        assert [fault for fault in eye.layout(walker.page) if fault[0] != "picture does not load"] == []
    walker.close()


def test_in_wechats_own_browser(house, browser):
    walker = Walker(browser, house, "zh", user_agent=WECHAT, **PHONE)
    _buys(walker)
    for path in ("/", "/cart", "/login"):
        walker.go(path)
        assert eye.layout(walker.page) == []
    assert walker.complaints.taken() == []
    walker.close()


def test_hostile_words_stay_words(house, browser):
    walker = Walker(browser, house, "zh", **PHONE)
    for link in walker.links("/search?q=odd", r"^/p/\d+-odd"):
        walker.go(link)
        walker.page.wait_for_load_state("networkidle")
        assert walker.page.title() != "taken"
        assert walker.page.locator("main script, main img[onerror]").count() == 0
    assert walker.page.locator("h1").count() == 1
    assert walker.complaints.taken() == []
    walker.close()


def test_an_arabic_title_is_written_from_the_right(house, browser):
    walker = Walker(browser, house, "zh", **PHONE)
    walker.go(next(link for link in walker.links("/search?q=odd", r"odd-arabic")))
    title = walker.page.locator("h1")
    assert title.evaluate("node => getComputedStyle(node).direction") == "rtl"
    assert walker.page.evaluate("document.documentElement.dir || 'ltr'") == "ltr"
    walker.close()


@pytest.mark.parametrize("path", ["/", "/c/beauty", "product", "/cart"])
def test_pages_stay_within_their_weight(house, browser, path):
    walker = Walker(browser, house, "zh", device_scale_factor=2, **PHONE)
    if path == "/cart":
        _buys(walker)
    where = _product(walker) if path == "product" else path
    weights = _weighed(walker, where)
    walker.close()
    assert weights["document"] > 0
    over = {kind: weights[kind] for kind in BUDGET if weights[kind] > BUDGET[kind]}
    assert not over, weights


def test_a_heavy_page_is_noticed(house, browser):
    """The control: the same page with a style sheet that does not compress."""
    walker = Walker(browser, house, "zh", **PHONE)
    heavy = "".join(f"/*{n * 7919 % 1_000_003:x}{n * n:x}*/" for n in range(12_000))
    walker.page.route("**/theme.css", lambda route: route.fulfill(body=heavy, content_type="text/css"))
    assert _weighed(walker, "/licence")["stylesheet"] > BUDGET["stylesheet"]
    walker.close()


def _weighed(walker: Walker, path: str) -> dict[str, float]:
    """Kilobytes by kind of what one cold load brings, text as gzip would send it."""
    session = walker.context.new_cdp_session(walker.page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    heard: list[Response] = []
    walker.page.on("response", lambda response: heard.append(response))
    walker.go(path)
    walker.page.wait_for_load_state("networkidle")
    weights = dict.fromkeys(BUDGET, 0.0)
    for response in heard:
        kind = response.request.resource_type
        if kind in weights and response.ok:
            weights[kind] += _sent(kind, response.body()) / 1000
    return weights


def _sent(kind: str, body: bytes) -> int:
    return len(body) if kind == "image" and b"<svg" not in body[:200] else len(gzip.compress(body, 6))
