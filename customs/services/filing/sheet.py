"""Filings by spreadsheet (.xlsx): out with everything the port asks, in with what it decided; row by row.

A row that cannot be read changes nothing and holds no other back; the report says why, by row.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from catalog.models import Sku
from customs.models import Filing
from customs.services.filing.board import approve, prepare, return_, submit
from customs.types import CustomsError

COLUMNS = (
    "sku", "state", "number", "valid_from", "valid_until", "reason", "hs_code", "declared_name", "declared_elements",
    "origin", "unit", "unit1", "unit1_factor", "unit2", "unit2_factor", "net_kg", "gross_kg",
)  # fmt: skip
MOST_ROWS = 5000
BIGGEST = 8 * 1024 * 1024
_FORMULA = ("=", "+", "-", "@")
_UNPACKED = 64 * 1024 * 1024


class BadSheet(CustomsError):
    """The file as a whole."""

    code = "filing_sheet"

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)

    def __str__(self) -> str:
        return self.why


@dataclass(frozen=True, slots=True)
class Line:
    """`row`: as the spreadsheet counts; `says`: what was done, or why not."""

    row: int
    sku: str
    done: bool
    says: str


def export_sheet(*, port: str) -> bytes:
    """Every filing at the port; texts that begin like a formula are written as texts."""
    from openpyxl import Workbook  # 0.4 s to load, and the admin imports this module in every process

    book = Workbook(write_only=True)
    page = book.create_sheet(port[:31])
    page.append(list(COLUMNS))
    rows = Filing.objects.filter(port=port).select_related("sku").order_by("pk")
    for row in rows.iterator(chunk_size=500):
        head = [row.sku.code, row.state, row.number, row.valid_from, row.valid_until, row.reason]
        page.append([_safe(value) for value in [*head, *(row.filed.get(name, "") for name in COLUMNS[6:])]])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def import_sheet(*, port: str, data: bytes, now: datetime) -> list[Line]:
    """Bring every row to the state it names: `prepared`, `submitted`, `approved` (with `number`), `returned`.

    Raises BadSheet for a file that is no such sheet.
    """
    rows = list(_read(data))
    known = dict(Sku.objects.filter(code__in=[r["sku"] for _n, r in rows]).values_list("code", "pk"))
    return [_one(number, row, known.get(row["sku"]), port, now) for number, row in rows]


def _one(number: int, row: dict[str, Any], sku_id: int | None, port: str, now: datetime) -> Line:
    if sku_id is None:
        return Line(number, row["sku"], False, _("There is no SKU with this code."))
    try:
        _bring(row, sku_id, port, now)
    except (CustomsError, ValueError) as refused:
        return Line(number, row["sku"], False, str(refused))
    return Line(number, row["sku"], True, row["state"])


def _bring(row: dict[str, Any], sku_id: int, port: str, now: datetime) -> None:
    wanted = row["state"] or "prepared"
    if wanted not in Filing.State.values:
        raise ValueError(_("Unknown state: %(state)s") % {"state": wanted})
    if wanted == "approved" and not row["number"]:
        raise ValueError(_("An approved filing has a number."))
    begin, until = _day(row["valid_from"]), _day(row["valid_until"])
    filing = Filing.objects.filter(sku_id=sku_id, port=port).first()
    if filing is not None and filing.state == wanted and filing.number == row["number"]:
        return
    if filing is None or filing.state in ("approved", "returned"):
        filing = prepare(sku_id=sku_id, port=port, now=now)
    if wanted == "prepared":
        return
    if filing.state == "prepared":
        filing = submit(filing_id=filing.pk, now=now)
    if wanted == "approved":
        approve(filing_id=filing.pk, number=row["number"][:40], now=now, valid_from=begin, valid_until=until)
    if wanted == "returned":
        return_(filing_id=filing.pk, reason=row["reason"], now=now)


def _read(data: bytes) -> Iterator[tuple[int, dict[str, Any]]]:
    page = _open(data).worksheets[0]
    rows = page.iter_rows(values_only=True)
    names = [str(name or "").strip().lower() for name in next(rows, ())]
    if "sku" not in names:
        raise BadSheet(_("The first row must name the columns; “sku” is missing."))
    for number, values in enumerate(rows, start=2):
        if number > MOST_ROWS + 1:
            raise BadSheet(_("At most %(most)s rows at a time.") % {"most": MOST_ROWS})
        row = dict(zip(names, values, strict=False))
        if any(value not in (None, "") for value in values):
            yield number, {name: _text(row.get(name)) for name in COLUMNS[:6]}


def _open(data: bytes) -> Any:
    """A packed file may claim any size: what it unpacks to is asked first."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(part.file_size for part in packed.infolist())
        if len(data) > BIGGEST or size > _UNPACKED:
            raise BadSheet(_("The file is too large."))
        return load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise BadSheet(_("This is no spreadsheet (.xlsx).")) from error


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    text = "" if value is None else str(value).strip()
    return text[1:] if text[:1] == "'" and text[1:2] in _FORMULA else text


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise ValueError(_("“%(text)s” is no date (2026-12-31).") % {"text": text[:20]}) from error


def _safe(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value[:1] in _FORMULA else value
