"""Stock: reserve, release, consume, receive; never below nothing, and the movements add up."""

from __future__ import annotations

import os
import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from catalog.inventory import selectors, services
from catalog.inventory.models import Movement, Reservation, Stock
from catalog.inventory.types import OutOfStock
from tenancy.scope import Actor, in_mall
from tests import factories

pytestmark = pytest.mark.django_db
NOW = timezone.now()
LATER = NOW + timedelta(minutes=15)


def hold(wants: dict, reference: str = "package:1") -> None:
    warehouses = dict.fromkeys(wants, factories.warehouse().pk)
    services.reserve(wants={reference: wants}, warehouses=warehouses, expires_at=LATER, now=NOW)


def stocked(pieces: int) -> int:
    sku = factories.sku(stock=0)
    services.receive(
        sku_id=sku.pk, warehouse_id=factories.warehouse().pk, quantity=pieces, reference="first", now=NOW
    )
    return sku.pk


def numbers(sku_id: int) -> tuple[int, int]:
    return Stock.objects.values_list("on_hand", "reserved").get(sku_id=sku_id)


def test_reserve_costs_three_statements(in_harbor, django_assert_num_queries):
    wants = {stocked(5): 2, stocked(5): 1, stocked(5): 5}
    factories.warehouse()
    warehouses = dict.fromkeys(wants, factories.warehouse().pk)
    with django_assert_num_queries(3):
        services.reserve(wants={"package:1": wants}, warehouses=warehouses, expires_at=LATER, now=NOW)
    assert [numbers(sku) for sku in wants] == [(5, 2), (5, 1), (5, 5)]
    assert selectors.discrepancies() == []


def test_all_or_nothing(in_harbor):
    there, short = stocked(5), stocked(1)
    with pytest.raises(OutOfStock) as refused, transaction.atomic():
        hold({there: 1, short: 2})
    assert refused.value.sku_ids == (short,)
    assert [numbers(there), numbers(short)] == [(5, 0), (1, 0)]
    assert Reservation.objects.count() == 0
    assert selectors.discrepancies() == []


def test_release_and_consume_happen_once(in_harbor):
    first, second = stocked(5), stocked(5)
    hold({first: 2}, "package:1")
    hold({second: 3}, "package:2")
    assert [services.release(references=["package:1"], now=NOW) for _ in range(2)] == [2, 0]
    assert [services.consume(reference="package:2", now=NOW) for _ in range(2)] == [3, 0]
    assert services.release(references=["package:2"], now=NOW) == 0
    assert [numbers(first), numbers(second)] == [(5, 0), (2, 0)]
    assert selectors.discrepancies() == []


def test_one_sku_in_two_packages_is_one_claim_on_its_stock_and_two_holds(in_harbor):
    sku = stocked(5)
    warehouses = {sku: factories.warehouse().pk}
    with pytest.raises(OutOfStock), transaction.atomic():
        wants = {"package:1": {sku: 3}, "package:2": {sku: 3}}
        services.reserve(wants=wants, warehouses=warehouses, expires_at=LATER, now=NOW)
    assert (numbers(sku), Reservation.objects.count()) == ((5, 0), 0)
    wants = {"package:1": {sku: 3}, "package:2": {sku: 2}}
    services.reserve(wants=wants, warehouses=warehouses, expires_at=LATER, now=NOW)
    assert numbers(sku) == (5, 5)
    assert (services.consume(reference="package:2", now=NOW), numbers(sku)) == (2, (3, 3))
    assert services.release(references=["package:1", "package:2"], now=NOW) == 3
    assert numbers(sku) == (3, 0)
    assert selectors.discrepancies() == []


def test_holds_on_one_stock_row_are_given_back_together(in_harbor):
    sku = stocked(5)
    for reference in ("package:1", "package:2"):
        hold({sku: 2}, reference)
    assert services.release(references=["package:1", "package:2"], now=NOW) == 4
    assert numbers(sku) == (5, 0)
    assert selectors.discrepancies() == []


def test_a_lying_stock_row_is_found(in_harbor):
    sku = stocked(5)
    Stock.objects.filter(sku_id=sku).update(on_hand=6)
    (found,) = selectors.discrepancies()
    assert found.on_hand == (6, 5)


def test_movements_cannot_be_changed(in_harbor):
    stocked(5)
    for change in (lambda: Movement.objects.update(on_hand=0), Movement.objects.all().delete):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            change()


def naive(both_have_read: Barrier, sku_id: int) -> None:
    """The control: read, then write, as nearly every open mall does. Two have read before either writes."""
    stock = Stock.objects.get(sku_id=sku_id)
    both_have_read.wait(timeout=30)
    if stock.on_hand - stock.reserved < 1:
        raise OutOfStock([sku_id])
    Stock.objects.filter(pk=stock.pk).update(reserved=stock.reserved + 1)


def careful(sku_id: int) -> None:
    hold({sku_id: 1}, f"package:{random.getrandbits(60)}")


def rush(mall, buyers: int, buy, sku_id: int) -> int:
    """How many of so many buyers, eight at a time, were told that they have it."""

    def one(_: int) -> bool:
        try:
            with in_mall(mall.pk, actor=Actor.staff()):
                buy(sku_id)
            return True
        except OutOfStock:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        return sum(pool.map(one, range(buyers)))


@pytest.mark.django_db(transaction=True)
def test_many_buyers_for_one_unit_and_the_naive_control_oversells(mall):
    buyers = int(os.environ.get("BUYERS", "1000"))
    with in_mall(mall.pk, actor=Actor.staff()):
        wanted, control = stocked(1), stocked(1)
    assert rush(mall, buyers, careful, wanted) == 1
    assert rush(mall, 2, partial(naive, Barrier(2)), control) == 2
    with in_mall(mall.pk):
        assert numbers(wanted) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_baskets_in_random_order_neither_oversell_nor_deadlock(mall):
    buyers = int(os.environ.get("BUYERS", "200"))
    with in_mall(mall.pk, actor=Actor.staff()):
        skus = [stocked(40) for _ in range(5)]

    def basket(_: int) -> None:
        hold(dict.fromkeys(random.sample(skus, 3), 1), f"package:{random.getrandbits(60)}")

    sold = rush(mall, buyers, basket, 0)
    with in_mall(mall.pk):
        assert sum(numbers(sku)[1] for sku in skus) == 3 * sold
        assert all(on_hand >= reserved for on_hand, reserved in map(numbers, skus))
        assert selectors.discrepancies() == []
