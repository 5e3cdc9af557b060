"""Expired reservations, all malls'."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from tax.allowance.services.statements import sweep_key


def sweep(*, now: datetime, most: int = 500) -> int:
    """Give back what expired reservations hold, key by key. How many reservations ended."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT k, y FROM allowance_due(%s, %s)", [now, most])
        due = cursor.fetchall()
    swept = 0
    for key, year in sorted(due):
        with transaction.atomic():
            swept += sweep_key(key, year, now)
    return swept
