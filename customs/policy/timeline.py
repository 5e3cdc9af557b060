"""The timeline of rules, in plain words, each with its source and how surely it is known."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Rule:
    """`field`: limits, tax, data or messages; `confidence`: verified, one_source, memory."""

    since: date
    field: str
    en: str
    zh: str
    source: str
    confidence: str

    def says(self, language: str) -> str:
        return self.zh if language.lower().startswith("zh") else self.en


@cache
def timeline() -> tuple[Rule, ...]:
    """Oldest first."""
    text = resources.files("customs.policy").joinpath("timeline.csv").read_text(encoding="utf-8")
    rows = [
        Rule(
            since=date.fromisoformat(row["since"]),
            field=row["field"],
            en=row["en"],
            zh=row["zh"],
            source=row["source"],
            confidence=row["confidence"],
        )
        for row in csv.DictReader(text.splitlines())
    ]
    return tuple(sorted(rows, key=lambda row: row.since))


def in_force(day: date, field: str = "") -> tuple[Rule, ...]:
    """What had begun by that day, the newest first."""
    rows = [row for row in timeline() if row.since <= day and field in ("", row.field)]
    return tuple(reversed(rows))
