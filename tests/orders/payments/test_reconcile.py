"""The gateway's bill against our books: each difference has a name, and what can be mended is mended."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from unittest.mock import patch

import pytest
from django.utils import timezone

from journal.models import Fact
from orders.models import Order
from orders.payments import services
from orders.payments.gateways.registry import gateway
from orders.payments.models import BillCheck, BillLine, Break, Payment, Refund
from orders.payments.tasks import reconcile_yesterday
from orders.payments.types import GatewayAway, PaymentError
from tests.orders.payments.test_line import pay, placed, started, state, until_back

NOW = timezone.now()
TODAY = timezone.localtime(NOW).date()
pytestmark = [pytest.mark.django_db, pytest.mark.processes]


@pytest.fixture
def order(account, in_harbor, desk) -> Order:
    desk.post("config", mischief={"answer_drop": 0})
    return placed()


def check() -> BillCheck:
    return services.reconcile(gateway_name="wechat", day=TODAY, now=NOW)


def breaks(number: str = "") -> list[str]:
    """The gateway's process is shared by the tests of this file: only what belongs to `number`."""
    rows = Break.objects.filter(number__startswith=number) if number else Break.objects.all()
    return list(rows.order_by("pk").values_list("kind", flat=True))


def test_what_agrees_has_no_difference(order, desk):
    payment = started(order)
    pay(desk, payment)
    services.ask_gateway(payment_id=payment.pk, now=NOW)
    refund = services.refund(payment_id=payment.pk, amount=Decimal("1.00"), reason="part", now=NOW)
    until_back(refund, NOW)
    made = check()
    assert breaks(payment.number) == [] and breaks(refund.number) == []
    lines = BillLine.objects.filter(number__in=(payment.number, refund.number))
    assert sorted(lines.values_list("kind", "amount")) == [
        ("payment", payment.amount),
        ("refund", Decimal("1.00")),
    ]
    assert made.paid - made.refunded == sum(
        line.amount if line.kind == "payment" else -line.amount for line in BillLine.objects.all()
    )
    assert check().pk == made.pk and BillCheck.objects.count() == 1


def test_paid_there_and_not_here_is_recorded_at_once(order, desk):
    payment = started(order)
    pay(desk, payment)
    check()
    assert breaks(payment.number) == ["not_recorded"]
    assert state(order) == ("paid", "paid")
    row = Break.objects.get(number=payment.number)
    assert (row.words, row.closed_by) == ("applied", "reconciliation")
    assert Fact.objects.filter(kind="payment.bill_differs").count() == 1


def test_late_money_that_only_the_bill_tells_of_goes_back(order, desk):
    payment = started(order)
    pay(desk, payment)
    Payment.objects.update(state="closed")
    check()
    assert Refund.objects.get().amount == payment.amount
    assert state(order) == ("placed", "pending")


def test_paid_here_and_not_there(order):
    payment = started(order)
    Payment.objects.update(state="paid", paid_at=NOW, transaction_id="42")
    check()
    row = Break.objects.get(number=payment.number)
    assert (row.kind, row.ours, row.theirs, row.closed_at) == ("not_in_bill", payment.amount, None, None)
    with pytest.raises(PaymentError):
        services.close_break(break_id=row.pk, words=" ", now=NOW, actor="operator:1")
    services.close_break(break_id=row.pk, words="paid by hand", now=NOW, actor="operator:1")
    with pytest.raises(PaymentError):
        services.close_break(break_id=row.pk, words="again", now=NOW, actor="operator:1")


def test_other_amounts_and_strangers_are_named(order, desk):
    payment = started(order)
    pay(desk, payment)
    services.ask_gateway(payment_id=payment.pk, now=NOW)
    refund = services.refund(payment_id=payment.pk, amount=Decimal("1.00"), reason="part", now=NOW)
    until_back(refund, NOW)
    Payment.objects.update(amount=payment.amount + 1)
    Refund.objects.update(amount=Decimal("2.00"))
    check()
    assert breaks(payment.number) == ["amount"]
    assert breaks(refund.number) == ["refund_amount"]


def test_control_without_the_comparison_nothing_is_seen(order, desk):
    payment = started(order)
    pay(desk, payment)
    with patch("orders.payments.services.reconcile._breaks", lambda *_: []):
        check()
    assert (breaks(), state(order)) == ([], ("placed", "pending"))


def test_a_bill_changed_on_the_way_is_not_believed(order, desk):
    payment = started(order)
    pay(desk, payment)
    client = gateway("wechat")
    true = client._file
    with patch.object(client, "_file", lambda url: true(url)[:-3]), pytest.raises(GatewayAway):
        client.bill(TODAY)
    assert any(row.number == payment.number for row in client.bill(TODAY))


def test_a_day_without_business_is_even(order):
    made = services.reconcile(gateway_name="wechat", day=TODAY - timedelta(days=40), now=NOW)
    assert (made.payments, made.paid, breaks()) == (0, 0, [])


def test_the_clock_checks_yesterday_once_from_ten_on(order):
    morning = timezone.localtime(NOW).replace(hour=9, minute=59)
    reconcile_yesterday(morning)
    assert BillCheck.objects.count() == 0
    for _ in range(2):
        reconcile_yesterday(morning.replace(hour=10))
    assert BillCheck.objects.get().day == morning.date() - timedelta(days=1)
