"""The result as a file (CSV, UTF-8 with its mark so that spreadsheets read Chinese): no cell is ever a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from customs.models import WhatIfRun

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_rows(run: WhatIfRun) -> Iterator[str]:
    """Line by line, in the order it was counted."""
    yield "\ufeff" + _line(_headers())
    for part in run.parts.order_by("number").iterator(chunk_size=20):
        for row in part.rows:
            yield _line([*row, _difference(row)])


def _headers() -> list[str]:
    return [
        _("kind"), _("code or order number"), _("title"), _("mode"), _("pieces"), _("value"), _("outcome now"),
        _("reason now"), _("tax now"), _("outcome then"), _("reason then"), _("tax then"), _("difference"),
    ]  # fmt: skip


def _difference(row: list[object]) -> str:
    now, then = str(row[8]), str(row[11])
    return f"{Decimal(then) - Decimal(now):.2f}" if now and then else ""


def _line(cells: list[object] | list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([safe(cell) for cell in cells])
    return out.getvalue()


def safe(cell: object) -> str:
    """A text that begins like a formula is written as a text; a plain number below zero stays one."""
    text = str(cell)
    if text.startswith(_FORMULA) and not _is_number(text):
        return f"'{text}"
    return text


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdecimal() and text.isascii()
