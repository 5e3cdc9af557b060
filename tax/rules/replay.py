"""Rates as they were: tables that remember what they answered, so that an old quote can be counted again."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tax.rules.answer import Answer
from tax.rules.engine import quote
from tax.rules.lookup import ArticleRow, HsRow, Provider, Tiers
from tax.rules.reading import read_request


class RecordingTables:
    """Asks another provider and keeps every row it answered with."""

    def __init__(self, tables: Provider) -> None:
        self.version = tables.version
        self._tables = tables
        self.hs_rows: dict[str, HsRow] = {}
        self.article_rows: dict[str, ArticleRow] = {}

    def hs(self, code: str, on: date) -> HsRow | None:
        """As the provider behind."""
        row = self._tables.hs(code, on)
        if row is not None:
            self.hs_rows[code] = row
        return row

    def article(self, code: str, on: date) -> ArticleRow | None:
        """As the provider behind."""
        row = self._tables.article(code, on)
        if row is not None:
            self.article_rows[code] = row
        return row

    def as_snapshot(self) -> dict[str, Any]:
        """The rows used, as plain JSON values."""
        return {
            "version": self.version,
            "hs": {code: _plain(row) for code, row in self.hs_rows.items()},
            "articles": {code: row._asdict() for code, row in self.article_rows.items()},
        }


def _plain(row: HsRow) -> dict[str, Any]:
    return row._asdict() | {"tiers": None if row.tiers is None else row.tiers._asdict()}


class RecordedTables:
    """The rows of a snapshot, whatever the day."""

    def __init__(self, snapshot: Mapping[str, Any]) -> None:
        self.version: str = snapshot["version"]
        self._hs = {code: _hs_row(row) for code, row in snapshot["hs"].items()}
        self._articles = {code: ArticleRow(**row) for code, row in snapshot["articles"].items()}

    def hs(self, code: str, on: date) -> HsRow | None:
        """The row recorded for a code."""
        return self._hs.get(code)

    def article(self, code: str, on: date) -> ArticleRow | None:
        """The row recorded for an article."""
        return self._articles.get(code)


def _hs_row(row: Mapping[str, Any]) -> HsRow:
    tiers = row["tiers"]
    return HsRow(**{**row, "tiers": None if tiers is None else Tiers(**tiers)})


def replay(snapshot: Mapping[str, Any]) -> Answer:
    """Count a snapshot (`request`, `tables`) again, with the rates it was counted with."""
    return quote(read_request(snapshot["request"], RecordedTables(snapshot["tables"])))
