"""Rate tables read from CSV files: works without any database."""

import csv
import hashlib
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from tax.rules.lookup import ArticleRow, HsRow, Tiers

HERE = Path(__file__).parent
HS_FILE = HERE / "hs_rates.csv"
ARTICLE_FILE = HERE / "postal_articles.csv"

Row = dict[str, str]
R = TypeVar("R")


class Window(NamedTuple, Generic[R]):
    """A row and the days it holds, both ends included."""

    since: date
    until: date
    row: R


class FileTables:
    """Both tables in memory, keyed by code. Immutable once built."""

    def __init__(self, hs_rows: Iterable[Row], article_rows: Iterable[Row], version: str) -> None:
        self.version = version
        self._hs = _windows((raw, hs_row(raw | list_mark(raw))) for raw in hs_rows)
        self._articles = _windows((raw, article_row(raw)) for raw in article_rows)

    def hs(self, code: str, on: date) -> HsRow | None:
        """The row of a ten-digit code on a day."""
        return _pick(self._hs.get(code), on)

    def article(self, code: str, on: date) -> ArticleRow | None:
        """The row of a postal article on a day."""
        return _pick(self._articles.get(code), on)


def hs_row(raw: Row) -> HsRow:
    """A row of `hs_rates.csv`; empty cells are unknown."""
    tiers = None
    if raw["low_specific"] or raw["low_below"] or raw["high_from"]:
        tiers = Tiers(raw["specific"], raw["high_from"], raw["low_specific"], raw["low_below"])
    return HsRow(
        code=raw["code"],
        vat=raw["vat"] or None,
        duty=raw["duty"] or None,
        kind=raw["kind"] or None,
        rate=raw["rate"] or None,
        specific=raw["specific"] or None,
        per=raw["per"] or None,
        on_list={"listed": True, "absent": False}.get(raw["positive_list"]),
        source=raw["source"],
        confidence=raw["confidence"],
        tiers=tiers,
        list_source=raw.get("list_source", ""),
        list_confidence=raw.get("list_confidence", ""),
        duty_from=raw.get("duty_from", ""),
        duty_source=raw.get("duty_source", ""),
        duty_confidence=raw.get("duty_confidence", ""),
    )


def list_mark(raw: Row) -> Row:
    """Where the mark of `hs_rates.csv` on the positive list was read: a copy of the list, or memory."""
    note = raw["list_note"]
    return {"list_source": note or "not found", "list_confidence": "S" if note.startswith("[2016") else "M"}


def article_row(raw: Row) -> ArticleRow:
    """A row of `postal_articles.csv`."""
    return ArticleRow(
        code=raw["code"],
        postal_class=raw["postal_class"],
        listed_price=raw["listed_price"] or None,
        unit=raw["unit"],
        source=raw["source"],
        confidence=raw["confidence"],
    )


def _windows(rows: Iterable[tuple[Row, R]]) -> dict[str, list[Window[R]]]:
    table: dict[str, list[Window[R]]] = {}
    for raw, row in rows:
        until = date.fromisoformat(raw["valid_to"]) if raw["valid_to"] else date.max
        window = Window(date.fromisoformat(raw["valid_from"]), until, row)
        table.setdefault(raw["code"], []).append(window)
    return table


def _pick(windows: list[Window[R]] | None, on: date) -> R | None:
    for window in windows or ():
        if window.since <= on <= window.until:
            return window.row
    return None


def read_rows(path: Path) -> list[Row]:
    """All rows of a CSV file with a header."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def seed_tables() -> FileTables:
    """The tables of the package, read once a process."""
    digest = hashlib.sha256(HS_FILE.read_bytes() + ARTICLE_FILE.read_bytes()).hexdigest()
    return FileTables(read_rows(HS_FILE), read_rows(ARTICLE_FILE), f"seed-{digest[:12]}")
