"""A person who has everything: signed in, a cart, orders in every state; and the list of all screens."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page

from tests.e2e.house import House
from tests.e2e.screens.eye import Complaints

LOGIN, PASSWORD = "13800138000", "crossport-demo"
# Whose cart the walk does not leave over the limit of one order.
ANOTHER = "13900139000"
PUBLIC = (
    "/", "/c", "/c/beauty", "/search?q=odd", "/search?q=nothing-like-it", "/channel/bonded", "/channel/direct",
    "/country/jp", "/notice/cbec", "/licence", "/offline", "/history", "/not-there", "/login",
    "/login/code", "/register", "/track",
)  # fmt: skip
PERSONAL = (
    "/me", "/me/addresses", "/me/addresses/new", "/me/identities", "/me/favourites", "/me/history", "/me/messages",
    "/me/orders", "/me/orders?tab=placed", "/me/orders?tab=expired",
)  # fmt: skip

Screen = tuple[str, str]
"""Its name and its path."""


class Walker:
    """One browser window in one language at one mall."""

    def __init__(self, browser: Any, house: House, tongue: str, mall: str = "harbor", **options: Any) -> None:
        self.context = browser.new_context(**({"viewport": {"width": 1440, "height": 900}} | options))
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.base = f"http://{mall}.localhost:{house.port}" + ("" if tongue == "zh" else "/en")
        self.tongue, self.complaints = tongue, Complaints(self.page)
        self._awaited: set[Any] = set()
        self.page.on("request", lambda request: self._awaited.add(request))
        self.page.on("requestfinished", lambda request: self._awaited.discard(request))
        self.page.on("requestfailed", lambda request: self._awaited.discard(request))

    def go(self, path: str) -> None:
        self._awaited.clear()  # what the page before still asked for is not this one's
        self.page.goto(self.base + path)

    def settle(self) -> None:
        """Until every request has its answer, and none follows within two frames."""
        quiet, deadline = 0, time.monotonic() + 20
        while quiet < 2:
            self.page.evaluate("new Promise(requestAnimationFrame)")
            quiet = 0 if self._awaited else quiet + 1
            assert time.monotonic() < deadline, [request.url for request in self._awaited]

    def sign_in(self) -> None:
        self.go("/login")
        self.page.fill("main input[name=login]", LOGIN)
        self.page.fill("main input[name=password]", PASSWORD)
        self.page.press("main input[name=password]", "Enter")
        self.page.wait_for_url(re.compile(r"/(en/?)?$"))

    def links(self, path: str, like: str) -> list[str]:
        """Addresses on the page that match, without the language, each once."""
        self.go(path)
        found = self.page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
        bare = [re.sub(r"^/en(?=/)", "", link) for link in found]
        return list(dict.fromkeys(link for link in bare if re.search(like, link)))

    def put(self, product: str, quantity: int) -> None:
        """So many pieces of the product into the cart, by its own page."""
        self.go(product)
        self.page.fill("#quantity", str(quantity))
        with self.page.expect_response(re.compile("/cart/add$")):
            self.page.locator("[data-add]:visible").first.click()

    def close(self) -> None:
        self.context.close()


def guest(walker: Walker) -> Iterator[Screen]:
    """Every screen of somebody unknown."""
    yield from ((_name(path), path) for path in PUBLIC)
    yield "cart-empty", "/cart"
    goods = walker.links("/search?sort=price", r"^/p/\d+-")
    first = _first(goods)
    yield "product", first
    yield from ((f"product-{link.rpartition('-')[2]}", link) for link in goods if "odd" in link)
    yield from (("shop", link) for link in walker.links(first, r"^/shop/"))
    yield from (("help", link) for link in walker.links("/", r"^/help/")[:1])
    walker.go(first)
    sku = walker.page.locator("input[name=sku]").first.get_attribute("value")
    yield "cart-confirm", f"/cart/confirm?sku={sku}&quantity=2"
    yield "cart-confirm-gone", "/cart/confirm?sku=999999999"


def member(walker: Walker) -> Iterator[Screen]:
    """Every screen that asks who one is; the walker signs in, and fills its cart on the way."""
    walker.sign_in()
    yield from ((_name(path), path) for path in PERSONAL)
    yield from _orders(walker)
    goods = walker.links("/search?sort=price", r"^/p/\d+-")
    walker.put(next(link for link in goods if "niacinamide" in link), 20)
    yield "cart-split", "/cart"
    assert walker.page.locator("form[action$='/cart/split']").count() == 1
    yield "checkout-split", "/checkout?split=1"
    walker.put(_first(goods), 1)
    yield "favourites-add", f"/me/favourites?product={re.findall(r'[0-9]+', _first(goods))[0]}"


# Who walks, and how many screens there are at least.
LEGS = {"guest": (guest, 27), "member": (member, 21)}


def _first(goods: list[str]) -> str:
    return next(link for link in goods if "odd" not in link)


def _orders(walker: Walker) -> Iterator[Screen]:
    """An order of each state there is, its parcel, its payment, and the identity to be mended."""
    found = walker.links("/me/orders", r"^/me/orders/\d+$")
    assert len(found) >= 3, found
    yield from ((f"order-{place}", link) for place, link in enumerate(found))
    yield "track", f"{found[0]}/track"
    for link in found:
        if traced := walker.links(link, r"^/trace/"):
            yield "trace", traced[0]
            yield "parcel", traced[0].replace("/trace/", "/track/")
            break
    for link in found:
        if mend := walker.links(link, r"/identity$"):
            yield "order-identity", mend[0]
            break
    yield from (("pay", link) for link in walker.links("/me/orders?tab=placed", r"^/pay/")[:1])


def _name(path: str) -> str:
    return re.sub(r"\W+", "-", path).strip("-") or "home"
