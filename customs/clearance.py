"""How long clearance takes, and what stands at each port: reads for the board of the exceptions desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count, Min, Q, QuerySet

from customs.models import Declaration, PortAccount
from tenancy.scope import current_mall_id

STEPS = ("120", "399", "800", "899")
"""Stored, approved, released, closed: counted from the moment the last document was sent."""
_OPEN = (
    Declaration.State.READY,
    Declaration.State.SENT,
    Declaration.State.ACCEPTED,
    Declaration.State.REJECTED,
)

_TIMES = """
SELECT port, status, count(*),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds), percentile_cont(0.9) WITHIN GROUP (ORDER BY seconds)
FROM (
    SELECT d.port, r.status, extract(epoch FROM
        to_timestamp(min(r.returned_at), 'YYYYMMDDHH24MISSMS')::timestamp AT TIME ZONE 'Asia/Shanghai' - d.sent_at
    )::float AS seconds
    FROM customs_declaration d JOIN customs_receipt r ON r.mall_id = d.mall_id AND r.declaration_id = d.id
    WHERE d.mall_id = %(mall)s AND r.mall_id = %(mall)s AND r.kind = '622' AND r.outcome <> 'malformed'
      AND r.status IN ('120', '399', '800', '899') AND d.sent_at >= %(since)s AND length(r.returned_at) = 17
    GROUP BY d.id, d.port, r.status, d.sent_at
) AS steps
GROUP BY port, status ORDER BY port, status
"""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long until `status`, of `count` lists: half of them within p50, nine in ten within p90."""

    port: str
    status: str
    count: int
    p50: timedelta
    p90: timedelta


def paces(now: datetime, within: timedelta = timedelta(days=30)) -> list[Pace]:
    """By port and step, in the order of the way. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_TIMES, {"mall": current_mall_id(), "since": now - within})
        rows = [
            Pace(port, status, count, _span(half), _span(most))
            for port, status, count, half, most in cursor.fetchall()
        ]
    return sorted(rows, key=lambda row: (row.port, STEPS.index(row.status)))


def _span(seconds: float) -> timedelta:
    """A port whose clock is behind ours answers before it was asked: that is no time."""
    return timedelta(seconds=round(max(seconds, 0.0)))


@dataclass(frozen=True, slots=True)
class Berth:
    """One port on the board."""

    account: PortAccount
    waiting: int
    under_way: int
    refused: int
    released: int
    oldest: datetime | None


def board() -> list[Berth]:
    """Every port of the mall. Two statements."""
    counted = {
        row["port"]: row
        for row in Declaration.objects.order_by()
        .values("port")
        .annotate(
            waiting=Count("pk", filter=Q(state=Declaration.State.READY)),
            under_way=Count("pk", filter=Q(state__in=(Declaration.State.SENT, Declaration.State.ACCEPTED))),
            refused=Count("pk", filter=Q(state__in=(Declaration.State.REJECTED, Declaration.State.HELD))),
            released=Count("pk", filter=Q(state=Declaration.State.RELEASED)),
            oldest=Min("created_at", filter=Q(state__in=_OPEN)),
        )
    }
    return [
        _berth(account, counted.get(account.port, {})) for account in PortAccount.objects.order_by("port")
    ]


def _berth(account: PortAccount, counts: Mapping[str, object]) -> Berth:
    numbers = {name: counts.get(name) or 0 for name in ("waiting", "under_way", "refused", "released")}
    return Berth(account, **numbers, oldest=counts.get("oldest"))  # type: ignore[arg-type]


def oldest(most: int = 20) -> QuerySet[Declaration]:
    """What is neither released nor returned, the oldest first: a package at the port costs money every day."""
    rows = Declaration.objects.filter(state__in=(*_OPEN, Declaration.State.HELD)).select_related("package")
    return rows.order_by("created_at", "pk")[:most]
