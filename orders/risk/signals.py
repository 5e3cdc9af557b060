"""The one statement that counts for all active rules of the mall, and finds who is on its blacklist.

One on purpose: it stands in the middle of placing an order. A kind without an active rule counts nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from orders.risk.rules import PAYER
from orders.risk.types import Hit
from tenancy.scope import current_mall_id
from tenancy.vault.people import search_key


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose order it would be. Empty texts and None are unknown and match nothing."""

    shopper_id: int
    phone: str = ""
    address: str = ""
    number_key: str = ""
    device: str = ""


_SINCE = "placed_at > %(now)s - make_interval(hours => r.hours)"
_COUNT = f"""
    CASE r.kind
    WHEN 'account' THEN (SELECT count(*) FROM orders_order o WHERE o.mall_id = %(mall)s
                         AND o.shopper_id = %(shopper)s AND o.{_SINCE})
    WHEN 'phone' THEN (SELECT count(*) FROM orders_order o WHERE o.mall_id = %(mall)s
                       AND o.phone = %(phone)s AND o.phone <> '' AND o.{_SINCE})
    WHEN 'address' THEN (SELECT count(*) FROM orders_order o WHERE o.mall_id = %(mall)s
                         AND o.address = %(address)s AND o.address <> '' AND o.{_SINCE})
    WHEN 'device' THEN (SELECT count(*) FROM orders_order o WHERE o.mall_id = %(mall)s
                        AND o.device = %(device)s AND o.device <> '' AND o.{_SINCE})
    WHEN 'identity' THEN (SELECT count(*) FROM accounts_identity i
                          JOIN orders_order o ON o.mall_id = %(mall)s AND o.identity_id = i.id AND o.{_SINCE}
                          WHERE i.mall_id = %(mall)s AND i.number_key = %(number)s AND %(number)s <> '')
    WHEN 'id_reuse' THEN (SELECT count(DISTINCT i.shopper_id) - 1 FROM accounts_identity i
                          WHERE i.mall_id = %(mall)s AND i.number_key = %(number)s AND %(number)s <> ''
                          AND (i.replaced_at IS NULL OR i.replaced_at > %(now)s - make_interval(hours => r.hours)))
    END
"""
_ASK = f"""
SELECT r.kind, r.causes, r.id, NULL::bigint, {_COUNT} + 1, r.most
FROM risk_rule r WHERE r.mall_id = %(mall)s AND r.is_active AND r.kind <> '{PAYER}'
UNION ALL
SELECT b.kind, b.causes, NULL::bigint, b.id, 1, 0 FROM risk_blacklistentry b
WHERE b.mall_id = %(mall)s AND b.lifted_at IS NULL AND (b.expires_at IS NULL OR b.expires_at > %(now)s)
  AND (b.kind, b.value_key) IN (
      ('account', %(account_key)s), ('phone', %(phone_key)s), ('address', %(address_key)s),
      ('identity', %(number)s), ('device', %(device_key)s))
"""


def struck(asked: Asked, now: datetime) -> Iterator[Hit]:
    """Every rule whose bound this order would pass (the order itself is counted), and every entry that names it."""
    with connection.cursor() as cursor:
        cursor.execute(_ASK, _values(asked, now))
        rows = cursor.fetchall()
    for kind, causes, rule_id, entry_id, found, most in rows:
        if found is not None and found > most:
            yield Hit(kind, causes, rule_id, entry_id, found, most)


def _values(asked: Asked, now: datetime) -> dict[str, Any]:
    return {
        "mall": current_mall_id(), "now": now, "shopper": asked.shopper_id, "phone": asked.phone,
        "address": asked.address, "number": asked.number_key, "device": asked.device,
        "account_key": value_key("account", str(asked.shopper_id)), "phone_key": value_key("phone", asked.phone),
        "address_key": value_key("address", asked.address), "device_key": value_key("device", asked.device),
    }  # fmt: skip


def value_key(kind: str, value: str) -> str:
    """What the blacklist keeps instead of the value; an ID number has the key it is found by anyway."""
    if not value:
        return "-"
    return search_key("resident-id" if kind == "identity" else f"blacklist-{kind}", value)
