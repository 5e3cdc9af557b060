"""The columns of a product sheet: one row a SKU, headers in both languages, and a key that no language changes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

MUST, MAY = True, False


@dataclass(frozen=True, slots=True)
class Column:
    """`key` is the field; `most` characters; `offers` names the list behind a drop-down, or is empty."""

    key: str
    zh: str
    en: str
    needed: bool = MAY
    most: int = 200
    offers: str = ""

    @property
    def header(self) -> str:
        return f"{self.zh} {self.en}{' *' if self.needed else ''}"


COLUMNS: tuple[Column, ...] = (
    Column("sku", "SKU编码", "SKU code", MUST, 60),
    Column("product", "商品编号", "Product code", MAY, 60),
    Column("title_zh", "中文标题", "Title in Chinese", MAY, 200),
    Column("title_en", "英文标题", "Title in English", MAY, 200),
    Column("brand_zh", "品牌中文", "Brand in Chinese", MAY, 80),
    Column("brand_en", "品牌英文", "Brand in English", MAY, 80),
    Column("category", "类目", "Category", MUST, 160, "category"),
    Column("mode", "通关模式", "Customs mode", MUST, 60, "mode"),
    Column("warehouse", "仓库", "Warehouse", MUST, 160, "warehouse"),
    Column("origin", "原产地", "Country of origin", MUST, 80, "origin"),
    Column("option_zh", "规格中文", "Option in Chinese", MAY, 80),
    Column("option_en", "规格英文", "Option in English", MAY, 80),
    Column("price", "价格", "Price", MUST, 20),
    Column("stock", "库存", "Stock", MAY, 12),
    Column("barcode", "条形码", "Barcode", MAY, 20),
    Column("hs_code", "商品编码HS", "HS code", MAY, 14),
    Column("declared_name", "申报品名", "Name for customs", MAY, 250),
    Column("declared_elements", "申报要素", "Declaration elements", MAY, 510),
    Column("unit", "计量单位", "Unit of sale", MAY, 60, "unit"),
    Column("unit1", "法定第一单位", "First statutory unit", MAY, 60, "unit"),
    Column("unit1_factor", "法定第一数量", "First statutory units in one piece", MAY, 20),
    Column("unit2", "法定第二单位", "Second statutory unit", MAY, 60, "unit"),
    Column("unit2_factor", "法定第二数量", "Second statutory units in one piece", MAY, 20),
    Column("net_kg", "净重千克", "Net weight kg", MAY, 20),
    Column("gross_kg", "毛重千克", "Gross weight kg", MAY, 20),
    Column("record_no", "账册备案序号", "Account book record number", MAY, 30),
    Column("description_zh", "中文描述", "Description in Chinese", MAY, 5000),
    Column("description_en", "英文描述", "Description in English", MAY, 5000),
)
BY_KEY = {column.key: column for column in COLUMNS}
NEEDED = [column.key for column in COLUMNS if column.needed]


def guess(header: Sequence[str]) -> dict[str, int]:
    """key -> number of its column: by the key, by either language's name, or by the whole header; first one wins."""
    names: dict[str, str] = {}
    for column in COLUMNS:
        for name in (column.key, column.zh, column.en, column.header, f"{column.zh}{column.en}"):
            names.setdefault(_plain(name), column.key)
    found: dict[str, int] = {}
    for number, text in enumerate(header):
        key = names.get(_plain(text))
        if key is not None:
            found.setdefault(key, number)
    return found


def _plain(text: str) -> str:
    return re.sub(r"[\s*_\-/()（）:：]+", "", str(text)).lower()
