"""Bank transfer for companies: two operators, one receipt, and only for goods that customs has nothing to ask of."""

from __future__ import annotations

from datetime import timedelta
from unittest.mock import patch

import pytest

from orders.models import Order
from orders.payments import services
from orders.payments.gateways.bank.account import Account
from orders.payments.models import BankReceipt, Payment, Refund
from orders.payments.types import Outcome, PaymentError, SecondOperatorNeeded
from orders.services.expire_order import expire_order
from tests import factories
from tests.orders.factories import NOW
from tests.orders.factories import placed as order_placed

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(in_harbor) -> Order:
    Account("海港跨境电商有限公司", "中国银行杭州分行", "6217000000000000").keep()
    made = order_placed(None, (factories.sku(mode="general", warehouse_code="shop"), 1), identity_id=None)
    return Order.objects.get(pk=made.order_id)


def started(order: Order) -> Payment:
    (payment,) = services.start_payments(order_id=order.pk, now=NOW, gateway_name="bank")
    return payment


def entered(payment: Payment, reference: str = "BK20260310001", **changes) -> BankReceipt:
    values = {
        "amount": payment.amount,
        "payer": "华东贸易有限公司",
        "received_at": NOW,
        "actor": "operator:1",
    }
    return services.enter_receipt(payment_id=payment.pk, bank_reference=reference, **(values | changes))


def state(order: Order) -> str:
    return Order.objects.values_list("state", flat=True).get(pk=order.pk)


def test_one_enters_another_confirms(order):
    payment = started(order)
    receipt = entered(payment)
    assert services.ask_gateway(payment_id=payment.pk, now=NOW) is Outcome.NOT_PAID
    with pytest.raises(SecondOperatorNeeded):
        services.confirm_receipt(receipt_id=receipt.pk, now=NOW, actor="operator:1")
    assert state(order) == "placed"
    assert services.confirm_receipt(receipt_id=receipt.pk, now=NOW, actor="operator:2") is Outcome.APPLIED
    assert state(order) == "paid"
    with pytest.raises(PaymentError):
        services.confirm_receipt(receipt_id=receipt.pk, now=NOW, actor="operator:3")


def test_control_without_the_second_look_one_person_pays_an_order(order):
    receipt = entered(started(order))
    with patch("orders.payments.services.bank.SecondOperatorNeeded", PaymentError):
        BankReceipt.objects.update(entered_by="")
        services.confirm_receipt(receipt_id=receipt.pk, now=NOW, actor="operator:1")
    assert state(order) == "paid"


def test_refusals(order):
    payment = started(order)
    with pytest.raises(PaymentError):
        entered(payment, amount=payment.amount - 1)
    first = entered(payment)
    with pytest.raises(PaymentError):
        entered(payment, "BK002")
    services.reject_receipt(receipt_id=first.pk, actor="operator:2")
    again = entered(payment)
    services.confirm_receipt(receipt_id=again.pk, now=NOW, actor="operator:2")
    with pytest.raises(PaymentError):
        entered(payment, "BK003")
    assert list(BankReceipt.objects.order_by("pk").values_list("state", flat=True)) == [
        "rejected",
        "confirmed",
    ]


def test_the_order_waits_three_days_for_a_bank(order):
    started(order)
    order.refresh_from_db()
    assert order.expires_at == NOW + timedelta(days=3)
    assert expire_order(order_id=order.pk, now=NOW + timedelta(days=2)) is False
    assert expire_order(order_id=order.pk, now=NOW + timedelta(days=3)) is True


def test_goods_from_abroad_are_not_paid_by_bank(order):
    abroad = Order.objects.get(pk=order_placed().order_id)
    with pytest.raises(PaymentError):
        started(abroad)
    assert Payment.objects.count() == 0


def test_a_refund_is_sent_by_a_person_and_then_settled(order):
    payment = started(order)
    receipt = entered(payment)
    services.confirm_receipt(receipt_id=receipt.pk, now=NOW, actor="operator:2")
    row = services.refund(payment_id=payment.pk, amount=payment.amount, reason="wish", now=NOW)
    assert services.send_refund(refund_id=row.pk, now=NOW) is False
    services.record_bank_refund(refund_id=row.pk, bank_reference="OUT-1")
    with pytest.raises(PaymentError):
        services.record_bank_refund(refund_id=row.pk, bank_reference="OUT-2")
    assert services.send_refund(refund_id=row.pk, now=NOW) is True
    assert Refund.objects.get().state == "done"
