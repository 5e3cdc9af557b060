"""Shoppers who buy when they are let in: place, start the payment, pay at the gateway's desk."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from queue import Queue

from django.db import connections
from django.utils import timezone

from demo import outside
from orders.models import Order, Package
from orders.notices import buyers_notice
from orders.payments import services as payments
from orders.payments.models import Payment
from orders.payments.types import GatewayAway
from orders.services.add_to_cart import add_to_cart
from orders.services.open_cart import open_cart
from orders.services.place_order import place_order
from orders.types import CheckoutRequest, PlacedOrder
from tenancy.scope import Actor, in_mall
from tests.chaos.shop import Person

_BUYERS = 3
_PAUSE = 0.2

# Every tenth order or so has an end of its own; the rest is signed for.
FATES = {
    7: ("rejected", "reject:1803:申报价格异常，请核实成交价格"),
    13: ("returned", "return"),
    17: ("signed", "review"),
}
_CYCLE = 20


def end_of(number: int) -> str:
    """The state in which the `number`-th order is to end."""
    return FATES.get(number % _CYCLE, ("signed", ""))[0]


class Buyers:
    """Threads that take numbers from `first` on. `ends`: (mall id, order id) -> the state it is to end in."""

    def __init__(self, people: list[Person], first: int = 0) -> None:
        self.people, self._first = people, first
        self.ends: dict[tuple[int, int], str] = {}
        self.failed: list[str] = []
        self.let_in = 0
        self._numbers: Queue[int | None] = Queue()
        self._crowd = [threading.Thread(target=self._buy_on, daemon=True) for _ in range(_BUYERS)]
        self._turns = {person.user_id: threading.Lock() for person in people}

    def open(self) -> None:
        for buyer in self._crowd:
            buyer.start()

    def come(self, count: int) -> None:
        for _ in range(count):
            self._numbers.put(self._first + self.let_in)
            self.let_in += 1

    def unpaid(self) -> int:
        """How many who were let in have not paid, or not that we know."""
        coming = self.let_in - len(self.ends) - len(self.failed)
        return coming + sum(_is_unpaid(key) for key in list(self.ends))

    def leave(self) -> None:
        """Wait until everyone who was let in has paid."""
        for _ in self._crowd:
            self._numbers.put(None)
        for buyer in self._crowd:
            buyer.join()

    def _buy_on(self) -> None:
        while (number := self._numbers.get()) is not None:
            person = self.people[number % len(self.people)]
            try:
                with in_mall(person.mall_id, actor=Actor.staff()):
                    self._buy(number, person)
            except Exception as error:
                self.failed.append(f"order {number}: {type(error).__name__}: {error}")
        connections.close_all()

    def _buy(self, number: int, person: Person) -> None:
        with self._turns[person.user_id]:  # one person has one cart
            placed = _place(number, person)
        self.ends[person.mall_id, placed.order_id] = end_of(number)
        fate = FATES.get(number % _CYCLE)
        for package in Package.objects.filter(order_id=placed.order_id):
            if fate:
                outside.post("CUSTOMS", "fates", order_no=package.number, fate=fate[1])
        for payment in until_answered(
            lambda: payments.start_payments(order_id=placed.order_id, now=timezone.now())
        ):
            payer = {"name": person.name, "id_number": person.number, "openid": f"o-{person.user_id}"}
            mchid = outside.MERCHANTS[person.mall]
            outside.post("GATEWAY", "pay", mchid=mchid, out_trade_no=payment.number, payer=payer)


def _is_unpaid(key: tuple[int, int]) -> bool:
    with in_mall(key[0], actor=Actor.staff()):
        return Order.objects.filter(pk=key[1], state="placed").exists()


def _place(number: int, person: Person) -> PlacedOrder:
    now = timezone.now()
    cart = open_cart(shopper_id=person.user_id, now=now)
    sku_id = person.sku_ids[number % len(person.sku_ids)]
    add_to_cart(cart_id=cart.pk, sku_id=sku_id, quantity=1, now=now)
    notice = buyers_notice("zh-hans")
    return place_order(
        request=CheckoutRequest(
            shopper_id=person.user_id,
            cart_id=cart.pk,
            address_id=person.address_id,
            identity_id=person.identity_id,
            notice_version=notice.version,
            notice_hash=notice.text_hash,
            notice_accepted=True,
            idempotency_key=f"chaos-{number}",
        ),
        now=now,
    )


def until_answered(ask: Callable[[], list[Payment]], patience: float = 60.0) -> list[Payment]:
    """The gateway drops answers and refuses at random: a shopper tries again."""
    deadline = time.monotonic() + patience
    while True:
        try:
            return ask()
        except GatewayAway:
            if time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE)
