"""One statement writes a whole order: order, packages, lines, the first ledger entry; the cart is emptied.

One on purpose: an ORM statement costs more than its work, and this is all or nothing by itself. The number is
taken only if it is free; one taken by chance gives no row, and the caller draws another.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from tenancy.scope import current_mall_id

_ORDER_COLUMNS = (
    "number", "shopper_id", "identity_id", "state", "payment_state", "goods", "freight", "discount", "tax",
    "total", "consignee", "phone", "address", "district_code", "language", "notice_version", "notice_hash",
    "notice_accepted_at", "ip", "device", "risk", "rule_version", "placed_at", "expires_at",
)  # fmt: skip
_PACKAGE_COLUMNS = {
    "number": "text", "sequence": "int", "supplier_id": "bigint", "warehouse_id": "bigint", "mode": "text",
    "port": "text", "goods": "numeric", "freight": "numeric", "discount": "numeric", "tax": "numeric",
    "total": "numeric", "tax_outcome": "text", "tax_snapshot": "jsonb", "net_kg": "numeric",
    "gross_kg": "numeric",
}  # fmt: skip
_LINE_COLUMNS = {
    "sku_id": "bigint", "sequence": "int", "sku_code": "text", "slug": "text", "title": "jsonb",
    "option": "jsonb", "picture": "text", "quantity": "int", "unit_price": "numeric", "amount": "numeric",
    "discount": "numeric", "dutiable_value": "numeric", "duty": "numeric", "consumption_tax": "numeric",
    "vat": "numeric",
    "postal_tax": "numeric", "trade": "jsonb", "bundle": "jsonb",
}  # fmt: skip


def _recordset(columns: dict[str, str]) -> str:
    return ", ".join(f"{name} {kind}" for name, kind in columns.items())


def _named(columns: Any, alias: str = "") -> str:
    return ", ".join(f"{alias}{name}" for name in columns)


_WRITE = f"""
WITH o AS (
    INSERT INTO orders_order (mall_id, {_named(_ORDER_COLUMNS)})
    VALUES (%(mall)s, {_named(f"%({name})s" for name in _ORDER_COLUMNS)})
    ON CONFLICT (mall_id, number) DO NOTHING RETURNING id
), p AS (
    INSERT INTO orders_package (mall_id, order_id, {_named(_PACKAGE_COLUMNS)}, clearance, fulfilment, status,
                                mend, reason_code, reason, list_number)
    SELECT %(mall)s, o.id, {_named(_PACKAGE_COLUMNS, "v.")}, %(clearance)s, %(fulfilment)s, '', '', '', '', ''
    FROM o, jsonb_to_recordset(%(packages)s::jsonb) AS v({_recordset(_PACKAGE_COLUMNS)})
    ORDER BY v.sequence RETURNING id, order_id, sequence
), l AS (
    INSERT INTO orders_line (mall_id, order_id, package_id, {_named(_LINE_COLUMNS)})
    SELECT %(mall)s, p.order_id, p.id, {_named(_LINE_COLUMNS, "v.")}
    FROM p JOIN jsonb_to_recordset(%(lines)s::jsonb) AS v(package int, {_recordset(_LINE_COLUMNS)})
         ON v.package = p.sequence
    ORDER BY p.sequence, v.sequence
), e AS (
    INSERT INTO orders_ledgerentry
        (mall_id, order_id, axis, event, before, after, code, actor, note, amount, at)
    SELECT %(mall)s, o.id, 'order', 'place', '', %(state)s, '', %(actor)s, '', %(total)s, %(placed_at)s FROM o
), c AS (
    DELETE FROM orders_cartline
    USING jsonb_to_recordset(%(bought)s::jsonb) AS b(sku_id bigint, quantity int), o
    WHERE orders_cartline.mall_id = %(mall)s AND orders_cartline.cart_id = %(cart)s
      AND orders_cartline.sku_id = b.sku_id AND orders_cartline.quantity = b.quantity
    RETURNING orders_cartline.id
)
SELECT p.order_id, p.sequence, p.id, (SELECT count(*) FROM c) FROM p ORDER BY p.sequence
"""


@dataclass(frozen=True, slots=True)
class Written:
    """Ids of the order and of its packages in their order; `taken` lines went out of the cart."""

    order_id: int
    package_ids: tuple[int, ...]
    taken: int


def write_order(
    *,
    order: dict[str, Any],
    packages: list[dict[str, Any]],
    lines: list[dict[str, Any]],
    bought: dict[int, int],
    cart_id: int,
    actor: str,
) -> Written | None:
    """None when the number is taken. Raises IntegrityError for rows that do not add up."""
    values = order | {
        "mall": current_mall_id(),
        "packages": _json(packages),
        "lines": _json(lines),
        "bought": _json([{"sku_id": sku, "quantity": quantity} for sku, quantity in bought.items()]),
        "cart": cart_id,
        "actor": actor,
        "clearance": "none",
        "fulfilment": "pending",
    }
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, values)
        rows = cursor.fetchall()
    if not rows:
        return None
    return Written(rows[0][0], tuple(row[2] for row in rows), rows[0][3])


def _json(rows: list[dict[str, Any]]) -> str:
    return json.dumps(rows, default=_plain, ensure_ascii=False)


def _plain(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no value of an order")
