"""A supplier's day in a real browser, in both languages: apply, be accepted, import 200 products with three bad rows,
mend them, complete a trade profile, list, sell, ship."""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from openpyxl import load_workbook
from playwright.sync_api import Page, expect, sync_playwright

from catalog.models import Product, Sku
from catalog.services.states import change_state
from journal.tasks import drain
from orders.logistics import services as logistics
from orders.logistics.carriers.domestic.account import Account
from orders.models import Package
from orders.services.advance_package import advance_package
from orders.services.record_paid import record_paid
from partners import services
from partners.models import Supplier, SupplierStaff
from partners.storage import private
from tenancy.scope import Actor, in_mall
from tests import factories, machine
from tests.orders import factories as orders
from tests.outside import carrier_account, simulator
from tests.partners import factories as partners
from tests.pictures import PDF
from tests.seller.spreadsheets import KEYS, row, xlsx

pytestmark = [
    pytest.mark.browser,
    pytest.mark.processes,
    pytest.mark.timeout(280),
    pytest.mark.django_db(transaction=True, databases=["default", "owner", "relay"]),
]
ROWS, BAD = 200, (7, 70, 170)
PROFILE = (
    "brand_zh", "hs_code", "declared_name", "declared_elements", "unit", "unit1", "unit1_factor", "net_kg", "gross_kg",
    "record_no",
)  # fmt: skip
SAYS = {
    "zh": {"bad": "不是有效价格", "done": "全部导入完成", "shipped": "个包裹已出库"},
    "en": {"bad": "is no price", "done": "Everything is in", "shipped": "package has left"},
}
PASSWORD = "correct horse battery"
NOW = orders.NOW


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=machine.browser(), args=["--no-sandbox"])


@pytest.fixture
def here(mall, settings, tmp_path) -> Iterator[Any]:
    """A mall that offers a category and a warehouse, its carrier, and a worker that hears what is due."""
    settings.STATE_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    for name in ("base_location", "location"):
        private.__dict__.pop(name, None)
    with simulator("carrier", tmp_path / "carrier") as url, in_mall(mall.pk, actor=Actor.staff()):
        Account(**carrier_account(url)).keep()
        factories.category()
        factories.warehouse()
        with worker(mall.pk):
            yield mall
    for name in ("base_location", "location"):
        private.__dict__.pop(name, None)


class worker:
    """The journal's work in a thread of its own, as a Celery process does it."""

    def __init__(self, mall_id: int) -> None:
        self.mall_id, self.over = mall_id, threading.Event()
        self.thread = threading.Thread(target=self.run)

    def __enter__(self) -> None:
        self.thread.start()

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join()

    def run(self) -> None:
        while not self.over.wait(0.1):
            drain(self.mall_id)
        connections.close_all()


