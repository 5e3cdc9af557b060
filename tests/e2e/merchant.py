"""A supplier at the seller backend: what one does there in a day, said once for both languages."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from playwright.sync_api import expect

from tests.e2e import desk
from tests.e2e.house import House
from tests.e2e.shopper import Shopper
from tests.pictures import PDF

ROWS, BAD = 200, (7, 70, 170)
HEADER = (
    "sku", "product", "title_zh", "title_en", "category", "mode", "warehouse", "origin", "price", "stock", "brand_zh",
    "brand_en", "hs_code", "declared_name", "declared_elements", "unit", "unit1", "unit1_factor", "unit2",
    "unit2_factor", "net_kg", "gross_kg", "record_no",
)  # fmt: skip
HS, NAME, ELEMENTS = "8516603000", "电饭锅", "4|3|烹饪|不锈钢|试牌|R-2"
PROFILE = (HS, NAME, ELEMENTS, "007", "007", "1", "035", "4.6", "4.6", "5.8", "R1")
NONE = [""] * len(PROFILE)
COMPANIES = {
    "zh": ("蓝湾国际贸易有限公司", "4401986066", "蓝湾电器", "Blue Bay Home"),
    "en": ("红湾国际贸易有限公司", "4401986067", "红湾电器", "Red Bay Home"),
}
SAYS = {
    "zh": {"bad": "不是有效价格", "done": "全部导入完成", "shipped": "个包裹已出库"},
    "en": {"bad": "is no price", "done": "Everything is in", "shipped": "package has left"},
}


class Merchant:
    """`person` is the browser they sit at; their goods carry the tongue in their codes: both work in one mall."""

    def __init__(self, browser: Any, house: House, tongue: str) -> None:
        self.person = Shopper(browser, house, tongue, mall=desk.MALL)
        self.page, self.go = self.person.page, self.person.go
        self.says, self.company = SAYS[tongue], COMPANIES[tongue]
        self.prefix = tongue.upper()

    def applies(self, login: str, folder: Path) -> None:
        page = self.page
        self.person.register(login)
        self.go("/seller/apply")
        company, code, zh, en = self.company
        for name, value in {
            "company_name": company, "company_code": code, "name_zh_hans": zh, "name_en": en, "contact_name": "陈经理",
            "contact_phone": "020-88886666",
        }.items():  # fmt: skip
            page.fill(f"[name={name}]", value)
        page.locator("main form button.btn").click()
        (folder / "licence.pdf").write_bytes(PDF)
        page.locator("input[type=file]").set_input_files(folder / "licence.pdf")
        page.locator("form[enctype] button.btn").click()
        expect(page.locator(".notice-success").first).to_be_visible()

    def imports_and_mends(self, folder: Path) -> None:
        page = self.page
        self._send(folder / "goods.xlsx", self._sheet())
        expect(page.locator(".bad-row")).to_have_count(len(BAD), timeout=60_000)
        expect(page.locator(".bad-row").first).to_contain_text(self.says["bad"])
        page.locator("form[action$='/confirm'] button").click()
        errors = page.locator("a.btn:not(.btn-line)[href$='errors.xlsx']")
        expect(errors).to_be_visible(timeout=120_000)
        with page.expect_download() as got:
            errors.click()
        self._send(folder / "mended.xlsx", mended(Path(got.value.path()).read_bytes()))
        page.locator("form[action$='/confirm'] button").click()
        expect(page.locator(".notice-success")).to_contain_text(self.says["done"], timeout=60_000)
        self.go("/seller/products")
        expect(page.locator(".seller-tabs [aria-current] small")).to_have_text(str(ROWS))

    def completes_the_trade_profile(self) -> None:
        """The one SKU that came without: its HS line is found by name."""
        page = self.page
        self.go("/seller/trade")
        expect(page.locator(".rows tbody tr")).to_have_count(1)
        page.locator(".rows tbody a").click()
        page.fill("#code_query", NAME)
        page.locator("form:has(#code_query) button").click()
        expect(page.locator("#found")).to_contain_text(HS)
        for name, value in {
            "hs_code": HS, "declared_name": NAME, "declared_elements": ELEMENTS, "unit1_factor": "1",
            "unit2_factor": "4.6", "net_kg": "4.6", "gross_kg": "5.8", "record_no": "R001",
        }.items():  # fmt: skip
            page.fill(f"[name={name}]", value)
        page.select_option("[name=unit]", "007")
        page.select_option("[name=unit1]", "007")
        page.select_option("[name=unit2]", "035")
        page.locator("form:has([name=hs_code]) button").click()
        expect(page.locator(".modes > li:has(.pill):has(.kept)")).to_be_visible()  # the mode it is sold in

    def moves(self, product: str, do: str, after: str) -> None:
        """By the bulk bar, as one does with many."""
        page = self.page
        self.go(f"/seller/products?q={product}")
        expect(page.locator(".rows input[name=product]")).to_have_count(1)
        page.locator(".rows input[name=product]").check()
        page.select_option("#bulk select", do)
        page.locator("#bulk button").click()
        expect(page.locator(f".rows .pill-{after}").first).to_be_visible()

    def reprices(self, amount: str) -> None:
        """In the row, on the list that is open."""
        price = self.page.locator("input[name=price]").first
        price.fill(amount)
        price.press("Enter")
        expect(self.page.locator(".inline .kept").first).to_be_visible()

    def ships(self, order: str, *, worth: str) -> None:
        """As soon as customs has released the parcel, it can be ticked by its number and sent."""
        page = self.page
        for _ in range(60):
            self.go(f"/seller/queue?scan={order}")
            if page.locator(".notice-success").count():
                break
            page.wait_for_timeout(1000)
        self.person.look("queue")
        expect(page.locator(".rows")).to_contain_text(worth)
        number = page.locator(".notice-success").first.inner_text().split()[0]
        self.go("/seller/queue")
        page.fill("#scan", number)
        page.press("#scan", "Enter")
        expect(page.locator("input[name=package]:checked")).to_have_count(1)
        page.locator("#work button:not([formaction])").click()
        expect(page.locator(".notice-success")).to_contain_text(re.compile(self.says["shipped"]))

    def _sheet(self) -> bytes:
        """Three prices are none, and the first row is without its trade profile."""
        book = Workbook()
        sheet: Any = book.active
        sheet.append(HEADER)
        for n in range(1, ROWS + 1):
            code = f"{self.prefix}{n:03}"
            price = "面议" if n in BAD else f"{80 + n}.00"
            names = [f"SKU-{code}", f"IP-{code}", f"进口{NAME} {code}", f"Rice cooker {code}"]
            place = ["home-appliances", "bonded_1210", "nbo", "DE"]
            sheet.append([*names, *place, price, 5, "试牌", "Testa", *(PROFILE if n > 1 else NONE)])
        return written(book)

    def _send(self, path: Path, data: bytes) -> None:
        path.write_bytes(data)
        self.go("/seller/imports")
        self.page.locator("#sheet").set_input_files(path)
        self.page.locator("form:has(#sheet) button").click()
        self.page.locator("form[action$='/columns'] button").click()


def mended(errors: bytes) -> bytes:
    """The error file with a price in each row."""
    book: Any = load_workbook(io.BytesIO(errors))
    at = [cell.value for cell in book.worksheets[0][1]].index("价格 Price *")
    for cells in book.worksheets[0].iter_rows(min_row=2):
        cells[at].value = "99.00"
    return written(book)


def written(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
