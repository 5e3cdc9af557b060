"""Payments of an order, against the gateway's simulator."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
import requests
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from journal.models import Fact
from openapi import tokens
from orders.models import Order
from orders.payments.models import Notice, Payment, Refund
from orders.payments.tasks import ask_for_pending
from orders.selectors import payments_seen
from orders.services.expire_order import expire_order
from orders.services.place_order import place_order
from tenancy.scope import Actor
from tests import factories
from tests.openapi.conftest import Machine
from tests.openapi.postbox import Letter, postbox
from tests.orders.factories import checkout
from tests.orders.payments.conftest import MCHID, account, desk, gateway_url

__all__ = ["account", "desk", "gateway_url"]
pytestmark = [pytest.mark.django_db, pytest.mark.processes, pytest.mark.urls("tests.openapi.urls")]


@pytest.fixture
def placed(account, in_harbor):
    """(machine of the shopper, order number); the gateway keeps real time."""
    shopper = factories.shopper()
    made = place_order(request=checkout(shopper, (factories.sku(), 1)), now=timezone.now())
    return Machine(token=tokens.token_for(shopper)), made.number


def test_start_twice_and_look(placed, mall):
    known, number = placed
    assert known.get(f"orders/{number}/payments")[1] == {"state": "placed", "items": []}
    status, first, _ = known.post(f"orders/{number}/payments")
    assert first["state"] == "placed"
    (payment,) = first["items"]
    assert (status, payment["state"], payment["amount"], payment["gateway"]) == (
        201,
        "pending",
        "109.10",
        "wechat",
    )
    assert payment["code_url"] and payment["paid_at"] is None
    assert known.post(f"orders/{number}/payments")[1] == first
    assert known.get(f"orders/{number}/payments")[1] == first
    assert known.get(f"orders/{number}")[1]["payments"] == first["items"]


def statements_of(call) -> int:
    """Statements, savepoints apart."""
    with CaptureQueriesContext(connection) as captured:
        call()
    return sum("SAVEPOINT" not in query["sql"] for query in captured.captured_queries)


def test_what_starting_waiting_and_being_told_cost(placed, desk):
    known, number = placed
    known.get("cart")  # the mall's address is known
    assert statements_of(lambda: known.post(f"orders/{number}/payments")) == 12
    assert statements_of(lambda: known.get(f"orders/{number}/payments")) == 2
    desk.post("pay", mchid=MCHID, out_trade_no=Payment.objects.get().number)
    letter = posted_by_the_gateway(desk, Payment.objects.get().number)
    assert statements_of(lambda: brought(letter)) == 18
    assert known.get(f"orders/{number}/payments")[1]["state"] == "paid"


def test_another_shoppers_payments_are_not_there(placed):
    known, number = placed
    known.post(f"orders/{number}/payments")
    other = Machine(token=tokens.token_for(factories.shopper("13900139001")))
    assert other.get(f"orders/{number}/payments")[0] == 404
    assert other.post(f"orders/{number}/payments")[0] == 404
    assert Payment.objects.count() == 1


@pytest.mark.parametrize("actor", [None, Actor.public(), Actor.shopper(0), Actor.supplier(1)])
def test_nobody_else_sees_payments(placed, actor):
    known, number = placed
    known.post(f"orders/{number}/payments")
    assert payments_seen(number, actor) is None
    assert payments_seen(number, Actor.staff()).state == "placed"


def test_a_mall_without_an_account_says_so(mall, in_harbor):
    shopper = factories.shopper()
    number = place_order(request=checkout(shopper, (factories.sku(), 1)), now=timezone.now()).number
    status, told, _ = Machine(token=tokens.token_for(shopper)).post(f"orders/{number}/payments")
    assert (status, told["code"]) == (503, "payments_not_set_up")


def test_a_cancelled_order_takes_no_money(placed):
    known, number = placed
    known.post(f"orders/{number}/cancel")
    assert known.post(f"orders/{number}/payments")[0] == 409


def posted_by_the_gateway(desk, number: str) -> Letter:
    """The gateway's own signed notice of a payment, kept on its way."""
    with postbox() as box:
        config = f"{desk.url}/_sim/config"
        requests.post(config, json={"notices": {"target": box.url}}, timeout=5).raise_for_status()
        try:
            desk.post("notices", mchid=MCHID, out_trade_no=number)
        finally:
            requests.post(config, json={"notices": {"target": None}}, timeout=5).raise_for_status()
        (letter,) = box.letters
    return letter


def brought(letter: Letter) -> tuple[int, bytes]:
    headers = {k: v for k, v in letter.headers.items() if k.lower().startswith("wechatpay-")}
    answer = Client(enforce_csrf_checks=True).post(
        letter.path,
        letter.body,
        content_type="application/json",
        HTTP_HOST="harbor.localhost",
        headers=headers,
    )
    return answer.status_code, answer.content


@pytest.fixture
def told(placed, desk) -> Letter:
    """A payment is begun and paid at the gateway; its notice is still on its way."""
    known, number = placed
    known.post(f"orders/{number}/payments")
    payment = Payment.objects.get()
    desk.post("pay", mchid=MCHID, out_trade_no=payment.number)
    return posted_by_the_gateway(desk, payment.number)


def standing() -> tuple[str, str]:
    return Order.objects.values_list("state", "payment_state").get()


def counted() -> tuple[int, int, int]:
    return Notice.objects.count(), Refund.objects.count(), Fact.objects.filter(kind="order.paid").count()


def test_a_notice_after_expiry_is_taken_as_late_and_its_money_goes_back_by_itself(told):
    order = Order.objects.get()
    now = order.expires_at + timedelta(seconds=1)
    assert expire_order(order_id=order.pk, now=now)
    before = standing()
    for _ in range(2):
        assert brought(told) == (204, b"")
    refund = Refund.objects.get()
    assert (refund.amount, refund.reason, refund.state) == (Decimal("109.10"), "late", "requested")
    assert (Payment.objects.get().state, counted(), standing()) == ("late", (1, 1, 0), before)
    for _ in range(200):
        ask_for_pending(now)
        if Refund.objects.get().state == "done":
            break
    assert (Payment.objects.get().state, counted(), standing()) == ("refunded", (1, 1, 0), before)
    assert before[0] == "expired"


def test_the_same_notice_in_time_pays(told):
    """The control: what makes it late is the order's end, nothing in the notice."""
    assert brought(told) == (204, b"")
    assert (Payment.objects.get().state, counted(), standing()) == ("paid", (1, 0, 1), ("paid", "paid"))
