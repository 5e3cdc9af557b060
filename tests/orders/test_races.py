"""Many at once, in real transactions: one order a key, one order a cart, one unit one buyer."""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import F

from catalog.inventory.models import Reservation, Stock
from journal.models import Fact
from orders.models import LedgerEntry, Order, Package
from orders.services.advance_package import advance_package
from orders.services.cancel_order import cancel_order
from orders.services.expire_order import expire_order
from orders.services.place_order import place_order
from orders.services.record_paid import record_paid
from orders.types import OrderError
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.orders import factories as make

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
THREADS = 8
BUYERS = int(os.environ.get("RACE_BUYERS", "60"))
LATER = make.NOW + timedelta(minutes=30)


def all_at_once(mall_id: int, calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run every call in the mall over a few threads that start together; refusals come back as codes."""
    gate = threading.Barrier(min(THREADS, len(calls)))
    waited = threading.local()

    def run(call: Callable[[], Any]) -> Any:
        if not getattr(waited, "done", False):
            waited.done = True
            gate.wait(timeout=30)
        try:
            with in_mall(mall_id, actor=Actor.staff()):
                return call()
        except OrderError as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(min(THREADS, len(calls))) as pool:
        return list(pool.map(run, calls))


@pytest.fixture(autouse=True)
def _no_bell(monkeypatch):
    """No worker listens here: facts are written, nobody is woken."""
    monkeypatch.setattr("journal.tasks.ring", lambda mall_id: None)


@pytest.fixture
def shopper(in_harbor):
    return factories.shopper()


def test_one_key_sent_by_many_tabs_is_one_order(in_harbor, shopper):
    request = make.checkout(shopper, (factories.sku(stock=50), 1), idempotency_key="k")
    calls = [lambda: place_order(request=request, now=make.NOW)] * 16
    placed = all_at_once(in_harbor.pk, calls)
    assert len({answer.number for answer in placed}) == 1
    assert sum(answer.fresh for answer in placed) == 1
    assert (Order.objects.count(), Fact.objects.count(), Stock.objects.get().reserved) == (1, 1, 1)


def test_one_cart_bought_in_many_tabs_without_keys_is_one_order(in_harbor, shopper):
    request = make.checkout(shopper, (factories.sku(stock=50), 1), (factories.sku(stock=50), 2))
    calls = [lambda: place_order(request=request, now=make.NOW)] * 16
    outcomes = Counter(
        answer if isinstance(answer, str) else "placed" for answer in all_at_once(in_harbor.pk, calls)
    )
    assert outcomes["placed"] == 1 and set(outcomes) <= {"placed", "cart_changed", "empty_cart"}
    assert Order.objects.count() == 1 and Reservation.objects.count() == 2


def test_one_unit_goes_to_exactly_one_of_many_buyers(in_harbor, shopper):
    sku = factories.sku(stock=1)
    first = make.checkout(shopper, (sku, 1))
    requests = [first, *(_buyer(first, sku, n) for n in range(1, BUYERS))]
    outcomes = Counter(
        answer if isinstance(answer, str) else "placed"
        for answer in all_at_once(in_harbor.pk, [_placing(request) for request in requests])
    )
    assert outcomes == {"placed": 1, "out_of_stock": BUYERS - 1}
    assert Stock.objects.values_list("on_hand", "reserved").get() == (1, 1)
    assert (Order.objects.count(), Package.objects.count(), LedgerEntry.objects.count()) == (1, 1, 1)
    assert Reservation.objects.count() == 1 and Fact.objects.count() == 1


def _placing(request) -> Callable[[], object]:
    return lambda: place_order(request=request, now=make.NOW)


def _buyer(like, sku, number: int):
    """Another shopper with the same wish; passwords are not what is tried here, so none is hashed."""
    from accounts.models import User
    from orders.services.add_to_cart import add_to_cart
    from orders.services.open_cart import open_cart

    user = User.objects.create(login=f"1390000{number:04d}", mall_id=like_mall())
    cart = open_cart(shopper_id=user.pk, now=make.NOW)
    add_to_cart(cart_id=cart.pk, sku_id=sku.pk, quantity=1, now=make.NOW)
    return replace(
        like,
        shopper_id=user.pk,
        cart_id=cart.pk,
        address_id=make.address(user).pk,
        identity_id=make.identity(user).pk,
    )


def like_mall() -> int:
    from tenancy.scope import current_mall_id

    return current_mall_id()


def test_control_reading_before_writing_oversells(in_harbor):
    """What the conditional update is for: two who read before either writes both get the one unit."""
    sku = factories.sku(stock=1)
    both_have_read = threading.Barrier(2)

    def naive() -> bool:
        with transaction.atomic():
            stock = Stock.objects.get(sku=sku)
            both_have_read.wait(timeout=30)
            if stock.on_hand < 1:
                return False
            stock.on_hand -= 1
            stock.save(update_fields=["on_hand"])
            return True

    assert all_at_once(in_harbor.pk, [naive, naive]) == [True, True]
    assert Stock.objects.get().on_hand == 0


def test_paying_and_expiring_at_once_leave_one_of_two_consistent_ends(in_harbor, shopper):
    for _ in range(6):
        placed = make.placed(shopper, (factories.sku(stock=1), 1))
        order_id = placed.order_id
        all_at_once(
            in_harbor.pk,
            [
                lambda: record_paid(order_id=order_id, now=LATER),  # noqa: B023 - run before the next turn
                lambda: expire_order(order_id=order_id, now=LATER),  # noqa: B023
            ],
        )
        state = Order.objects.values_list("state", "payment_state").get(pk=order_id)
        held = Reservation.objects.get(reference=f"package:{placed.packages[0][0]}").state
        assert (*state, held) in {("paid", "paid", "held"), ("expired", "paid", "released")}


def test_cancelling_and_declaring_at_once_never_both_succeed(in_harbor, shopper):
    for _ in range(6):
        placed = make.placed(shopper, (factories.sku(stock=1), 1))
        package_id = placed.packages[0][0]
        record_paid(order_id=placed.order_id, now=make.NOW)
        _advance(package_id, "assign_waybill")
        outcomes = all_at_once(
            in_harbor.pk,
            [
                lambda: cancel_order(order_id=placed.order_id, now=LATER, actor="x"),  # noqa: B023
                lambda: _advance(package_id, "declare"),  # noqa: B023
            ],
        )
        assert outcomes in ([True, "not_declarable"], ["past_no_return", True])


def _advance(package_id: int, event: str) -> bool:
    return advance_package(package_id=package_id, axis="clearance", event=event, now=LATER, actor="x")


def test_a_rival_between_the_look_and_the_lock_is_seen(in_harbor, shopper, monkeypatch):
    """By interleaving, not by luck: the stock goes exactly after it was looked at."""
    from orders.services import place_order as module

    sku = factories.sku(stock=1)
    request = make.checkout(shopper, (sku, 1))
    look = module._in_stock

    def then_a_rival(*seen) -> None:
        look(*seen)
        thread = threading.Thread(target=_take, args=(in_harbor.pk, sku.pk))
        thread.start()
        thread.join(timeout=30)

    monkeypatch.setattr(module, "_in_stock", then_a_rival)
    with pytest.raises(OrderError) as caught:
        place_order(request=request, now=make.NOW)
    assert caught.value.code == "out_of_stock" and not Order.objects.exists()
    assert Decimal(Stock.objects.get().reserved) == 1


def _take(mall_id: int, sku_id: int) -> None:
    with in_mall(mall_id, actor=Actor.staff()):
        Stock.objects.filter(sku_id=sku_id).update(reserved=F("reserved") + 1)
    connection.close()
