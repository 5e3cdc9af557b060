"""The rush, small: nobody oversells, nobody deadlocks, the ledger explains every row; `make rush` runs it whole."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import OperationalError, connection, transaction

from catalog.inventory.models import Stock
from catalog.inventory.selectors import discrepancies
from tenancy.scope import Actor, in_mall
from tests.rush import buying

pytestmark = pytest.mark.django_db(transaction=True)


def test_buyers_of_baskets_in_any_order_get_what_there_is_and_no_more(mall):
    with in_mall(mall.pk, actor=Actor.staff()):
        skus, place = buying.open_shelf(50)
    told = buying.rush(mall.pk, skus, place, range(120), buying.careful)
    assert (told["deadlock"], told["lost"]) == (0, 0) and told["bought"] + told["sold out"] == 120
    with in_mall(mall.pk, actor=Actor.staff()):
        promised, arrived = buying.pieces(skus)
        assert arrived == 50 and 40 <= promised <= 50
        assert discrepancies() == []


def test_who_reads_then_writes_leaves_rows_that_no_movement_explains(mall):
    with in_mall(mall.pk, actor=Actor.staff()):
        skus, place = buying.open_shelf(50)
        buying.naive({skus[1]: 1}, "package:1", place)
        assert len(discrepancies()) == 1


def test_who_locks_in_the_order_of_the_basket_deadlocks(mall):
    """The control of key order: two baskets, crosswise, each holding its first row before it asks for its second."""
    with in_mall(mall.pk, actor=Actor.staff()):
        skus, place = buying.open_shelf(50)
    both_hold_one = Barrier(2)

    def buy(order: list[int]) -> str:
        try:
            with in_mall(mall.pk, actor=Actor.staff()), transaction.atomic():
                Stock.objects.select_for_update().get(sku=order[0], warehouse=place)
                both_hold_one.wait(timeout=30)
                Stock.objects.select_for_update().get(sku=order[1], warehouse=place)
            return "bought"
        except OperationalError as error:
            return "deadlock" if "deadlock" in str(error) else str(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(buy, [skus[1:3], skus[2:0:-1]]))
    assert told == ["bought", "deadlock"]
