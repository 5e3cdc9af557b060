"""Find a tariff code or a postal article by what people call the goods, or by its first digits."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from tax.models import HsRate, PositiveListEntry, PostalRate, RateRow
from tax.seed.provider import ARTICLE_FILE, HS_FILE, list_mark
from tax.selectors import current_version

MOST = 20
_WORD = re.compile(r"[a-z]+|[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class NamedCode:
    """A code with its names. `on_list` is True, False or None (not known); units are customs' three digits.

    `confidence` of the row and `list_confidence` of its mark on the positive list: V, S or M (RateRow.Confidence).
    """

    code: str
    name_zh: str
    name_en: str
    unit1: str = ""
    unit2: str = ""
    on_list: bool | None = None
    confidence: str = "V"
    list_confidence: str = ""

    @property
    def doubt(self) -> Any:
        """In words, where the row stands from one source only or from memory; else empty."""
        return _doubt(self.confidence)

    @property
    def list_doubt(self) -> Any:
        """Likewise for its mark on the positive list."""
        return _doubt(self.list_confidence)

    def name(self, language: str) -> str:
        return (self.name_en or self.name_zh) if language == "en" else self.name_zh


def _doubt(confidence: str) -> Any:
    return RateRow.Confidence(confidence).label if confidence in ("S", "M") else ""


def find_hs(query: str, on: date) -> list[NamedCode]:
    """Codes in force on a day: by leading digits, or by the words of either language, the best first."""
    return _best(query, _hs(current_version(), on))


def find_articles(query: str, on: date) -> list[NamedCode]:
    """Postal articles (行邮税号), likewise."""
    return _best(query, _articles(current_version(), on))


def hs_named(code: str, on: date) -> NamedCode | None:
    return next((row for row in _hs(current_version(), on) if row.code == code), None)


def _best(query: str, rows: Iterable[NamedCode]) -> list[NamedCode]:
    digits = re.sub(r"[\s.]", "", query)
    if digits.isdigit():
        return [row for row in rows if row.code.startswith(digits)][:MOST]
    wanted = set(_WORD.findall(query.lower()))
    if not wanted:
        return []
    scored = [(_score(query.lower().strip(), wanted, row), row) for row in rows]
    found = sorted((one for one in scored if one[0] > 0), key=lambda one: (-one[0], one[1].code))
    return [row for _score_, row in found[:MOST]]


def _score(query: str, wanted: set[str], row: NamedCode) -> float:
    """The share of the wanted words that stand in the names; the whole phrase counts once more."""
    text = f"{row.name_zh} {row.name_en}".lower()
    known = set(_WORD.findall(text))
    hit = sum(1 for word in wanted if word in known or (len(word) > 3 and word in text))
    share = hit / len(wanted)
    return 0 if share < 0.6 else share + (1 if query in text else 0)


@lru_cache(maxsize=8)
def _hs(version: int | None, on: date) -> tuple[NamedCode, ...]:
    rows = _seed_hs(on) if version is None else _kept_hs(version, on)
    return tuple(
        NamedCode(
            row["code"], row["name_zh"], row["name_en"], row["unit1"][:3], row["unit2"][:3],
            {"listed": True, "absent": False}.get(row.get("positive_list") or ""),
            row["confidence"], row.get("list_confidence", ""),
        )
        for row in rows
    )  # fmt: skip


def _seed_hs(on: date) -> list[dict[str, str]]:
    return [row | list_mark(row) for row in _seed(HS_FILE, on)]


def _kept_hs(version: int, on: date) -> list[dict[str, str]]:
    """The list is a table of its own, by the first eight digits."""
    marks = {row["code"]: row for row in _kept(PositiveListEntry, version, on)}
    rows = _kept(HsRate, version, on)
    return [row | _mark(marks.get(row["code"][:8])) for row in rows]


def _mark(entry: dict[str, str] | None) -> dict[str, str]:
    if entry is None:
        return {}
    return {"positive_list": entry["standing"], "list_confidence": entry["confidence"]}


@lru_cache(maxsize=8)
def _articles(version: int | None, on: date) -> tuple[NamedCode, ...]:
    rows = _seed(ARTICLE_FILE, on) if version is None else _kept(PostalRate, version, on)
    return tuple(NamedCode(row["code"], row["name_zh"], "", confidence=row["confidence"]) for row in rows)


def _seed(path: Path, on: date) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    day = on.isoformat()
    return _once(row for row in rows if row["valid_from"] <= day <= (row["valid_to"] or "9999"))


def _kept(
    model: type[HsRate] | type[PostalRate] | type[PositiveListEntry], version: int, on: date
) -> list[dict[str, str]]:
    """For each code the row of the highest version; one that withdraws its code ends it."""
    rows: Any = model.objects.filter(batch__version__lte=version, valid_from__lte=on).exclude(valid_to__lt=on)
    found = _once(rows.order_by("-batch__version", "-valid_from").values())
    return [row for row in found if not row["withdrawn"]]


def _once(rows: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        found.setdefault(row["code"], row)
    return sorted(found.values(), key=lambda row: row["code"])
