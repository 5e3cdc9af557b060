"""Every screen in both languages: nothing cut, nothing that axe finds, no complaint.

Chinese is walked on a phone, English on a desk, and what matters most is looked at in both at 320 px (what 1280 px are
at 400 % zoom) and 820 px too. `SCREENS=all` walks every screen in both languages at all four widths, each by axe, and
leaves a picture of each under var/screens; else only what is found at fault is photographed.
"""

from __future__ import annotations

import os

import pytest

from tests.e2e.screens import eye
from tests.e2e.screens.walk import LEGS, Walker

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.timeout(280, func_only=True)]

SIZES = {320: 568, 390: 844, 820: 1180, 1440: 900}
EVERYTHING = os.environ.get("SCREENS") == "all"
AT = {"zh": (390,), "en": (1440,)}
KEY = {
    "guest": {"home", "c-beauty", "product", "product-long"},
    "member": {"cart-split", "checkout-split", "me-orders", "order-0", "pay"},
}


def widths(tongue: str, *, key: bool) -> tuple[int, ...]:
    if EVERYTHING:
        return tuple(SIZES)
    return (*AT[tongue], 320, 820) if key else AT[tongue]


@pytest.mark.parametrize("tongue", ["zh", "en"])
@pytest.mark.parametrize("leg", LEGS)
def test_every_screen(house, browser, leg, tongue):
    size = {"width": AT[tongue][0], "height": SIZES[AT[tongue][0]]}
    walker, faults, seen = Walker(browser, house, tongue, viewport=size), [], set()
    screens, least = LEGS[leg]
    for name, path in screens(walker):
        walker.go(path)
        for width in widths(tongue, key=name in KEY[leg]):
            faults += [(name, width, *fault) for fault in looked_at(walker, name, width)]
        walker.page.set_viewport_size(size)
        faults += [(name, text) for text in walker.complaints.taken(but=walker.page.url)]
        seen.add(name)
    walker.close()
    assert not faults, "\n".join(map(str, faults))
    assert len(seen) >= least and seen >= KEY[leg], sorted(seen)


def looked_at(walker: Walker, name: str, width: int) -> list[list[str]]:
    """What is wrong with the page as it stands, at this width."""
    walker.page.set_viewport_size({"width": width, "height": SIZES[width]})
    walker.settle()
    found = [*eye.layout(walker.page), *([line] for line in eye.axe(walker.page))]
    if EVERYTHING or found:
        eye.photograph(walker.page, f"{walker.tongue}-{width}-{name}")
    return found


DEFECTS = {
    "page is wider than the screen": "<p style='width:3000px'>x</p>",
    "outside the screen": "<div style='position:absolute;left:-90px;top:0;width:60px;height:20px'>x</div>",
    "text is wider than its box": "<p style='width:40px;overflow:hidden;white-space:nowrap'>a text that is cut</p>",
    "text is cut below": "<p style='width:80px;height:12px;overflow:hidden'>a text that is cut below its box</p>",
    "picture does not load": "<img src='/media/none.webp' alt='' width='9' height='9'>",
}


@pytest.mark.parametrize("rule", DEFECTS)
def test_a_planted_defect_is_seen(house, browser, rule):
    walker = Walker(browser, house, "en", viewport={"width": 390, "height": 844}, bypass_csp=True)
    walker.go("/licence")
    assert eye.layout(walker.page) == []
    walker.page.evaluate(
        "html => document.querySelector('main').insertAdjacentHTML('beforeend', html)", DEFECTS[rule]
    )
    walker.page.wait_for_load_state("networkidle")
    assert rule in {fault[0] for fault in eye.layout(walker.page)}
    walker.close()


def test_axe_and_the_console_are_listened_to(house, browser):
    walker = Walker(browser, house, "en", bypass_csp=True)
    walker.go("/licence")
    assert eye.axe(walker.page) == []
    assert walker.complaints.taken() == []
    planted = "<img src='/static/storefront/mark.svg'><p style='color:#bbb;background:#fff'>pale</p><button></button>"
    walker.page.evaluate(
        "html => { document.querySelector('main').innerHTML += html; console.error('planted') }", planted
    )
    found = {line.partition(":")[0] for line in eye.axe(walker.page)}
    assert {"image-alt", "color-contrast", "button-name"} <= found
    assert [line.partition(" ")[0] for line in walker.complaints.taken()] == ["planted"]
    walker.close()