class Person:
    """A supplier at a screen; whatever the browser complains of is kept."""

    def __init__(self, browser: Any, live_server: Any, tongue: str) -> None:
        self.page: Page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        self.page.set_default_timeout(20_000)
        port = live_server.url.rpartition(":")[2]
        self.base = f"http://harbor.localhost:{port}" + ("" if tongue == "zh" else "/en")
        self.complaints: list[str] = []
        self.page.on("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)

    def go(self, path: str) -> None:
        self.page.goto(self.base + path)


@pytest.mark.parametrize("tongue", ["zh", "en"])
def test_a_suppliers_day(here, live_server, browser, tongue, tmp_path):
    person = Person(browser, live_server, tongue)
    factories.shopper("13911110001")
    applies(person, tmp_path)
    supplier_id = accepted()
    imports_and_mends(person, tongue, tmp_path)
    completes_and_lists(person)
    number = sold(supplier_id)
    ships(person, tongue, number)
    assert Package.objects.get(number=number).fulfilment == "dispatched"
    assert [c for c in person.complaints if "favicon" not in c] == []


def applies(person: Person, folder: Path) -> None:
    page = person.page
    person.go("/seller/login?next=/seller/")
    page.fill("[name=login]", "13911110001")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    for name, value in {
        "company_name": "蓝湾国际贸易有限公司", "company_code": "4401986066", "name_zh_hans": "蓝湾母婴",
        "name_en": "Blue Bay", "contact_name": "陈经理", "contact_phone": "020-88886666",
    }.items():  # fmt: skip
        page.fill(f"[name={name}]", value)
    page.locator("main form button.btn").click()
    (folder / "licence.pdf").write_bytes(PDF)
    page.locator("input[type=file]").set_input_files(folder / "licence.pdf")
    page.locator("form[enctype] button.btn").click()
    expect(page.locator(".notice-success").first).to_be_visible()


def accepted() -> int:
    """The mall's operator agrees on a contract; the desk has tests of its own."""
    supplier_id: int = SupplierStaff.objects.get(user__login="13911110001").supplier_id
    Supplier.objects.filter(pk=supplier_id).update(ships_itself=True)
    services.sign_contract(supplier_id=supplier_id, terms=partners.terms(), now=NOW, actor="operator:1")
    services.accept_supplier(supplier_id=supplier_id, now=NOW, actor="operator:1")
    return supplier_id


def sheet() -> bytes:
    """200 products, three of them with a price that is none; the first without its trade profile."""
    profile = [
        "试牌",
        "1901101090",
        "婴幼儿配方奶粉",
        "0|0|试牌|800克/罐",
        "122",
        "035",
        "0.8",
        "0.8",
        "1.0",
        "R1",
    ]
    rows = [
        row(n, price="面议" if n in BAD else f"{80 + n}.00") + (profile if n > 1 else ["试牌", *[""] * 9])
        for n in range(1, ROWS + 1)
    ]
    return xlsx(rows, header=[*KEYS, *PROFILE])


def imports_and_mends(person: Person, tongue: str, folder: Path) -> None:
    page = person.page
    send(person, folder / "goods.xlsx", sheet())
    expect(page.locator(".bad-row")).to_have_count(len(BAD), timeout=60_000)
    expect(page.locator(".bad-row").first).to_contain_text(SAYS[tongue]["bad"])
    page.locator("form[action$='/confirm'] button").click()
    errors = page.locator("a.btn:not(.btn-line)[href$='errors.xlsx']")
    expect(errors).to_be_visible(timeout=120_000)
    with page.expect_download() as got:
        errors.click()
    book: Any = load_workbook(io.BytesIO(Path(got.value.path()).read_bytes()))
    at = [cell.value for cell in book.worksheets[0][1]].index("价格 Price *")
    for cells in book.worksheets[0].iter_rows(min_row=2):
        cells[at].value = "99.00"
    out = io.BytesIO()
    book.save(out)
    send(person, folder / "mended.xlsx", out.getvalue())
    page.locator("form[action$='/confirm'] button").click()
    expect(page.locator(".notice-success")).to_contain_text(SAYS[tongue]["done"], timeout=60_000)
    person.go("/seller/products")
    expect(page.locator(".seller-tabs [aria-current] small")).to_have_text(str(ROWS))
    assert Sku.objects.filter(code__startswith="IMP-").count() == ROWS


def send(person: Person, path: Path, data: bytes) -> None:
    path.write_bytes(data)
    person.go("/seller/imports")
    person.page.locator("#sheet").set_input_files(path)
    person.page.locator("form:has(#sheet) button").click()
    person.page.locator("form[action$='/columns'] button").click()


def completes_and_lists(person: Person) -> None:
    """The one SKU that came without a trade profile gets it by hand; then it is reviewed, listed and repriced."""
    page = person.page
    person.go("/seller/trade")
    expect(page.locator(".rows tbody tr")).to_have_count(1)
    page.locator(".rows tbody a").click()
    page.fill("#code_query", "奶粉")
    page.locator("form:has(#code_query) button").click()
    expect(page.locator("#found")).to_contain_text("1901101090")
    for name, value in {
        "hs_code": "1901101090", "declared_name": "婴幼儿配方奶粉", "declared_elements": "0|0|试牌|800克/罐",
        "unit1_factor": "0.8", "net_kg": "0.8", "gross_kg": "1.0", "record_no": "R001",
    }.items():  # fmt: skip
        page.fill(f"[name={name}]", value)
    page.select_option("[name=unit]", "122")
    page.select_option("[name=unit1]", "035")
    page.locator("form:has([name=hs_code]) button").click()
    expect(page.locator(".modes .kept").first).to_be_visible()
    in_bulk(person, "submit", "submitted")
    change_state(product_id=Product.objects.get(code="IP-1").pk, state="approved", now=NOW)
    in_bulk(person, "list", "listed")
    price = page.locator("input[name=price]").first
    price.fill("120")
    price.press("Enter")
    expect(page.locator(".inline .kept").first).to_be_visible()


def in_bulk(person: Person, do: str, after: str) -> None:
    page = person.page
    person.go("/seller/products?q=IMP-1&sort=title")
    page.locator(
        "tr:has-text('IP-1 ') input[name=product], tr:has-text('IP-1') input[name=product]"
    ).first.check()
    page.select_option("#bulk select", do)
    page.locator("#bulk button").click()
    expect(page.locator(f".rows .pill-{after}").first).to_be_visible()


def sold(supplier_id: int) -> str:
    """Somebody buys and pays; customs releases. The shopper's side and customs have journeys of their own."""
    placed = orders.placed(factories.shopper(), (Sku.objects.get(code="IMP-1"), 2))
    record_paid(order_id=placed.order_id, now=NOW)
    package_id, number = placed.packages[0]
    logistics.assign_waybill(package_id=package_id, now=NOW)
    for event in ("declare", "port_received", "port_accepts", "port_releases"):
        advance_package(package_id=package_id, axis="clearance", event=event, now=NOW, actor="customs")
    return number


def ships(person: Person, tongue: str, number: str) -> None:
    page = person.page
    person.go("/seller/queue")
    page.fill("#scan", number)
    page.press("#scan", "Enter")
    expect(page.locator("input[name=package]")).to_be_checked()
    page.locator("#work button:not([formaction])").click()
    expect(page.locator(".notice-success")).to_contain_text(re.compile(SAYS[tongue]["shipped"]))
