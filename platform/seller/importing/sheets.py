"""Spreadsheets out: the template with its drop-downs, the export, the rows that need mending.

A text that a spreadsheet program could take for a formula goes out with ' before it.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from catalog.models import Category
from catalog.selectors import words
from catalog.supply import Search, goods_page, warehouses
from customs.rules.codes import countries, units
from customs.rules.modes import RULES
from partners.models import ImportJob
from seller.importing.columns import BY_KEY, COLUMNS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HEAD, _MUST = PatternFill("solid", fgColor="E6F3F2"), PatternFill("solid", fgColor="FFE3A6")
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
EXAMPLE = {
    "sku": "S-001-800", "product": "P-001", "title_zh": "婴幼儿配方奶粉 800克", "title_en": "Infant formula 800 g",
    "brand_zh": "示例牌", "brand_en": "Sample", "option_zh": "800克", "option_en": "800 g", "price": "189.00",
    "stock": "200", "barcode": "", "hs_code": "1901101090", "declared_name": "婴幼儿配方奶粉",
    "declared_elements": "0|0|供婴幼儿食用|800克/罐|示例牌", "unit1_factor": "0.8", "net_kg": "0.8", "gross_kg": "1.0",
}  # fmt: skip


def safe(value: Any) -> Any:
    """Numbers as they are; a text never starts like a formula."""
    if not isinstance(value, str):
        return value
    return f"'{value}" if value.startswith(_RISKY) else value


def offers() -> dict[str, list[str]]:
    """The lists behind the drop-downs: `code | Chinese | English`."""

    def row(code: str, zh: str, en: str) -> str:
        return f"{code} | {zh} | {en}"

    named = words
    return {
        "category": [
            row(c.slug, *_both(named(c, "name"))) for c in Category.objects.order_by("position", "pk")
        ],
        "warehouse": [row(w.code, *_both(named(w, "name"))) for w in warehouses()],
        "mode": [row(mode.value, rule.zh, rule.en) for mode, rule in RULES.items()],
        "origin": [row(c.iso, c.zh, c.en) for c in countries.table().rows.values() if c.iso],
        "unit": [row(u.code, u.zh, u.en) for u in units.table().rows.values()],
    }


def _both(texts: dict[str, str]) -> tuple[str, str]:
    return texts["zh-hans"], texts["en"]


def template() -> bytes:
    """Headers in both languages, a hidden row of keys, drop-downs, and an example on a sheet of its own."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "商品 Products"
    sheet.append([column.header for column in COLUMNS])
    sheet.append([column.key for column in COLUMNS])
    sheet.row_dimensions[2].hidden = True
    sheet.freeze_panes = "B3"
    for number, column in enumerate(COLUMNS, 1):
        cell = sheet.cell(1, number)
        cell.font, cell.fill = Font(bold=True), _MUST if column.needed else _HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(number)].width = 24 if column.most > 60 else 16
    _add_lists(book, sheet)
    guide = book.create_sheet("填写示例 Example")
    guide.append([column.header for column in COLUMNS])
    lists = offers()
    guide.append(
        [EXAMPLE.get(c.key) or (lists[c.offers][0] if c.offers and lists[c.offers] else "") for c in COLUMNS]
    )
    return _saved(book)


def _add_lists(book: Workbook, sheet: Any) -> None:
    lists = book.create_sheet("lists")
    lists.sheet_state = "hidden"
    for place, (name, values) in enumerate(offers().items(), 1):
        for row, value in enumerate(values, 1):
            lists.cell(row, place, safe(value))
        letter = get_column_letter(place)
        choice = DataValidation(
            type="list", formula1=f"lists!${letter}$1:${letter}${max(1, len(values))}", allow_blank=True
        )
        choice.showErrorMessage = False
        sheet.add_data_validation(choice)
        for number, column in enumerate(COLUMNS, 1):
            if column.offers == name:
                choice.add(f"{get_column_letter(number)}3:{get_column_letter(number)}5000")


def export() -> bytes:
    """Every product of the actor, one row a SKU, in the columns of the template."""
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet("商品 Products")
    _head(sheet, [column.header for column in COLUMNS])
    page, pages = 1, 1
    while page <= pages:
        found = goods_page(Search(sort="title", page=page), size=200)
        pages = found.pages
        for row in found.rows:
            for sku in row.skus:
                values: dict[str, Any] = {
                    "sku": sku.code, "product": row.code, "title_zh": row.title["zh-hans"], "title_en": row.title["en"],
                    "brand_zh": row.brand["zh-hans"], "brand_en": row.brand["en"], "category": row.category["zh-hans"],
                    "mode": row.mode, "warehouse": row.warehouse["zh-hans"], "origin": row.origin,
                    "option_zh": sku.option["zh-hans"], "option_en": sku.option["en"], "price": sku.price,
                    "stock": sku.on_hand, "barcode": sku.barcode,
                }  # fmt: skip
                sheet.append([safe(values.get(column.key, "")) for column in COLUMNS])
        page += 1
    return _saved(book)


def errors(job: ImportJob, say: Any) -> bytes:
    """The rows with problems as they came, and in the last column what to mend. `say` turns a problem into words."""
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet("请修改 To mend")
    keys = list(BY_KEY) if job.kind == "products" else ["picture"]
    heads = [BY_KEY[key].header for key in keys] if job.kind == "products" else ["文件 File"]
    _head(sheet, [*heads, "问题 Problems"])
    for row in job.rows.filter(outcome="bad").order_by("number").iterator():
        cells = row.values.get("_cells") or {key: str(value) for key, value in row.values.items()}
        sheet.append(
            [safe(cells.get(key, "")) for key in keys] + [safe("; ".join(say(p) for p in row.problems))]
        )
    return _saved(book)


def _head(sheet: Any, texts: Sequence[str]) -> None:
    cells: list[Any] = []
    for text in texts:
        cell = WriteOnlyCell(sheet, value=text)
        cell.font, cell.fill = Font(bold=True), _HEAD
        cells.append(cell)
    sheet.append(cells)


def _saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
