"""Payments of an order, against the gateway's simulator."""

from __future__ import annotations

import pytest
from django.utils import timezone

from openapi import tokens
from orders.services.place_order import place_order
from tests import factories
from tests.openapi.conftest import Machine
from tests.orders.factories import checkout
from tests.orders.payments.conftest import account, desk, gateway_url

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
    assert known.get(f"orders/{number}/payments")[1] == {"items": []}
    status, first, _ = known.post(f"orders/{number}/payments")
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


def test_a_mall_without_an_account_says_so(mall, in_harbor):
    shopper = factories.shopper()
    number = place_order(request=checkout(shopper, (factories.sku(), 1)), now=timezone.now()).number
    status, told, _ = Machine(token=tokens.token_for(shopper)).post(f"orders/{number}/payments")
    assert (status, told["code"]) == (503, "payments_not_set_up")


def test_a_cancelled_order_takes_no_money(placed):
    known, number = placed
    known.post(f"orders/{number}/cancel")
    assert known.post(f"orders/{number}/payments")[0] == 409
