"""The ledger's own statements: each decides in the database, by the row it changes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from tax.allowance.caps import BY_GOOD
from tax.allowance.types import NoRoomForGoodError

# The year's row grows only where the sum stays within the limit; a waiting statement looks again at the row as the
# other left it. An entry of this reference that is there already makes the rest do nothing.
_RESERVE = """
WITH entry AS (
  INSERT INTO allowance_allowanceentry
    (mall_id, ref, key, year, amount, restored, goods, state, reserved_at, expires_at)
  VALUES (%(mall)s, %(ref)s, %(key)s, %(year)s, %(amount)s, 0, %(goods)s, 'reserved', %(now)s, %(expires)s)
  ON CONFLICT (mall_id, ref) DO NOTHING RETURNING key, year, amount
), room AS (
  INSERT INTO allowance_allowanceyear (key, year, held)
  SELECT key, year, amount FROM entry WHERE amount <= %(limit)s
  ON CONFLICT (key, year) DO UPDATE SET held = allowance_allowanceyear.held + excluded.held
    WHERE allowance_allowanceyear.held + excluded.held <= %(limit)s
  RETURNING 1
)
SELECT (SELECT count(*) FROM entry), (SELECT count(*) FROM room)
"""
_GOOD = """
INSERT INTO allowance_allowancegoods (key, year, good, held)
SELECT %(key)s, %(year)s, %(good)s, %(amount)s WHERE %(amount)s <= %(cap)s
ON CONFLICT (key, year, good) DO UPDATE SET held = allowance_allowancegoods.held + excluded.held
  WHERE allowance_allowancegoods.held + excluded.held <= %(cap)s
RETURNING 1
"""
_ADD_YEAR = """
INSERT INTO allowance_allowanceyear (key, year, held) VALUES (%(key)s, %(year)s, %(amount)s)
ON CONFLICT (key, year) DO UPDATE SET held = allowance_allowanceyear.held + excluded.held
"""
_TAKE_YEAR = (
    "UPDATE allowance_allowanceyear SET held = held - %(amount)s WHERE key = %(key)s AND year = %(year)s"
)
_ADD_GOOD = """
INSERT INTO allowance_allowancegoods (key, year, good, held) VALUES (%(key)s, %(year)s, %(good)s, %(amount)s)
ON CONFLICT (key, year, good) DO UPDATE SET held = allowance_allowancegoods.held + excluded.held
"""
_TAKE_GOOD = """
UPDATE allowance_allowancegoods SET held = held - %(amount)s
WHERE key = %(key)s AND year = %(year)s AND good = %(good)s
"""


class Reservation(NamedTuple):
    """What one reserving statement is about. `goods` in kilograms."""

    mall_id: int
    key: str
    year: int
    amount: Decimal
    ref: str
    goods: Mapping[str, Decimal]
    now: datetime
    expires_at: datetime


def take_room(asked: Reservation, limit: Decimal) -> tuple[bool, bool]:
    """(the entry is new, the year had room). Both rows are written or, on the caller's rollback, none."""
    values: dict[str, int | str | Decimal | datetime] = {
        "mall": asked.mall_id,
        "ref": asked.ref,
        "key": asked.key,
        "year": asked.year,
        "amount": asked.amount,
        "goods": json.dumps({good: format(amount, "f") for good, amount in asked.goods.items()}),
        "now": asked.now,
        "expires": asked.expires_at,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(_RESERVE, values)
        new, room = cursor.fetchone()
    return bool(new), bool(room)


def take_goods(asked: Reservation) -> None:
    """Raises NoRoomForGoodError; in the order of the goods' names, so that two orders never wait on each other."""
    with connection.cursor() as cursor:
        for good, amount in sorted(asked.goods.items()):
            cap = BY_GOOD[good].kilograms
            cursor.execute(
                _GOOD, {"key": asked.key, "year": asked.year, "good": good, "amount": amount, "cap": cap}
            )
            if cursor.fetchone() is None:
                raise NoRoomForGoodError(good)


def give_back(key: str, year: int, amount: Decimal, goods: Mapping[str, Decimal]) -> None:
    """Lower the year and its goods."""
    _change(_TAKE_YEAR, _TAKE_GOOD, key, year, amount, goods)


def add(key: str, year: int, amount: Decimal, goods: Mapping[str, Decimal]) -> None:
    """Raise the year and its goods whatever the limit: customs has decided already."""
    _change(_ADD_YEAR, _ADD_GOOD, key, year, amount, goods)


def _change(
    of_year: str, of_good: str, key: str, year: int, amount: Decimal, goods: Mapping[str, Decimal]
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(of_year, {"key": key, "year": year, "amount": amount})
        for good, kilograms in sorted(goods.items()):
            cursor.execute(of_good, {"key": key, "year": year, "good": good, "amount": kilograms})


def sweep_key(key: str, year: int, now: datetime) -> int:
    """Give back what expired reservations of all malls hold. How many there were."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT allowance_sweep(%s, %s, %s)", [key, year, now])
        return cursor.fetchone()[0]
