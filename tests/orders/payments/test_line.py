"""A payment from the code to scan to the paid order, against a gateway that speaks WeChat Pay's protocol."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from catalog.inventory.models import Stock
from journal.models import Fact
from orders.models import Order
from orders.payments import selectors, services
from orders.payments.models import Notice, Payment, Refund
from orders.payments.types import ForgedNotice, GatewayAway, Outcome, PaymentError, Trade, TradeState
from orders.services.expire_order import expire_order
from orders.services.place_order import place_order
from tests import factories
from tests.orders.factories import checkout

# The gateway keeps real time, and closes what is older than its deadline.
NOW = timezone.now()

pytestmark = [pytest.mark.django_db, pytest.mark.processes]


def placed(*wants) -> Order:
    shopper = factories.shopper()
    made = place_order(request=checkout(shopper, *(wants or ((factories.sku(), 1),))), now=NOW)
    return Order.objects.get(pk=made.order_id)


@pytest.fixture
def order(account, in_harbor) -> Order:
    return placed()


def started(order: Order) -> Payment:
    (payment,) = services.start_payments(order_id=order.pk, now=NOW)
    return payment


def pay(desk, payment: Payment) -> dict:
    return desk.post("pay", mchid="1900000109", out_trade_no=payment.number)


def state(order: Order) -> tuple[str, str]:
    return Order.objects.values_list("state", "payment_state").get(pk=order.pk)


def facts(kind: str) -> int:
    return Fact.objects.filter(kind=kind).count()


def test_from_code_to_paid(order, desk):
    payment = started(order)
    assert payment.code_url.startswith(("weixin://", "http://"))
    assert payment.amount == order.total
    assert services.ask_gateway(payment_id=payment.pk, now=NOW) is Outcome.NOT_PAID
    assert state(order) == ("placed", "pending")
    pay(desk, payment)
    assert services.ask_gateway(payment_id=payment.pk, now=NOW) is Outcome.APPLIED
    assert state(order) == ("paid", "paid")
    assert Payment.objects.get().transaction_id != ""
    assert facts("order.paid") == 1


def test_an_attempt_that_failed_leaves_the_payment_open_and_the_next_one_counts(order, desk):
    """So the state `failed` is one in which nothing rests: WeChat's word for it is an attempt, not an end."""
    payment = started(order)
    said = desk.post("fail", mchid="1900000109", out_trade_no=payment.number)
    assert said["trade_state"] == "PAYERROR"
    assert services.ask_gateway(payment_id=payment.pk, now=NOW) is Outcome.NOT_PAID
    assert state(order) == ("placed", "pending")
    assert Payment.objects.get().state == "pending"
    pay(desk, payment)
    assert services.ask_gateway(payment_id=payment.pk, now=NOW) is Outcome.APPLIED
    assert state(order) == ("paid", "paid")


def test_starting_twice_and_asking_twice_change_nothing(order, desk):
    payment = started(order)
    assert started(order).pk == payment.pk
    pay(desk, payment)
    outcomes = [services.ask_gateway(payment_id=payment.pk, now=NOW) for _ in range(3)]
    assert outcomes == [Outcome.APPLIED, Outcome.REPEATED, Outcome.REPEATED]
    assert (Payment.objects.count(), facts("order.paid"), facts("payment.paid")) == (1, 1, 1)
    assert len(desk.get("payments", out_trade_no=payment.number)) == 1


def test_a_payment_for_each_package(account, in_harbor, desk):
    wants = [(factories.sku(), 1), (factories.sku(warehouse_code="ningbo"), 1)]
    order = placed(*wants)
    payments = services.start_payments(order_id=order.pk, now=NOW)
    assert len(payments) == 2 and sum(p.amount for p in payments) == order.total
    pay(desk, payments[0])
    assert services.ask_gateway(payment_id=payments[0].pk, now=NOW) is Outcome.APPLIED
    assert state(order) == ("placed", "pending")
    pay(desk, payments[1])
    services.ask_gateway(payment_id=payments[1].pk, now=NOW)
    assert state(order) == ("paid", "paid")


