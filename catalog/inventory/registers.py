"""What ports and zones know of goods, as customs tells it: filings at ports, lines of account books.

A copy of what is kept above, so that goods a port would refuse are refused before they are paid for. Each verb leaves
the copy equal to what it was given, however often it is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from catalog.inventory.models import FiledGoods, ZoneBook, ZoneBookLine
from catalog.types import BookItem, Days


def note_filings(*, port: str, filed: Mapping[int, Days]) -> None:
    """All goods that are filed at the port: SKU -> its days. What is not among them is not filed."""
    with transaction.atomic():
        known = {row.sku_id: row for row in FiledGoods.objects.filter(port=port)}
        FiledGoods.objects.filter(port=port, sku__in=known.keys() - filed.keys()).delete()
        _write(
            port, {sku: days for sku, days in filed.items() if sku not in known or _days(known[sku]) != days}
        )


def note_filing(*, port: str, sku_id: int, days: Days | None) -> None:
    """One of them; None: it is not filed any more."""
    if days is None:
        FiledGoods.objects.filter(port=port, sku=sku_id).delete()
        return
    _write(port, {sku_id: days})


def _write(port: str, filed: Mapping[int, Days]) -> None:
    rows = [
        FiledGoods(port=port, sku_id=sku, valid_from=d.begin, valid_until=d.end) for sku, d in filed.items()
    ]
    FiledGoods.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["mall", "port", "sku"],
        update_fields=["valid_from", "valid_until"],
        batch_size=1000,
    )


def _days(row: FiledGoods) -> Days:
    return Days(row.valid_from, row.valid_until)


def note_book(*, number: str, valid_until: date | None, items: Mapping[str, BookItem]) -> None:
    """A book with all its lines: item number -> what stands there."""
    with transaction.atomic():
        book, _made = ZoneBook.objects.update_or_create(number=number, defaults={"valid_until": valid_until})
        known = {row.number: row for row in ZoneBookLine.objects.filter(book=book)}
        gone = known.keys() - items.keys()
        ZoneBookLine.objects.filter(book=book, number__in=gone).delete()
        news = [
            ZoneBookLine(book=book, number=n, hs_code=item.hs_code, name=item.name, unit=item.unit)
            for n, item in items.items()
            if n not in known or _item(known[n]) != item
        ]
        ZoneBookLine.objects.bulk_create(
            news,
            update_conflicts=True,
            unique_fields=["mall", "book", "number"],
            update_fields=["hs_code", "name", "unit"],
            batch_size=1000,
        )


def drop_books(*, but: set[str]) -> None:
    """Books that are not kept here any more say nothing of goods."""
    with transaction.atomic():
        gone = ZoneBook.objects.exclude(number__in=but)
        ZoneBookLine.objects.filter(book__in=list(gone)).delete()
        gone.delete()


def _item(row: ZoneBookLine) -> BookItem:
    return BookItem(row.hs_code, row.name, row.unit)
