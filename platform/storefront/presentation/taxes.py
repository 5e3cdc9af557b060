"""The printable tax sheet of an order."""

from dataclasses import dataclass
from datetime import datetime

from storefront.presentation.money import Price, SheetReason, TaxTable


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure and its column's words, which stand beside it where a phone has no room for columns."""

    label: str
    amount: Price


@dataclass(frozen=True, slots=True)
class SheetLine:
    """`cells` stand under the package's `columns`, one for one."""

    label: str
    title: str
    option: str
    quantity: int
    unit_price: Price
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class SheetPackage:
    """`sums` close the `columns`; `law` names day and rule version."""

    number: str
    mode: str
    supplier: str
    columns: tuple[str, ...]
    lines: tuple[SheetLine, ...]
    sums: tuple[Cell, ...]
    table: TaxTable
    note: str
    law: str
    reasons: tuple[SheetReason, ...]


@dataclass(frozen=True, slots=True)
class TaxSheetView:
    number: str
    placed_at: datetime
    order_url: str
    packages: tuple[SheetPackage, ...]
    table: TaxTable
