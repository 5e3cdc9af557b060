"""Tell suppliers what runs low and what runs out of date: once a day at most, and an unchanged list once a week."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from catalog.inventory.days import day_of
from catalog.inventory.selectors import low, near_expiry, near_expiry_unbatched
from notifications.selectors import told_since
from notifications.services import send
from partners.selectors import keepers_of_stock

LOW, EXPIRING = "stock.low", "stock.expiring"
_LINKS = {LOW: "/seller/stock?warn=low", EXPIRING: "/seller/stock?warn=expiring"}
_NAMED = 3
_DAY = timedelta(hours=20)
"""Less than a day, so that a job that runs a little earlier than yesterday still speaks."""

Rows = dict[int, list[tuple[int, str]]]
"""supplier -> (id of the stock row or batch, SKU code); a row that is near its own date counts below nothing."""


def warn_of_stock(*, now: datetime) -> int:
    """Messages sent: to everybody of an active supplier who answers for stock."""
    lows: Rows = defaultdict(list)
    for row in low():
        if row.sku.product.state == "listed":
            lows[row.sku.product.supplier_id].append((row.pk, row.sku.code))
    olds: Rows = defaultdict(list)
    for batch in near_expiry(day_of(now)):
        olds[batch.stock.sku.product.supplier_id].append((batch.pk, batch.stock.sku.code))
    for row in near_expiry_unbatched(day_of(now)):
        olds[row.sku.product.supplier_id].append((-row.pk, row.sku.code))
    return _told(LOW, lows, now) + _told(EXPIRING, olds, now)


def _told(kind: str, rows: Rows, now: datetime) -> int:
    seats = keepers_of_stock(rows)
    silent = told_since([user for users in seats.values() for user, _language in users], kind, now - _DAY)
    sent = 0
    for supplier_id, users in seats.items():
        found = rows[supplier_id]
        for user_id, language in users:
            if user_id not in silent:
                sent += send(
                    kind=kind, user_id=user_id, language=language, occasion=_occasion(found, now),
                    context={"count": len(found), "codes": _codes(found)}, link=_LINKS[kind], now=now,
                )  # fmt: skip
    return sent


def _occasion(rows: Iterable[tuple[int, str]], now: datetime) -> str:
    """The same list in the same week is the same news."""
    ids = ",".join(str(pk) for pk, _code in sorted(rows))
    year, week, _day = day_of(now).isocalendar()
    return f"{year}-{week}:{hashlib.sha256(ids.encode()).hexdigest()[:16]}"


def _codes(rows: list[tuple[int, str]]) -> str:
    codes = list(dict.fromkeys(code for _pk, code in rows))
    return ", ".join(codes[:_NAMED]) + (" …" if len(codes) > _NAMED else "")
