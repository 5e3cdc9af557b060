"""What machines see of a screen: its layout, what axe finds, what the browser complains of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from local.paths import CHECKOUT

LAYOUT = (Path(__file__).parent / "layout.js").read_text(encoding="utf-8")
PICTURES = CHECKOUT / "var" / "screens"


def layout(page: Page) -> list[list[str]]:
    """[rule, element, text] of each text that is cut and of each element that leaves the screen."""
    return page.evaluate(LAYOUT)


def axe(page: Page) -> list[str]:
    """Every violation of every rule in every region, one line each: rule, help, the elements."""
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {one['help']} {[node['target'] for node in one['nodes']][:4]}"
        for one in found["violations"]
    ]


def photograph(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(PICTURES / f"{name}.jpg"), full_page=True, type="jpeg", quality=70)


class Complaints:
    """Errors of the console and requests that failed; a missing page's own 404 is no complaint."""

    def __init__(self, page: Page) -> None:
        self.heard: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.heard.append(str(error)))
        page.on("requestfailed", self._failed)

    def _console(self, message: Any) -> None:
        if message.type == "error":
            self.heard.append(f"{message.text} ({(message.location or {}).get('url', '')})")

    def _failed(self, request: Any) -> None:
        if request.failure != "net::ERR_ABORTED":
            self.heard.append(f"{request.failure}: {request.url}")

    def taken(self, but: str = "") -> list[str]:
        """What was heard since the last call, without what was to be expected at the address `but`."""
        heard, self.heard = self.heard, []
        return [one for one in heard if not (but and f"{but})" in one)]
