"""Reading a code table: one CSV file a table, one row a code."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources


class Confidence(StrEnum):
    """How a row is known: several sources, one source, or from memory (check before relying on it)."""

    VERIFIED = "verified"
    ONE_SOURCE = "one_source"
    MEMORY = "memory"


@dataclass(frozen=True, slots=True)
class Code:
    """One code with its names. `iso`: two letters of a country, three of a currency, or empty."""

    code: str
    en: str
    zh: str
    confidence: Confidence
    iso: str = ""
    iso3: str = ""
    direction: str = ""

    def name(self, language: str) -> str:
        return self.zh if language.lower().startswith("zh") else self.en


class UnknownCodeError(LookupError):
    """A code that is not in the table. `table` and `asked` say which."""

    code = "unknown_customs_code"

    def __init__(self, table: str, asked: str) -> None:
        super().__init__(f"{asked!r} is not in the table of {table}")
        self.table = table
        self.asked = asked


@dataclass(frozen=True, slots=True)
class Table:
    """A code table, in the order of its file."""

    name: str
    rows: Mapping[str, Code]

    def get(self, code: str) -> Code:
        """The row of `code`. Raises UnknownCodeError."""
        if code not in self.rows:
            raise UnknownCodeError(self.name, code)
        return self.rows[code]

    def __contains__(self, code: object) -> bool:
        return code in self.rows

    def all(self) -> Iterable[Code]:
        return self.rows.values()

    def choices(self, language: str) -> list[tuple[str, str]]:
        """(code, name) pairs for a form."""
        return [(row.code, row.name(language)) for row in self.all()]


@cache
def load(name: str) -> Table:
    text = resources.files(__package__).joinpath("tables", f"{name}.csv").read_text(encoding="utf-8")
    rows = [_row(row) for row in csv.DictReader(text.splitlines())]
    table = Table(name, {row.code: row for row in rows})
    if len(table.rows) != len(rows):
        raise ValueError(f"a code stands twice in {name}.csv")
    return table


def _row(row: dict[str, str]) -> Code:
    return Code(
        code=row["code"],
        en=row["en"],
        zh=row["zh"],
        confidence=Confidence(row["confidence"]),
        iso=row.get("iso", ""),
        iso3=row.get("iso3", ""),
        direction=row.get("direction", ""),
    )
