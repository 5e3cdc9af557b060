"""Reads of the ledger."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import connection
from django.db.models import F, Sum

from tax.allowance.models import AllowanceEntry
from tax.allowance.services.reserving import limit_of
from tax.allowance.types import ZERO


def used(*, key: str, year: int, now: datetime) -> Decimal:
    """What all malls hold for the key in the year, expired reservations left out.

    For the engine, which must refuse what does not fit. Not to be shown in a mall: use `own_use` and `has_room`.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT allowance_used(%s, %s, %s)", [key, year, now])
        return cursor.fetchone()[0]


def has_room(*, key: str, year: int, amount: Decimal, now: datetime) -> bool:
    """Would `amount` fit at this moment? Only `reserve` decides."""
    return used(key=key, year=year, now=now) + amount <= limit_of(year)


def own_use(*, key: str, year: int, now: datetime) -> Decimal:
    """What the open mall itself holds for the key in the year."""
    entries = AllowanceEntry.objects.filter(key=key, year=year)
    counted = entries.filter(state=AllowanceEntry.State.COUNTED)
    reserved = entries.filter(state=AllowanceEntry.State.RESERVED, expires_at__gt=now)
    held = counted.aggregate(sum=Sum(F("amount") - F("restored")))["sum"] or ZERO
    return held + (reserved.aggregate(sum=Sum("amount"))["sum"] or ZERO)
