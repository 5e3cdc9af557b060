"""A spreadsheet from outside as rows of texts. What could hurt is refused before it is opened.

XLSX is a zip of XML: how large it becomes is asked of its directory first. CSV may be in UTF-8, UTF-16 or GBK.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 300 * 1024 * 1024
MOST_RATIO = 200
MOST_ENTRIES = 200
MOST_ROWS = 20_000
MOST_COLUMNS = 60
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*ref="([A-Z]+\d+:[A-Z]+\d+)"')


class Unreadable(Exception):
    """The file as a whole cannot be read; the message is for the person, `values` fill it."""

    code = "unreadable"

    def __init__(self, message: str | Promise, **values: Any) -> None:
        super().__init__(message)
        self.message, self.values = message, values

    def __str__(self) -> str:
        return str(self.message) % self.values


@dataclass(frozen=True, slots=True)
class SheetRow:
    """`number` as the spreadsheet program counts, from 1."""

    number: int
    cells: list[str]


def rows_of(data: bytes) -> Iterator[SheetRow]:
    """Rows that are not empty, the header first. Raises Unreadable, also while reading."""
    if len(data) > MOST_BYTES:
        raise Unreadable(_("A spreadsheet may have at most 20 MB."))
    if data[:4] == b"PK\x03\x04":
        return _counted(_xlsx(data))
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise Unreadable(
            _("This is an old Excel file (.xls) or has a password. Save it as .xlsx without one.")
        )
    return _counted(_csv(data))


def _counted(rows: Iterator[SheetRow]) -> Iterator[SheetRow]:
    for count, row in enumerate(rows):
        if count > MOST_ROWS:
            raise Unreadable(_("There are more than %(most)s rows. Split the file."), most=MOST_ROWS)
        yield row


def check_zip(data: bytes, *, most_unpacked: int, most_entries: int) -> zipfile.ZipFile:
    """A zip whose directory promises a bearable size. Raises Unreadable."""
    try:
        packed = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError) as broken:
        raise Unreadable(_("This file is damaged.")) from broken
    entries = packed.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > most_entries:
        raise Unreadable(_("There are too many files inside."))
    if unpacked > most_unpacked or unpacked > max(len(data), 100_000) * MOST_RATIO:
        raise Unreadable(_("Unpacked, this file would be far too large."))
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Unreadable(_("This file has a password. Save it without one."))
    return packed


def _xlsx(data: bytes) -> Iterator[SheetRow]:
    packed = check_zip(data, most_unpacked=MOST_UNPACKED, most_entries=MOST_ENTRIES)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        sheet: Any = book.worksheets[0]
        _refuse_merged(packed, sheet)
        sheet.reset_dimensions()
        width = _width(sheet)
        for number, cells in enumerate(sheet.iter_rows(values_only=True, max_col=width), 1):
            texts = [_text(cell) for cell in cells]
            if any(texts):
                yield SheetRow(number, texts)
    except Unreadable:
        raise
    except Exception as broken:  # the library raises whatever its parser meets
        raise Unreadable(_("This file is damaged, or it is no spreadsheet.")) from broken


def _width(sheet: Any) -> int:
    """Columns of the header, the first row that says something: what stands beyond it belongs to no field.

    The library pads each row to the width it is asked for, and a sheet may name cells thousands of columns away.
    """
    for cells in sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS):
        named = [place for place, cell in enumerate(cells, 1) if _text(cell)]
        if named:
            return named[-1]
    return 1


def _refuse_merged(packed: zipfile.ZipFile, sheet: Any) -> None:
    """Merged cells give their value to the first one only: the others would come in empty."""
    path = sheet._worksheet_path.lstrip("/")
    if path not in packed.namelist():
        return
    with packed.open(path) as part:
        tail = b""
        while chunk := part.read(1 << 20):
            found = _MERGED.search(tail + chunk)
            if found:
                raise Unreadable(
                    _("The cells %(cells)s are merged. Take the merging away and send it again."),
                    cells=found[1].decode(),
                )
            tail = chunk[-200:]


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return f"{Decimal(repr(cell)).normalize():f}"
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    return str(cell).strip()[:6000]


def _csv(data: bytes) -> Iterator[SheetRow]:
    text = _decoded(data)
    if "\x00" in text:
        raise Unreadable(_("This is no spreadsheet. Send .xlsx or .csv."))
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text), delimiter=mark)
    try:
        for number, cells in enumerate(reader, 1):
            texts = [cell.strip()[:6000] for cell in cells[:MOST_COLUMNS]]
            if any(texts):
                yield SheetRow(number, texts)
    except csv.Error as broken:
        raise Unreadable(_("This file is damaged, or it is no spreadsheet.")) from broken


def _decoded(data: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 by its mark, else GB18030, which is what Excel in China writes."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(_("The letters of this file cannot be read. Save it as .xlsx, or as CSV in UTF-8."))
