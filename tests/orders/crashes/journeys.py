"""The journeys that are cut short: checkout, pay, cancel with refund, return with refund.

`begin` makes what the journey starts from, `run` is the journey (and what a person does who comes back to it: the
same again), `stage` is how far it got, by the one bit that cannot be undone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import requests
from django.utils import timezone

from accounts.models import User
from journal import delivery
from journal.models import Delivery
from orders.aftersale import services as aftersale
from orders.aftersale.models import Request
from orders.aftersale.types import Wish
from orders.models import Order, Package
from orders.payments import services as payments
from orders.payments.models import Payment
from orders.payments.selectors import refunds_to_send
from orders.payments.tasks import ask_for_pending
from orders.services.cancel_order import cancel_order
from orders.services.place_order import place_order
from orders.tasks import expire_unpaid
from orders.types import CheckoutRequest
from tenancy.scope import current_mall_id
from tests import factories
from tests.chaos.shop import invented_number
from tests.orders.aftersale.conftest import walk
from tests.orders.crashes import model
from tests.orders.factories import checkout, identity
from tests.orders.payments.conftest import MCHID

SUBSCRIPTIONS = {
    "order.paid": ("orders.settlement.tasks.post_paid",),
    "order.cancelled": ("orders.payments.tasks.close_payment", "orders.settlement.tasks.post_cancelled"),
    "order.expired": ("orders.payments.tasks.close_payment",),
    "package.signed": ("orders.settlement.tasks.post_earned",),
    "aftersale.settled": ("orders.settlement.tasks.post_refunded",),
}
"""Those of config.subscriptions that move money; parcels and letters have tests of their own."""


@dataclass(frozen=True, slots=True)
class Case:
    """One shopper with one wish, and the gateway where it is paid."""

    url: str
    sku_id: int
    request: CheckoutRequest
    allowance_key: str
    now: datetime

    @property
    def order(self) -> Order | None:
        return Order.objects.filter(shopper_id=self.request.shopper_id).first()

    def desk(self, path: str, **body: Any) -> Any:
        answer = requests.post(f"{self.url}/_sim/{path}", json=body, timeout=10)
        assert answer.ok, answer.text
        return answer.json()


def new_case(url: str, number: int) -> Case:
    shopper = User.objects.create(login=f"1355{number:07d}", mall_id=current_mall_id())
    sku = factories.sku(stock=model.PIECES)
    card = identity(shopper, invented_number(number, "crash"))
    request = checkout(shopper, (sku, 1), identity_id=card.pk, idempotency_key="checkout")
    return Case(url, sku.pk, request, card.allowance_key, timezone.now())


# The journeys.


def place(case: Case) -> None:
    place_order(request=case.request, now=case.now)


def pay(case: Case) -> None:
    order = _order(case)
    if order.state == "placed":
        for payment in payments.start_payments(order_id=order.pk, now=case.now):
            case.desk("pay", mchid=MCHID, out_trade_no=payment.number)
            payments.ask_gateway(payment_id=payment.pk, now=case.now)
    hear()


def cancel(case: Case) -> None:
    cancel_order(order_id=_order(case).pk, now=case.now, actor="shopper", shopper_id=case.request.shopper_id)
    hear()
    sweep(case.now)


def send_back(case: Case) -> None:
    order = _order(case)
    package = Package.objects.get(order=order)
    row = Request.objects.filter(package=package).first()
    if row is None:
        wish = Wish(package.pk, "refund", "damaged", {package.lines.get().pk: 1}, "words")
        row = aftersale.ask(wish=wish, shopper_id=order.shopper_id, now=case.now)
    if row.state == "requested":
        aftersale.approve(request_id=row.pk, now=case.now, actor="operator:1")
    hear()
    sweep(case.now)


def _order(case: Case) -> Order:
    order = case.order
    assert order is not None
    return order


# Where they begin.


def from_cart(case: Case) -> None:
    """The cart is filled: new_case did it."""


def from_paid(case: Case) -> None:
    place(case)
    pay(case)


def from_delivered(case: Case) -> None:
    from_paid(case)
    walk(Package.objects.get(order=case.order), now=case.now)
    hear()


# How far they got.


def placed_or_nothing(case: Case) -> model.State:
    return model.PLACED if case.order else model.NOTHING


def paid_or_placed(case: Case) -> model.State:
    """Paid is what the gateway says; whether we know is ours to find out."""
    return model.PAID if charged(case) else model.PLACED


def cancelled_or_paid(case: Case) -> model.State:
    return model.CANCELLED if _order(case).state == "cancelled" else model.PAID


def returned_or_delivered(case: Case) -> model.State:
    row = Request.objects.filter(order=_order(case)).first()
    if row is None:
        return model.DELIVERED
    asked = model.DELIVERED.but(facts=model.DELIVERED.facts | model.ASKED)
    return model.RETURNED if row.state == "settled" else asked


def charged(case: Case) -> bool:
    numbers = Payment.objects.filter(order=case.order).values_list("number", flat=True)
    return any(trade["trade_state"] == "SUCCESS" for number in numbers for trade in trades(case, number))


def trades(case: Case, number: str) -> list[dict[str, Any]]:
    return requests.get(f"{case.url}/_sim/payments", params={"out_trade_no": number}, timeout=10).json()


@dataclass(frozen=True, slots=True)
class Journey:
    begin: Callable[[Case], None]
    run: Callable[[Case], None]
    stage: Callable[[Case], model.State]
    finished: model.State


JOURNEYS = {
    "checkout": Journey(from_cart, place, placed_or_nothing, model.PLACED),
    "pay": Journey(place, pay, paid_or_placed, model.PAID),
    "cancel": Journey(from_paid, cancel, cancelled_or_paid, model.CANCELLED),
    "return": Journey(from_delivered, send_back, returned_or_delivered, model.RETURNED),
}


# What the clock and the workers do about it.


def hear() -> None:
    """Deliver what is due."""
    while batch := delivery.lease():
        for leased in batch:
            delivery.deliver(leased)


def leases_run_out() -> None:
    """Seventy seconds later nobody waits for the dead worker."""
    Delivery.objects.filter(state="due").update(
        next_at=timezone.now() - timedelta(seconds=1), lease_until=None
    )


def sweep(now: datetime) -> None:
    """The sweeper's turns: a refund is on its way at first, and is asked for again until it is back."""
    for _ in range(100):
        ask_for_pending(now)
        if not refunds_to_send():
            break


def recover(case: Case) -> None:
    """A worker, the relay and the sweeper, two minutes later."""
    for _ in range(2):
        leases_run_out()
        hear()
        sweep(case.now + timedelta(minutes=2))
    hear()


def days_pass(case: Case) -> None:
    """Nobody comes back: what was not paid in time is over."""
    recover(case)
    expire_unpaid(case.now + timedelta(hours=2))
    recover(case)