def test_a_wrong_amount_changes_nothing(order):
    payment = started(order)
    trade = Trade(payment.number, TradeState.PAID, 1, "4200000000000000000000000001", NOW)
    assert services.record_payment(trade=trade, now=NOW) is Outcome.WRONG_AMOUNT
    assert (state(order), Payment.objects.get().state) == (("placed", "pending"), "pending")
    assert facts("payment.wrong_amount") == 1


def test_money_after_expiry_goes_back_by_itself(order, desk):
    payment = started(order)
    later = order.expires_at + timedelta(seconds=1)
    assert expire_order(order_id=order.pk, now=later)
    assert Stock.objects.get().reserved == 0
    pay(desk, payment)
    assert services.ask_gateway(payment_id=payment.pk, now=later) is Outcome.LATE
    refund = Refund.objects.get()
    assert (refund.amount, refund.reason, refund.state) == (order.total, "late", "requested")
    assert state(order)[0] == "expired"
    assert facts("order.paid") == 0
    until_back(refund, later)
    assert Payment.objects.get().state == "refunded"
    assert len(desk.get("refunds")) >= 1


def until_back(refund: Refund, now) -> None:
    """The gateway is asked as the sweeper asks: again and again under the same number."""
    for _ in range(200):
        if services.send_refund(refund_id=refund.pk, now=now):
            return
    pytest.fail("the money did not come back")


def test_an_expired_orders_payment_is_closed_at_the_gateway(order, desk):
    payment = started(order)
    expire_order(order_id=order.pk, now=order.expires_at)
    services.close_payments(order_id=order.pk, now=order.expires_at)
    assert Payment.objects.get().state == "closed"
    (seen,) = desk.get("payments", out_trade_no=payment.number)
    assert seen["trade_state"] == "CLOSED"
    services.close_payments(order_id=order.pk, now=order.expires_at)


def test_an_order_that_is_over_cannot_be_paid(order):
    expire_order(order_id=order.pk, now=order.expires_at)
    with pytest.raises(PaymentError):
        started(order)
    assert Payment.objects.count() == 0


def test_an_answer_lost_after_committing_is_made_good(order, desk):
    desk.post("config", mischief={"answer_drop": 1})
    with pytest.raises(GatewayAway):
        started(order)
    assert Payment.objects.get().code_url == ""
    desk.post("config", mischief={"answer_drop": 0})
    payment = started(order)
    assert payment.code_url != ""
    assert len(desk.get("payments", out_trade_no=payment.number)) == 1


def test_more_than_was_paid_does_not_go_back(order, desk):
    payment = started(order)
    with pytest.raises(PaymentError):
        services.refund(payment_id=payment.pk, amount=payment.amount, reason="wish", now=NOW)
    pay(desk, payment)
    services.ask_gateway(payment_id=payment.pk, now=NOW)
    for amount in (payment.amount + Decimal("0.01"), Decimal(0), Decimal(-1)):
        with pytest.raises(PaymentError):
            services.refund(payment_id=payment.pk, amount=amount, reason="wish", now=NOW)
    assert Refund.objects.count() == 0


def test_the_sweeper_finds_what_no_notice_told(order, desk):
    payment = started(order)
    pay(desk, payment)
    Payment.objects.update(created_at=NOW - timedelta(minutes=1))
    assert selectors.pending_to_ask(NOW) == [payment.pk]
    from orders.payments.tasks import ask_for_pending

    ask_for_pending(NOW)
    assert state(order) == ("paid", "paid")
    assert selectors.pending_to_ask(NOW) == []


def test_a_forged_notice_changes_nothing(order):
    started(order)
    headers = {"Wechatpay-Timestamp": "0", "Wechatpay-Signature": "x"}
    for body in (b"", b"{}", b"\xff" * 100, b"x" * 100_000):
        with pytest.raises(ForgedNotice):
            services.receive_notice(gateway_name="wechat", headers=headers, body=body, now=NOW)
    assert (Notice.objects.count(), state(order)) == (0, ("placed", "pending"))
