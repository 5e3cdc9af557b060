"""Verbs of currency: take rates in, convert, set a mall's margin."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from currency.models import Margin, Rate
from currency.providers.face import Provider, Published
from currency.selectors import YUAN, rate_on
from currency.types import BadRates, RateOn
from money.rounding import to_fen

_CODE = re.compile(r"^[A-Z]{3}$")
LEAP = Decimal("0.2")
"""A rate that moved by more than a fifth since the last one is taken for a mistake of the source."""


def import_rates(*, provider: Provider, day: date, now: datetime) -> int:
    """Ask the source for a day and keep what is new. Returns how many. Raises BadRates: then nothing is kept."""
    rows = list(provider.published(day))
    wrong = [said for row in rows for said in _wrong(row, now)]
    if wrong:
        raise BadRates(wrong)
    made = [
        Rate(currency=row.currency, day=row.day, yuan=row.yuan, source=provider.source, imported_at=now)
        for row in rows
    ]
    before = Rate.objects.count()
    Rate.objects.bulk_create(made, ignore_conflicts=True)
    return Rate.objects.count() - before


def _wrong(row: Published, now: datetime) -> Iterable[str]:
    named = f"{row.currency} {row.day}"
    if not _CODE.match(row.currency) or row.currency == YUAN:
        yield f"{named}: no currency"
    if not row.yuan.is_finite() or not Decimal("0.000001") <= row.yuan <= Decimal("100000"):
        yield f"{named}: {row.yuan} is no rate"
        return
    if row.day > now.date() + timedelta(days=1):
        yield f"{named}: a day to come"
    last = Rate.objects.filter(currency=row.currency, day__lt=row.day).order_by("-day").first()
    if last is not None and abs(row.yuan / last.yuan - 1) > LEAP:
        yield f"{named}: {row.yuan} after {last.yuan}"


def set_margin(*, currency: str, percent: Decimal) -> None:
    """What the open mall adds to the rate, -20 to 20 per cent. Raises BadRates."""
    if not _CODE.match(currency) or currency == YUAN or not Decimal(-20) <= percent <= Decimal(20):
        raise BadRates([f"{currency}: {percent}"])
    with transaction.atomic():
        Margin.objects.update_or_create(currency=currency, defaults={"percent": percent})


def in_yuan(*, amount: Decimal, currency: str, day: date) -> tuple[Decimal, RateOn]:
    """The amount in yuan, rounded once, and the rate to be kept beside it. Raises NoRate."""
    rate = rate_on(currency, day)
    return to_fen(amount * rate.yuan), rate
