"""The mall's side of a journey: a mall whose shelves no other walk touches, and an operator at its admin."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from tests.e2e.house import House

MALL, SECOND, PASSWORD = "meridian", "operator2", "crossport-demo"
PLAIN, CLEARED = "duty-paid", "to-be-cleared"


def plant() -> None:
    """Run inside the house: the mall, a second operator, and two goods: one cleared long ago, one to be cleared."""
    from django.utils import timezone

    from accounts.models import User
    from accounts.services import give_membership
    from catalog.models import Product
    from demo.clock import Clock
    from demo.seeding import seed
    from tenancy.models import Mall
    from tenancy.scope import Actor, in_mall

    seed(clock=Clock(timezone.now()), most_goods=1, with_orders=False, say=str, codes=[MALL])
    mall = Mall.objects.get(code=MALL)
    second = User.objects.create_superuser(SECOND, PASSWORD, display_name="复核")
    give_membership(user_id=second.pk, mall_id=mall.pk)
    with in_mall(mall.pk, actor=Actor.staff()):
        like = Product.objects.order_by("position").first()
        assert like is not None
        _good(like, PLAIN, "general", {"zh-hans": "已完税商品", "en": "Duty-paid goods"})
        _good(like, CLEARED, like.mode, {"zh-hans": "待清关商品", "en": "Goods to be cleared"})


def _good(like: Any, code: str, mode: str, title: dict[str, str]) -> None:
    from django.utils import timezone

    from catalog.inventory.services import receive
    from catalog.models import TradeProfile
    from catalog.services.keep import ProductFields, SkuFields, keep_product, keep_sku, keep_trade_profile
    from catalog.services.states import change_state
    from tests.e2e.screens.odd import facts

    now = timezone.now()
    product_id = keep_product(
        fields=ProductFields(
            code=code, slug=code, supplier_id=like.supplier_id, category_id=like.category_id,
            warehouse_id=like.warehouse_id, mode=mode, brand={"zh-hans": "试牌", "en": "Testa"}, title=title,
            origin=like.origin, subtitle=title, description=title, position=901,
        )
    )  # fmt: skip
    sku_id = keep_sku(
        product_id=product_id, fields=SkuFields(code=code, price=Decimal("100.00"), option=title), now=now
    )
    profile = TradeProfile.objects.filter(sku__product=like).first()
    assert profile is not None
    keep_trade_profile(sku_id=sku_id, facts=facts(profile))
    receive(sku_id=sku_id, warehouse_id=like.warehouse_id, quantity=50, reference="opening", now=now)
    change_state(product_id=product_id, state="listed", now=now)


class Operator:
    """At the admin, by its own pages: finds a row by its number and presses one of its buttons."""

    def __init__(self, browser: Any, house: House, login: str = "operator") -> None:
        self.page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        self.page.set_default_timeout(30_000)
        self.base = f"http://{MALL}.localhost:{house.port}/admin"
        self.page.goto(f"{self.base}/")
        self.page.fill("input[name=username]", login)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.press("input[name=password]", "Enter")
        self.page.wait_for_url(re.compile(r"/admin/?$"))

    def press(self, model: str, number: str, button: str, /, **answers: str) -> None:
        """`model`: app/model; `number`: what the list is searched for; `button`: the address of the action."""
        self.page.goto(f"{self.base}/{model}/{self._key(model, number)}/{button}/")
        for name, value in answers.items():
            self.page.fill(f"[name={name}]", value)
        form = self.page.locator("form:has(input[name=_form_submitted])").last
        form.locator("button[type=submit], input[type=submit]").last.click()
        self.page.wait_for_url(re.compile(r"/change/"))

    def ticks(self, model: str, number: str, field: str) -> None:
        """A box on the row's own form, and saves it."""
        self.page.goto(f"{self.base}/{model}/{self._key(model, number)}/change/")
        self.page.check(f"input[name={field}]")
        self.page.locator("[name=_save]").first.click()
        self.page.wait_for_url(re.compile(rf"/{model}/(\?.*)?$"))

    def _key(self, model: str, number: str) -> str:
        self.page.goto(f"{self.base}/{model}/?q={number}")
        link = self.page.locator("#result_list a[href*='/change/']").first.get_attribute("href") or ""
        key = re.search(r"/(\d+)/change", link)
        assert key, self.page.inner_text("body")[:600]
        return key.group(1)

    def close(self) -> None:
        self.page.context.close()
