"""Pages read in a real browser become visits of their mall; whoever asks not to be followed is not counted."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright

from tests import machine
from tests.e2e.desk import MALL
from tests.e2e.house import House

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.timeout(280, func_only=True)]
# As the browser calls itself outside tests: "Headless" is a machine and would not be counted.
PERSON = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36"
)
COUNTED = """
import json
from analytics.models import VisitCount
from tenancy.models import Mall
from tenancy.scope import Actor, in_mall
found = {}
for mall in Mall.objects.all():
    with in_mall(mall.pk, actor=Actor.staff()):
        rows = VisitCount.objects.values_list("page", "product__code", "channel", "views", "visits")
        found[mall.code] = sorted([*row] for row in rows)
print("COUNTED", json.dumps(found))
"""
Rows = list[tuple[Any, ...]]


@pytest.fixture
def counted(house: House, bazaar: None) -> Callable[[str], Rows]:
    """New counts of a mall since the test began: (page, product, channel, views, visits)."""

    def now() -> dict[str, Rows]:
        said = house.manage("shell", "--no-imports", "-c", COUNTED)
        line = next(line for line in said.splitlines() if line.startswith("COUNTED "))
        return {code: _summed(rows) for code, rows in json.loads(line[8:]).items()}

    before = now()

    def since(mall: str) -> Rows:
        old = {row[:3]: row[3:] for row in before[mall]}
        grown = [
            (*row[:3], *(new - was for new, was in zip(row[3:], old.get(row[:3], (0, 0)), strict=True)))
            for row in now()[mall]
        ]
        return [row for row in grown if any(row[3:])]

    return since


def _summed(rows: list[list[Any]]) -> Rows:
    """A counter is spread over several rows."""
    sums: dict[tuple[Any, ...], list[int]] = {}
    for *key, views, visits in rows:
        kept = sums.setdefault(tuple(key), [0, 0])
        kept[0], kept[1] = kept[0] + views, kept[1] + visits
    return sorted(((*key, *counts) for key, counts in sums.items()), key=str)


@pytest.fixture
def readers(tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Opens a browser of somebody new, with the settings that this person made."""
    browser = machine.whole_browser()
    if browser is None:
        missing = "Chromium with settings is not installed"
        pytest.fail(missing) if os.environ.get("REQUIRE_ALL") == "1" else pytest.skip(missing)
    with sync_playwright() as playwright:
        opened: list[Any] = []

        def reader(*, asks_not_to: bool = False, **extra: Any) -> Page:
            profile = tmp_path / f"profile-{len(opened)}"
            (profile / "Default").mkdir(parents=True)
            settings = {"enable_do_not_track": True} if asks_not_to else {}
            (profile / "Default" / "Preferences").write_text(json.dumps(settings))
            context = playwright.chromium.launch_persistent_context(
                str(profile), executable_path=browser, args=["--no-sandbox"], user_agent=PERSON, **extra
            )
            opened.append(context)
            page: Page = context.new_page()
            page.set_default_timeout(30_000)
            return page

        yield reader
        for context in opened:
            context.close()


def read(page: Page, house: House, path: str, mall: str = "harbor") -> None:
    """Opens it and waits until the house has answered what the page told."""
    with page.expect_response(lambda answer: answer.url.endswith("/visits")) as told:
        page.goto(f"http://{mall}.localhost:{house.port}{path}")
    assert told.value.status == 204


def product_of(page: Page) -> str:
    return str(page.locator('main a[href*="/p/"]').first.get_attribute("href"))


def test_pages_read_are_counted_under_their_mall_and_no_other(house, readers, counted):
    page = readers()
    read(page, house, "/")
    at = product_of(page)
    code = at.rpartition("-")[0].rpartition("-")[2] + "-" + at.rpartition("-")[2]
    read(page, house, at)
    phone = readers(viewport={"width": 390, "height": 844})
    read(phone, house, "/en/")
    assert counted("harbor") == [
        ("home", None, "desktop", 2, 2),
        ("product", code.upper(), "desktop", 1, 0),
    ]
    assert counted(MALL) == []
    read(page, house, "/", MALL)
    assert counted(MALL) == [("home", None, "desktop", 1, 1)]
    assert sum(row[3] for row in counted("harbor")) == 3


def test_who_set_do_not_track_tells_nothing(house, readers, counted):
    page = readers(asks_not_to=True)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"http://harbor.localhost:{house.port}/", wait_until="networkidle")
    page.goto(f"http://harbor.localhost:{house.port}{product_of(page)}", wait_until="networkidle")
    assert page.evaluate("navigator.doNotTrack") == "1"
    assert any(url.endswith("/me/strip") for url in asked), "the page's own scripts ran"
    assert not any(url.endswith("/visits") for url in asked)
    assert counted("harbor") == []


def test_a_page_that_tells_all_the_same_is_not_counted(house, readers, counted):
    """The wish stands in the request as well: an old page in some cache may not know to ask."""
    page = readers(extra_http_headers={"DNT": "1"})
    read(page, house, "/")
    assert counted("harbor") == []
