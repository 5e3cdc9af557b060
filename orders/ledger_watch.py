"""The alarm: a state that its ledger does not tell of was changed past the verbs.

Two statements over what moved lately; the last entry of an axis must lead to where the row stands.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from journal.services import record
from tenancy.scope import current_mall_id

log = logging.getLogger(__name__)
_MOST = 1000

_ORDERS = """
    SELECT 'order', o.id, a.axis, a.state, a.after FROM (
        SELECT id, state, payment_state FROM orders_order WHERE mall_id = %(mall)s ORDER BY id DESC LIMIT %(most)s
    ) o CROSS JOIN LATERAL (
        SELECT 'order' AS axis, o.state AS state, (
            SELECT e.after FROM orders_ledgerentry e WHERE e.mall_id = %(mall)s AND e.order_id = o.id
            AND e.axis = 'order' ORDER BY e.id DESC LIMIT 1) AS after
        UNION ALL
        SELECT 'payment', o.payment_state, coalesce((
            SELECT e.after FROM orders_ledgerentry e WHERE e.mall_id = %(mall)s AND e.order_id = o.id
            AND e.axis = 'payment' ORDER BY e.id DESC LIMIT 1), 'pending')
    ) a WHERE a.state IS DISTINCT FROM a.after
"""
_PACKAGES = """
    SELECT 'package', p.id, a.axis, a.state, a.after FROM (
        SELECT id, order_id, clearance, fulfilment FROM orders_package WHERE mall_id = %(mall)s
        ORDER BY id DESC LIMIT %(most)s
    ) p CROSS JOIN LATERAL (
        SELECT x.axis, x.state, coalesce((
            SELECT e.after FROM orders_ledgerentry e WHERE e.mall_id = %(mall)s AND e.order_id = p.order_id
            AND e.package_id = p.id AND e.axis = x.axis ORDER BY e.id DESC LIMIT 1), x.first) AS after
        FROM (VALUES ('clearance', p.clearance, 'none'), ('fulfilment', p.fulfilment, 'pending'))
             AS x(axis, state, first)
    ) a WHERE a.state IS DISTINCT FROM a.after
"""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """`what` is order or package; it stands at `state`, its ledger says `after`."""

    what: str
    id: int
    axis: str
    state: str
    after: str | None


def forgotten() -> list[Forgotten]:
    """Of the open mall's newest orders and packages, those whose ledger does not lead to where they stand."""
    found = []
    with connection.cursor() as cursor:
        for sql in (_ORDERS, _PACKAGES):
            cursor.execute(sql, {"mall": current_mall_id(), "most": _MOST})
            found += [Forgotten(*row) for row in cursor.fetchall()]
    return found


def watch(now: datetime) -> int:
    """What the clock starts: each find is a fact and a line in the log. Returns how many."""
    found = forgotten()
    for row in found:
        log.error("the ledger of %s %s does not lead to its %s %s", row.what, row.id, row.axis, row.state)
        payload = {"axis": row.axis, "state": row.state, "ledger": row.after or ""}
        record(kind="ledger.forgotten", subject=f"{row.what}:{row.id}", payload=payload, at=now)
    return len(found)
