"""人民币汇率中间价: the daily file of central parities, one line a currency: `day,currency,per,yuan`.

`per` is the number of units the figure is for (100 for JPY). Whoever runs the house fetches the file and lays it where
CURRENCY_RATES_FILE says: nothing here reaches out inside a request.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from currency.providers.face import Published
from currency.types import BadRates

_COLUMNS = ["day", "currency", "per", "yuan"]


class CentralParity:
    source = "central parity"

    def __init__(self, path: Path) -> None:
        self._path = path

    def published(self, day: date) -> Iterable[Published]:
        try:
            text = self._path.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise BadRates([f"{self._path.name}: {error}"]) from error
        rows = csv.DictReader(text.splitlines())
        if rows.fieldnames != _COLUMNS:
            raise BadRates([f"{self._path.name}: the columns are {rows.fieldnames}"])
        found = [self._read(number, row) for number, row in enumerate(rows, start=2)]
        return [row for row in found if row.day == day]

    def _read(self, number: int, row: dict[str, str]) -> Published:
        try:
            per, yuan = Decimal(row["per"]), Decimal(row["yuan"])
            return Published(row["currency"], date.fromisoformat(row["day"]), yuan / per)
        except (InvalidOperation, ZeroDivisionError, ValueError, TypeError, KeyError) as error:
            raise BadRates([f"{self._path.name}, line {number}: {error!r}"]) from error
