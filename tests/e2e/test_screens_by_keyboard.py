"""Somebody without a mouse buys: Tab, Space and Enter alone, from the home page to a paid order."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.screens.walk import ANOTHER, PASSWORD, Walker

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.timeout(280, func_only=True)]

MOST_TABS = 120
# Where the focus is: what it matches, and whether the person sees it (WCAG 2.4.11: not hidden by a bar).
FOCUS = """selector => {
  const node = document.activeElement, box = node.getBoundingClientRect();
  const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const label = node.closest("label");
  const shown = box.width && (node.contains(at) || at?.contains(node) || label?.contains(at));
  const ring = getComputedStyle(node).outlineStyle !== "none" ||
    [...document.querySelectorAll(":has(:focus-visible)")].some((up) => getComputedStyle(up).outlineStyle !== "none");
  return {matches: node.matches(selector), shown: Boolean(shown), ring, what: node.outerHTML.slice(0, 120)};
}"""


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on what is asked for; it must be seen there, with a ring round it."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS, selector)
        if focus["matches"]:
            assert focus["shown"], f"hidden: {focus['what']}"
            assert focus["ring"], f"no ring: {focus['what']}"
            return
    pytest.fail(f"the keyboard does not reach {selector}; it ended at {focus['what']}")


@pytest.mark.parametrize(("tongue", "width"), [("zh", 1280), ("en", 390)])
def test_the_keyboard_alone_can_buy(house, browser, tongue, width):
    walker = Walker(browser, house, tongue, viewport={"width": width, "height": 900})
    page = walker.page
    walker.go("/login")
    tab_to(page, "input[name=login]")
    page.keyboard.type(ANOTHER)
    tab_to(page, "input[name=password]")
    page.keyboard.type(PASSWORD)
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/(en/?)?$"))
    tab_to(page, ".card-title a")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/p/\d+-"))
    tab_to(page, "button[data-add]")
    with page.expect_response(re.compile("/cart/add$")):
        page.keyboard.press("Enter")
    walker.go("/")
    tab_to(page, "a[href$='/cart']")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/cart$"))
    tab_to(page, "a[href$='/checkout']")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/checkout"))
    tab_to(page, "input[name=notice]")
    page.keyboard.press("Space")
    tab_to(page, "#checkout button.btn-buy, button[form=checkout]")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/pay/\d+"))
    tab_to(page, "a.btn-buy[target=_blank]")
    with walker.context.expect_page() as opened:
        page.keyboard.press("Enter")
    phone = opened.value
    phone.wait_for_load_state()
    phone.locator("button.go").focus()
    with phone.expect_navigation():
        phone.keyboard.press("Enter")
    phone.close()
    page.wait_for_url(re.compile(r"/me/orders/\d+"), timeout=60_000)
    expect(page.locator(".step-done")).not_to_have_count(0)
    assert walker.complaints.taken() == []
    walker.close()


def test_a_button_that_the_keyboard_cannot_reach_is_noticed(house, browser):
    """The control: the same search for a link that was taken out of the order of Tab."""
    walker = Walker(browser, house, "en", viewport={"width": 1280, "height": 900})
    walker.go("/licence")
    walker.page.evaluate("document.querySelectorAll('.lang').forEach(node => { node.tabIndex = -1 })")
    with pytest.raises(pytest.fail.Exception, match="does not reach"):
        tab_to(walker.page, ".lang")
    walker.page.reload()
    tab_to(walker.page, ".lang")
    walker.close()
