"""Rates as they were: tables that remember what they answered, so that an old quote can be counted again.

What is kept of a quote says "room" or "no room" and no more: what a person used of the year is a sum over all malls,
and no mall may read it.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from tax.rules.answer import Answer
from tax.rules.engine import quote
from tax.rules.lookup import ArticleRow, HsRow, Provider, Tiers
from tax.rules.reading import read_request
from tax.rules.thresholds import over_annual
from tax.rules.values import values_of


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
    request = read_request(snapshot["request"], RecordedTables(snapshot["tables"]))
    if "allowance_used" not in snapshot["request"] and "room" in snapshot:
        used = 0 if snapshot["room"] else request.rules.limits.annual + 1
        request = replace(request, allowance_used=used, use_known=False)
    return quote(request)


def had_room(answer: Answer) -> bool:
    """Did the year hold the quoted value? Replayed with this alone, the answer takes the same branch."""
    request = answer.request
    return not over_annual(request.rules, request.allowance_used, sum(values_of(request).dutiable(request)))


def without_use(document: Mapping[str, Any]) -> dict[str, Any]:
    """A quote's document without anything that tells the year's use: what may be kept in a mall."""
    request = {name: value for name, value in document["request"].items() if name != "allowance_used"}
    return {**document, "request": request, "answer": unused(document["answer"])}


def unused(answer: Mapping[str, Any]) -> dict[str, Any]:
    """An answer's document without what is left of the year."""
    return {name: value for name, value in answer.items() if name != "allowance_left"}
