"""Reads of exchange rates."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from currency.models import Margin, Rate
from currency.types import NoRate, RateOn
from tenancy.scope import mall_id_or_none

YUAN = "CNY"
BACK = timedelta(days=10)
"""Rates are not published on holidays; the longest break (Spring Festival) is nine days. Older is an error."""
STALE = timedelta(days=4)
"""No new rate for longer than a long weekend: the import must be looked at."""


def rate_on(currency: str, day: date, *, source: str = "") -> RateOn:
    """The rate in force on a day: its own, or the last one published before, at most ten days. Raises NoRate."""
    if currency == YUAN:
        return RateOn(YUAN, day, "", Decimal("0.00"), Decimal(1), Decimal(1))
    rows = Rate.objects.filter(currency=currency, day__lte=day, day__gte=day - BACK)
    if source:
        rows = rows.filter(source=source)
    row = rows.order_by("-day", "pk").first()
    if row is None:
        raise NoRate(currency, day)
    margin = _margin(currency)
    return RateOn(currency, row.day, row.source, margin, row.yuan, row.yuan * (1 + margin / 100))


def _margin(currency: str) -> Decimal:
    if mall_id_or_none() is None:
        return Decimal("0.00")
    found = Margin.objects.filter(currency=currency).values_list("percent", flat=True).first()
    return found if found is not None else Decimal("0.00")


def known_currencies() -> list[str]:
    """Currencies that ever had a rate, and yuan."""
    return [YUAN, *Rate.objects.order_by("currency").values_list("currency", flat=True).distinct()]


def stale(day: date) -> list[tuple[str, date]]:
    """(currency, its last day) of those whose rate is older than a long weekend; the alarm of the dashboard."""
    last: dict[str, date] = {}
    for currency, of in Rate.objects.order_by("day").values_list("currency", "day"):
        last[currency] = of
    return sorted((currency, of) for currency, of in last.items() if day - of > STALE)
