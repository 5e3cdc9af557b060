"""The payment company declares the payment: over its real door, once or again, split where it covers several."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import requests
from django.utils import timezone

from customs.models import PaymentPush
from customs.services.push_payment import NoWay, PushFailed, push_payment
from orders.payments.customs_clients.wechat import WeChatCustoms
from orders.payments.gateways.wechat.account import Account
from orders.payments.gateways.wechat.client import WeChatPayGateway
from orders.payments.models import Payment
from tests.customs import factories as make
from tests.outside import merchant_account, simulator

pytestmark = [pytest.mark.django_db, pytest.mark.processes]
MCHID = "1900000109"


@pytest.fixture(scope="module")
def gateway(tmp_path_factory) -> Iterator[str]:
    with simulator("gateway", tmp_path_factory.mktemp("gateway")) as url:
        yield url


@pytest.fixture
def paid(gateway, in_harbor):
    """A package that was really paid at the gateway, by somebody the gateway knows."""
    Account(**merchant_account(gateway)).keep()
    make.account("http://127.0.0.1:9")
    package = make.package()
    row = Payment.objects.get()
    WeChatPayGateway.of_mall().start(
        number=row.number, amount_fen=int(row.amount * 100), description="x", notify_url="http://127.0.0.1:9/n",
        expires_at=timezone.now() + timedelta(hours=1),
    )  # fmt: skip
    pay(gateway, row.number)
    return package


def pay(gateway: str, number: str, **payer: str) -> None:
    body = {"mchid": MCHID, "out_trade_no": number, **({"payer": payer} if payer else {})}
    answer = requests.post(f"{gateway}/_sim/pay", json=body, timeout=5)
    assert answer.ok, answer.text
    Payment.objects.filter(number=number).update(transaction_id=answer.json()["transaction_id"])


def test_the_payment_is_pushed_and_its_clearing_body_kept(paid):
    made = push_payment(package_id=paid.pk, now=timezone.now())
    assert (made.place, made.state, made.check_result, made.department) == (
        "GUANGZHOU_ZS", "PROCESSING", "SAME", "NETSUNION",
    )  # fmt: skip
    assert made.department_trade_id.startswith("NU")
    (told,) = WeChatCustoms.of_mall().query(Payment.objects.get().number)
    assert (told.state, told.department_trade_id) == ("SUCCESS", made.department_trade_id)


def test_pushed_again_it_is_the_same(paid):
    first = push_payment(package_id=paid.pk, now=timezone.now())
    second = push_payment(package_id=paid.pk, now=timezone.now())
    assert (second.pk, second.department_trade_id, second.attempts) == (
        first.pk,
        first.department_trade_id,
        2,
    )
    assert PaymentPush.objects.count() == 1


def test_what_the_company_refuses_is_kept_in_its_words_and_pushed_again_later(paid):
    right = Payment.objects.get().transaction_id
    Payment.objects.update(transaction_id="4200000000000000000000000000")
    with pytest.raises(PushFailed) as failed:
        push_payment(package_id=paid.pk, now=timezone.now())
    assert "RESOURCE_NOT_EXISTS" in str(failed.value)
    row = PaymentPush.objects.get()
    assert ("RESOURCE_NOT_EXISTS" in row.error, row.state, row.attempts) == (True, "", 1)
    Payment.objects.update(transaction_id=right)
    assert push_payment(package_id=paid.pk, now=timezone.now()).error == ""


def test_a_gateway_that_is_not_declared_from_here(paid):
    Payment.objects.update(gateway="cash")
    with pytest.raises(NoWay):
        push_payment(package_id=paid.pk, now=timezone.now())
    assert not PaymentPush.objects.exists()


def test_a_payment_of_several_orders_is_split_by_amounts_that_add_up(paid, monkeypatch):
    other = make.package()
    Payment.objects.filter(package=other).update(
        transaction_id=Payment.objects.get(package=paid).transaction_id
    )
    seen = []
    declare = WeChatCustoms.declare
    monkeypatch.setattr(
        WeChatCustoms, "declare", lambda self, asked: seen.append(asked) or declare(self, asked)
    )
    push_payment(package_id=paid.pk, now=timezone.now())
    part = seen[0].part
    assert (part.number, part.goods_fen + part.freight_fen) == (paid.number, int(paid.total * 100))
