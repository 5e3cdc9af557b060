"""Account books (账册) of bonded goods: kept here as the zone company keeps them, and held against each list."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from customs.locks import lock_book
from customs.messages.times import BEIJING
from customs.models import BookItem
from customs.rules import books as rules
from customs.rules.codes import units
from customs.rules.types import Finding, Mender, noop
from customs.services.announcing import announce_book
from customs.services.papers.case import Case
from customs.types import CustomsError

MOST_ITEMS = 20_000
COLUMNS = ("number", "hs_code", "name", "unit")


class BadItems(CustomsError):
    """Nothing was kept. `problems`: a sentence a line, the first ones."""

    code = "book_items"

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(self.code)

    def __str__(self) -> str:
        return " ".join(self.problems[:10])


@dataclass(frozen=True, slots=True)
class Item:
    number: str
    hs_code: str
    name: str
    unit: str


def keep_items(*, book_id: int, text: str) -> int:
    """Items from lines of `number, HS code, name, unit`, comma or tab between; known numbers are changed.

    All of them or none. Returns how many. Raises BadItems with every line that cannot be read.
    """
    items, problems = _read(text)
    if problems or not items:
        raise BadItems(problems or [_("There is no item in it.")])
    with transaction.atomic():
        lock_book(book_id)
        for item in items:
            values = {"hs_code": item.hs_code, "name": item.name, "unit": item.unit}
            BookItem.objects.update_or_create(book_id=book_id, number=item.number, defaults=values)
        announce_book(book_id)
    return len(items)


def _read(text: str) -> tuple[list[Item], list[str]]:
    items: dict[str, Item] = {}
    problems = []
    lines = text.replace("\t", ",").replace("，", ",").splitlines()
    if len(lines) > MOST_ITEMS:
        return [], [_("At most %(most)d items at once.") % {"most": MOST_ITEMS}]
    for place, cells in enumerate(csv.reader(io.StringIO("\n".join(lines))), 1):
        cells = [cell.strip() for cell in cells]
        if not any(cells) or cells[0] in ("number", "序号", "备案序号"):
            continue
        why = _wrong(cells)
        if why:
            problems.append(_("Line %(line)d: %(why)s") % {"line": place, "why": why})
        else:
            items[cells[0]] = Item(*cells)
    return list(items.values()), problems


def _wrong(cells: list[str]) -> str:
    if len(cells) != len(COLUMNS):
        return _("it needs number, HS code, name and unit.")
    number, hs_code, name, unit = cells
    if not 1 <= len(number) <= 30 or not 1 <= len(name) <= 250:
        return _("number or name is missing or too long.")
    if len(hs_code) != 10 or not (hs_code.isascii() and hs_code.isdigit()):
        return _("the HS code has ten digits.")
    return "" if unit in units.table() else _("the unit is no code of customs.")


def not_in_book(case: Case) -> list[Finding]:
    """Lines that the book does not hold as they are declared. A book nobody keeps here says nothing."""
    book = case.book
    if book is None:
        return []
    if rules.is_over(book.valid_until, case.now.astimezone(BEIJING).date()):
        says = noop("The account book %(book)s is out of date.")
        return [Finding(rules.OUT_OF_DATE, "book", says, Mender.OPERATOR, {"book": book.number})]
    numbers = [str(line.trade.get("record_no") or "") for line in case.docs.lines]
    rows = BookItem.objects.filter(book_id=book.pk, number__in=numbers)
    items = {row.number: rules.BookItem(row.hs_code, row.name, row.unit) for row in rows}
    found = []
    for n, (line, number) in enumerate(zip(case.docs.lines, numbers, strict=True)):
        values = {"sku": line.sku_code, "book": book.number, "item": number or "-"}
        code = rules.disagrees(_declared(line.trade), items.get(number))
        if code:
            field, says = _SAYS[code]
            found.append(Finding(code, f"lines[{n}]{field}", says, Mender.OPERATOR, values))
    return found


_SAYS = {
    rules.NO_ITEM: (
        ".record_no",
        noop("The goods %(sku)s: the account book %(book)s has no item %(item)s."),
    ),
    rules.DIFFERS: (
        "",
        noop(
            "The goods %(sku)s differ from item %(item)s of the account book %(book)s in HS code, name or unit."
        ),
    ),
}


def _declared(trade: Mapping[str, object]) -> rules.BookItem:
    return rules.BookItem(*(str(trade.get(name) or "") for name in ("hs_code", "declared_name", "unit")))
