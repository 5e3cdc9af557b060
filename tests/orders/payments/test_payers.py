"""Who paid: kept with the payment where the gateway tells it, sealed, and forgotten with the orderer."""

from __future__ import annotations

import pytest
from django.db import connection

from accounts.services.identities import forget_person
from orders.models import Order
from orders.payments.models import Payment
from orders.payments.services import record_payment
from orders.payments.types import Outcome, Payer, Trade, TradeState
from orders.selectors import customs_documents
from orders.types import PayerFacts
from tests.openapi import gateway
from tests.orders import factories as make

pytestmark = pytest.mark.django_db
NAME, NUMBER = "张三丰", "11010519491231002X"


@pytest.fixture
def package_id(in_harbor) -> int:
    return make.placed().packages[0][0]


def pay(payer: Payer | None) -> None:
    payment = gateway.pending(Order.objects.get())
    fen = int(payment.amount * 100)
    trade = Trade(payment.number, TradeState.PAID, fen, "42", make.NOW, payer=payer)
    assert record_payment(trade=trade, now=make.NOW) is Outcome.APPLIED


def payer(package_id: int) -> PayerFacts | None:
    return customs_documents(package_id).payment.payer


def test_a_named_payer_is_kept_sealed(package_id):
    pay(Payer(NAME, NUMBER))
    assert payer(package_id) == PayerFacts(NAME, NUMBER)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM payments_payment WHERE mall_id = %s", [Order.objects.get().mall_id])
        whole = b"|".join(
            bytes(v) if isinstance(v, memoryview) else str(v).encode() for v in cursor.fetchone()
        )
    assert NAME.encode() not in whole and NUMBER.encode() not in whole
    assert NUMBER not in repr(Trade("1", TradeState.PAID, payer=Payer(NAME, NUMBER)))


def test_a_gateway_that_names_nobody(package_id):
    pay(None)
    assert payer(package_id) is None
    assert Payment.objects.get().payer_sealed is None


def test_the_payer_is_forgotten_with_the_orderer(package_id):
    pay(Payer(NAME, NUMBER))
    forget_person(identity_id=Order.objects.get().identity_id)
    assert payer(package_id) == PayerFacts("", "")
