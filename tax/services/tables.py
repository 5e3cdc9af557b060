"""Which rate tables a quote reads: the approved version in the database, else the package's seed rates.

A process asks for the version at most once a minute and keeps the rows of a version for as long as it lives: rows
never change, so a quote costs no statement.
"""

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Max, Model

from tax.models import HsRate, PositiveListEntry, PostalRate, RateBatch
from tax.rules.lookup import ArticleRow, HsRow, Provider
from tax.seed.provider import article_row, hs_row, seed_tables

_KEPT_SECONDS = 60.0
_forced: ContextVar[Provider | None] = ContextVar("crossport_rate_tables", default=None)
_known: dict[str, Any] = {}


def current_tables() -> Provider:
    """The tables in force."""
    forced = _forced.get()
    if forced is not None:
        return forced
    if _known.get("until", 0.0) <= time.monotonic():
        _known["version"] = RateBatch.objects.aggregate(version=Max("version"))["version"]
        _known["until"] = time.monotonic() + _KEPT_SECONDS
    version = _known["version"]
    return seed_tables() if version is None else tables_at(version)


def forget() -> None:
    """Ask for the version anew: after an approval, and between tests."""
    _known.clear()
    tables_at.cache_clear()


def use_seed_tables() -> AbstractContextManager[None]:
    """Quotes inside read the package's rates, whatever the database holds."""
    return forced_tables(seed_tables())


@contextmanager
def forced_tables(tables: Provider) -> Iterator[None]:
    """Quotes inside read these."""
    token = _forced.set(tables)
    try:
        yield
    finally:
        _forced.reset(token)


@lru_cache(maxsize=4)
def tables_at(version: int) -> "VersionTables":
    """The tables as they stood at a version."""
    return VersionTables(version)


class VersionTables:
    """Rows of all batches up to a version; a code is read once and kept."""

    def __init__(self, number: int) -> None:
        self.version = f"v{number}"
        self._number = number
        self._kept: dict[tuple[type[Model], str], list[dict[str, Any]]] = {}

    def hs(self, code: str, on: date) -> HsRow | None:
        """The row of a ten-digit code; its duty from the line of eight digits where the ten hold none."""
        found = self._row(HsRate, code, on)
        if found is None:
            return None
        listed = self._row(PositiveListEntry, code[:8], on)
        raw = _text(found) | {"positive_list": listed["standing"] if listed else "unknown"}
        if listed:
            raw |= {"list_source": listed["source"], "list_confidence": listed["confidence"]}
        return hs_row(raw if raw["duty"] else raw | self._duty_of_line(code[:8], on))

    def article(self, code: str, on: date) -> ArticleRow | None:
        """The row of a postal article."""
        found = self._row(PostalRate, code, on)
        return None if found is None else article_row(_text(found))

    def _duty_of_line(self, line: str, on: date) -> dict[str, str]:
        """The one duty of all rows of an eight-digit line, if they agree, and the row it is taken from.

        Duty is not split below eight digits.
        """
        codes = sorted({row["code"] for row in self._rows(HsRate, line)})
        rows = [row for code in codes if (row := self._row(HsRate, code, on)) and row["duty"]]
        if len({row["duty"] for row in rows}) != 1:
            return {}
        lender = rows[0]
        return {
            "duty": lender["duty"],
            "duty_from": lender["code"],
            "duty_source": lender["source"],
            "duty_confidence": lender["confidence"],
        }

    def _row(self, model: type[Any], code: str, on: date) -> dict[str, Any] | None:
        for row in self._rows(model, code):
            if row["valid_from"] <= on and (row["valid_to"] is None or on <= row["valid_to"]):
                return None if row["withdrawn"] else row
        return None

    def _rows(self, model: type[Any], code: str) -> list[dict[str, Any]]:
        """Rows of a code (or of a line of eight digits), newest version first."""
        key = (model, code)
        if key not in self._kept:
            match = {"code__startswith": code} if model is HsRate and len(code) == 8 else {"code": code}
            rows = model.objects.filter(batch__version__lte=self._number, **match)
            self._kept[key] = list(rows.order_by("-batch__version", "-valid_from").values())
        return self._kept[key]


def _text(row: dict[str, Any]) -> dict[str, str]:
    return {name: value for name, value in row.items() if isinstance(value, str)}
