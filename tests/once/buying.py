"""What a caller does, and what is counted afterwards: here, at the gateway, in the ledger.

A caller is a tab, an app or a proxy that sends the whole purchase again because no answer came: the cart is filled
where it is empty, the order placed, the payment started, paid at the gateway, and asked for.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Protocol, TypeVar

import requests
from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from accounts.models import User
from journal.models import Fact
from money.formatting import from_fen
from orders.errors import CartChanged, EmptyCart
from orders.models import CartLine, LedgerEntry, Order
from orders.payments import services as payments
from orders.payments.gateways.wechat.account import Account
from orders.payments.types import GatewayAway, PaymentError
from orders.services.place_order import place_order
from orders.types import CheckoutRequest, OrderError, PlacedOrder
from tenancy.scope import Actor, current_mall_id, in_mall
from tests import factories
from tests.chaos.shop import invented_number
from tests.orders.factories import checkout, identity
from tests.outside import merchant_account

T = TypeVar("T")
PATIENCE = 60.0
MISCHIEF = {"answer_drop": 0.3}
"""The gateway commits and does not answer: three times of ten."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One purchase of one shopper, under one key."""

    sku_id: int
    request: CheckoutRequest


class Gate(Protocol):
    """All callers of a key go through it together."""

    def wait(self, timeout: float | None = None) -> int: ...

    def abort(self) -> None: ...


def open_shop(gateway_url: str, mchid: str, keys: int) -> list[Wish]:
    """In the open mall: an account at the gateway, and so many shoppers with one wish each."""
    Account(**merchant_account(gateway_url, mchid)).keep()
    requests.post(f"{gateway_url}/_sim/config", json={"mischief": MISCHIEF}, timeout=5).raise_for_status()
    sku = factories.sku(stock=keys * 60)
    return [_wish(sku, n) for n in range(keys)]


def _wish(sku: Any, n: int) -> Wish:
    shopper = User.objects.create(login=f"1366{n:07d}", mall_id=current_mall_id())
    card = identity(shopper, invented_number(n, "once"))
    request = checkout(shopper, (sku, 1), identity_id=card.pk, idempotency_key=f"key-{n}")
    return Wish(sku.pk, request)


def buy(wish: Wish, gateway_url: str, mchid: str, *, keyed: bool = True) -> str:
    """The number of the order that this caller was told of, or the code of the refusal."""
    try:
        placed = _placed(wish) if keyed else _placed_somehow(wish)
    except OrderError as refused:
        return refused.code
    _pay(placed.order_id, gateway_url, mchid)
    return placed.number


def _pay(order_id: int, gateway_url: str, mchid: str) -> None:
    try:
        started = _answered(lambda: payments.start_payments(order_id=order_id, now=timezone.now()))
    except PaymentError:
        if Order.objects.filter(pk=order_id, state="paid").exists():
            return  # others were quicker: nothing is left to pay
        raise
    for payment in started:
        body = {"mchid": mchid, "out_trade_no": payment.number}
        requests.post(f"{gateway_url}/_sim/pay", json=body, timeout=30).raise_for_status()
        _answered(lambda: payments.ask_gateway(payment_id=payment.pk, now=timezone.now()))  # noqa: B023


def _placed(wish: Wish) -> PlacedOrder:
    CartLine.objects.get_or_create(
        cart_id=wish.request.cart_id, sku_id=wish.sku_id, defaults={"quantity": 1}
    )  # what the shopper sees before pressing the button
    return place_order(request=wish.request, now=timezone.now())


def _placed_somehow(wish: Wish) -> PlacedOrder:
    """The control: no key tells that it is the same purchase. A cart that another call emptied is filled again."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return _placed(replace(wish, request=replace(wish.request, idempotency_key="")))
        except (CartChanged, EmptyCart):
            if time.monotonic() > deadline:
                raise


def _answered(ask: Callable[[], T]) -> T:
    """The gateway drops answers: whoever gets none asks again."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return ask()
        except GatewayAway:
            if time.monotonic() > deadline:
                raise


def callers(
    mall_id: int, wishes: list[Wish], gateway_url: str, mchid: str, threads: int, gate: Gate, *, keyed: bool
) -> list[list[str]]:
    """So many callers of this process for each wish, key after key, released together. What each was told."""

    def call(_: int) -> list[str]:
        told = []
        try:
            with in_mall(mall_id, actor=Actor.staff()):
                for wish in wishes:
                    gate.wait(timeout=300)
                    told.append(buy(wish, gateway_url, mchid, keyed=keyed))
            return told
        except BaseException:
            gate.abort()  # nobody waits for who will not come
            raise
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        calls = [pool.submit(call, n) for n in range(threads)]
    for error in [failed for done in calls if (failed := done.exception())]:
        if not isinstance(error, threading.BrokenBarrierError):
            raise error
    return [done.result() for done in calls]


def reckon(told: list[list[str]], gateway_url: str, mchid: str) -> dict[str, Any]:
    """`told`: one list a caller, one answer a key. In the open mall."""
    orders = Order.objects.filter(number__in={word for answers in told for word in answers})
    trades = requests.get(f"{gateway_url}/_sim/payments", params={"mchid": mchid}, timeout=60).json()
    charged = [trade for trade in trades if trade["trade_state"] == "SUCCESS"]
    captured = LedgerEntry.objects.filter(axis="payment", event="capture")
    answers = Counter(word for row in told for word in row)
    numbers = set(orders.values_list("number", flat=True))
    return {
        "calls": sum(answers.values()),
        "orders": Order.objects.count(),
        "charges": len(charged),
        "charged": f"{from_fen(sum(trade['amount'] for trade in charged)):f}",
        "owed_once": f"{sum(_owed_once(told), Decimal(0)):f}",
        "captures": captured.count(),
        "captured": f"{captured.aggregate(s=Sum('amount'))['s'] or 0:f}",
        "paid_facts": Fact.objects.filter(kind="order.paid").count(),
        "keys_told_of_one_order": sum(
            len(set(words)) == 1 and words[0] in numbers for words in zip(*told, strict=True)
        ),
        "refused": {word: n for word, n in answers.items() if word not in numbers},
    }


def _owed_once(told: list[list[str]]) -> list[Decimal]:
    """The total of the first order each key's callers were told of."""
    totals = dict(Order.objects.values_list("number", "total"))
    return [next(totals[word] for word in words if word in totals) for words in zip(*told, strict=True)]


def is_once(found: dict[str, Any], keys: int) -> bool:
    """Whether every key became one order and one charge, and every caller was told so."""
    counts = ("orders", "charges", "captures", "paid_facts", "keys_told_of_one_order")
    sums = found["charged"] == found["captured"] == found["owed_once"]
    return all(found[name] == keys for name in counts) and sums and not found["refused"]
