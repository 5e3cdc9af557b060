"""What the currency app tells other floors, and what goes wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class RateOn:
    """Yuan for one unit of `currency` as asked for a day: `day` and `source` are the rate's own, `margin` per cent is
    the mall's, `yuan` has it in."""

    currency: str
    day: date
    source: str
    margin: Decimal
    bare: Decimal
    yuan: Decimal


class CurrencyError(Exception):
    code = "currency"


class NoRate(CurrencyError):
    """There is no rate of that day, nor of one near enough before it. Never an older figure in silence."""

    code = "no_rate"

    def __init__(self, currency: str, day: date) -> None:
        says = _("There is no exchange rate of %(currency)s for %(day)s.")
        super().__init__(says % {"currency": currency, "day": day.isoformat()})
        self.currency, self.day = currency, day


class BadRates(CurrencyError):
    """What the source sent cannot be believed: nothing of it was kept. `rows` says which and why."""

    code = "bad_rates"

    def __init__(self, rows: list[str]) -> None:
        super().__init__("; ".join(rows[:5]))
        self.rows = rows
