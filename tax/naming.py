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

from tax.models import HsRate, PostalRate
from tax.seed.provider import ARTICLE_FILE, HS_FILE
from tax.selectors import current_version

MOST = 20
_WORD = re.compile(r"[a-z]+|[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class NamedCode:
    """A code with its names. `on_list` is True, False or None (not known); units are customs' three digits."""

    code: str
    name_zh: str
    name_en: str
    unit1: str = ""
    unit2: str = ""
    on_list: bool | None = None

    def name(self, language: str) -> str:
        return (self.name_en or self.name_zh) if language == "en" else self.name_zh


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
    rows = _seed(HS_FILE, on) if version is None else _kept(HsRate, version, on)
    return tuple(
        NamedCode(
            row["code"], row["name_zh"], row["name_en"], row["unit1"][:3], row["unit2"][:3],
            {"listed": True, "absent": False}.get(row.get("positive_list") or ""),
        )
        for row in rows
    )  # fmt: skip


@lru_cache(maxsize=8)
def _articles(version: int | None, on: date) -> tuple[NamedCode, ...]:
    rows = _seed(ARTICLE_FILE, on) if version is None else _kept(PostalRate, version, on)
    return tuple(NamedCode(row["code"], row["name_zh"], "") for row in rows)


def _seed(path: Path, on: date) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    day = on.isoformat()
    return _once(row for row in rows if row["valid_from"] <= day <= (row["valid_to"] or "9999"))


def _kept(model: type[HsRate] | type[PostalRate], version: int, on: date) -> list[dict[str, str]]:
    rows: Any = model.objects.filter(batch__version__lte=version, valid_from__lte=on).exclude(valid_to__lt=on)
    return _once(rows.order_by("-batch__version", "-valid_from").values())


def _once(rows: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        found.setdefault(row["code"], row)
    return sorted(found.values(), key=lambda row: row["code"])
