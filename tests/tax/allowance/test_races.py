"""Many orders of one orderer at the same moment, across two malls: never over the limit, never refused in vain."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection, transaction

from tax.allowance.models import AllowanceEntry, AllowanceYear
from tax.allowance.selectors import own_use
from tax.allowance.services import reserve, statements
from tax.allowance.services.statements import add
from tax.allowance.types import NoRoomError
from tenancy.scope import Actor, in_mall

KEY, YEAR = "k" * 64, 2025
NOW = datetime(2025, 6, 1, 4, 0, tzinfo=UTC)
LIMIT = Decimal("26000.00")
ORDERS = int(os.environ.get("ALLOWANCE_ORDERS", "500"))


class _ChangedMindError(Exception):
    """An order that fails after its allowance was reserved."""


def rush(malls, orders: int, amount: str) -> int:
    """How many of so many orders got their allowance; every fifth fails afterwards and must leave nothing."""

    def one(number: int) -> bool:
        try:
            with in_mall(malls[number % 2].pk, actor=Actor.staff()), transaction.atomic():
                reserve(key=KEY, year=YEAR, amount=Decimal(amount), ref=f"order:{number}", now=NOW)
                if number % 5 == 0:
                    raise _ChangedMindError()
            return True
        except (NoRoomError, _ChangedMindError):
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        return sum(pool.map(one, range(orders)))


@pytest.mark.django_db(transaction=True)
def test_parallel_orders_near_the_limit(mall, other_mall) -> None:
    """Room for ten orders of 100 yuan is left, many more come: exactly ten get it."""
    add(KEY, YEAR, Decimal("25000.00"), {})
    assert rush((mall, other_mall), ORDERS, "100.00") == 10
    assert AllowanceYear.objects.get(key=KEY).held == LIMIT
    held = Decimal(0)
    for place in (mall, other_mall):
        with in_mall(place.pk, actor=Actor.staff()):
            held += own_use(key=KEY, year=YEAR, now=NOW)
            assert not AllowanceEntry.objects.exclude(state="reserved").exists()
    assert held == Decimal("1000.00")


@pytest.mark.django_db(transaction=True)
def test_control_without_its_conditions_the_same_statement_passes_the_limit(
    mall, other_mall, monkeypatch
) -> None:
    """The product's own statement, only the two conditions on the limit taken out, in the same rush."""
    bare = statements._RESERVE
    for condition in (
        " WHERE amount <= %(limit)s",
        "\n    WHERE allowance_allowanceyear.held + excluded.held <= %(limit)s",
    ):
        assert bare.count(condition) == 1
        bare = bare.replace(condition, "")
    monkeypatch.setattr(statements, "_RESERVE", bare)
    add(KEY, YEAR, Decimal("25000.00"), {})
    got = rush((mall, other_mall), ORDERS, "100.00")
    assert got == ORDERS - len(range(0, ORDERS, 5)) > 10
    assert AllowanceYear.objects.get(key=KEY).held == 25000 + 100 * got > LIMIT


@pytest.mark.django_db(transaction=True)
def test_control_reading_before_writing_passes_the_limit(mall, other_mall) -> None:
    """Two orders both read that 100 yuan are left, and both take them."""
    add(KEY, YEAR, Decimal("25900.00"), {})
    both_have_read = Barrier(2, timeout=30)

    def naive(place) -> bool:
        try:
            with in_mall(place.pk, actor=Actor.staff()):
                room = AllowanceYear.objects.get(key=KEY).held + 100 <= LIMIT
                both_have_read.wait()
                if room:
                    add(KEY, YEAR, Decimal("100.00"), {})
                return room
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(naive, (mall, other_mall))) == [True, True]
    assert AllowanceYear.objects.get(key=KEY).held == Decimal("26100.00") > LIMIT
