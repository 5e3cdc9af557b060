"""What a line of a bonded list and its account book (账册) must agree in. One comparison, before payment and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

OUT_OF_DATE = "book.out_of_date"
NO_ITEM = "book.no_item"
DIFFERS = "book.differs"


@dataclass(frozen=True, slots=True)
class BookItem:
    """One item of a book, or what is declared of goods: code, name and unit, to the letter."""

    hs_code: str
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class BookEntry:
    """Of the goods' book: until when it holds (None: always), and the item they name (None: it has no such item)."""

    valid_until: date | None
    item: BookItem | None


def is_over(valid_until: date | None, today: date) -> bool:
    """A book is good through its last day, by Beijing's calendar."""
    return valid_until is not None and valid_until < today


def disagrees(declared: BookItem, item: BookItem | None) -> str:
    """The code of what is wrong; empty: they agree."""
    if item is None:
        return NO_ITEM
    return "" if declared == item else DIFFERS
