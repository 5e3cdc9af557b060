"""What a source of exchange rates answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Published:
    """Yuan for one unit of `currency`, as published for `day`."""

    currency: str
    day: date
    yuan: Decimal


class Provider(Protocol):
    """A source. `source` names it in every rate."""

    source: str

    def published(self, day: date) -> Iterable[Published]:
        """What it published for that day; nothing on a holiday. Raises BadRates for what cannot be read."""
