"""Choosing value by value in a real browser: what is sold out is said, and the nearest that is there is taken."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.shopper import Shopper

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.timeout(280, func_only=True)]
WORDS = {
    "zh": ("清爽型", "滋润型", "100ml", "200ml", "该组合已售罄，已为您选择最接近的有货规格。"),
    "en": (
        "Light", "Rich", "100 ml", "200 ml",
        "This combination is sold out. The nearest one in stock is chosen.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("tongue", ["zh", "en"])
def test_a_sold_out_combination_is_said_and_the_nearest_one_chosen(house, browser, tongue):
    """A toner, light or rich, in two sizes: the large rich one is sold out."""
    light, rich, small, large, says = WORDS[tongue]
    shopper = Shopper(browser, house, tongue)
    shopper.go("/")
    page = shopper.page
    page.goto(
        shopper.base
        + str(page.locator('main a[href$="-hb-003"]').first.get_attribute("href")).removeprefix("/en")
    )
    picks, toast = page.locator("[data-variants]"), page.locator("#toast")
    expect(picks).to_be_visible()
    expect(page.locator("[data-flat]")).to_be_hidden()

    def chosen() -> str:
        return page.locator("input[name=sku]:checked").evaluate("radio => radio.parentNode.textContent")

    def press(value: str) -> None:
        picks.get_by_role("button", name=value, exact=True).click()

    press(rich)
    press(small)
    assert f"{rich} / {small}" in chosen() and toast.inner_text() == ""
    press(large)
    assert f"{light} / {large}" in chosen()
    expect(toast).to_have_text(says)
    expect(picks.get_by_role("button", name=light, exact=True)).to_have_attribute("aria-pressed", "true")
    assert shopper.complaints == []
