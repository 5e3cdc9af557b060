"""Rows of a spreadsheet into the catalogue: made or changed by their SKU, never doubled, a batch at a time.

What stands there is read and locked once (`shelf`), each row is decided in memory against it (`planning`), and
everything is written together (`writing`). A row that is refused leaves no trace and holds no other back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from catalog.supply.importing.planning import plan
from catalog.supply.importing.shelf import read
from catalog.supply.importing.writing import write
from catalog.types import CatalogError

__all__ = ["Put", "put_rows"]


@dataclass(frozen=True, slots=True)
class Put:
    """`outcome`: new, changed or same; `refused` instead, where the row cannot be."""

    outcome: str = ""
    refused: CatalogError | None = None


def put_rows(
    rows: Sequence[Mapping[str, Any]], *, supplier_id: int, by: str, now: datetime
) -> list[Put]:  # fmt: skip
    """One answer a row, in their order. `rows` by the keys of the import; what is not in a row stays as it is.

    Called in the supplier's scope. Raises StockChanged where an order moved what nobody had locked: then nothing is
    written, and the batch may come again.
    """
    answers: list[Put] = []
    with transaction.atomic():
        shelf = read(rows, supplier_id)
        for values in rows:
            try:
                planned = plan(values, shelf, now)
            except CatalogError as refused:
                answers.append(Put(refused=refused))
            else:
                shelf.take(planned)
                answers.append(Put(outcome=planned.outcome))
        write(shelf, f"count:{by}"[:60], now)
    return answers
