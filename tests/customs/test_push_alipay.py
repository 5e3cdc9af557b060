"""Alipay declares the payment: over its real door, split, pushed again, followed until it is over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import requests
from django.utils import timezone

from customs import tasks
from customs.models import PaymentPush, PortAccount
from customs.services.push_payment import APART, PushFailed, follow_up, push_payment
from journal.models import Fact
from journal.services import as_fact
from orders.payments.gateways.alipay.account import Account
from orders.payments.gateways.alipay.client import AlipayGateway
from orders.payments.models import Payment
from tests.customs import factories as make
from tests.outside import alipay_account, simulator

pytestmark = [pytest.mark.django_db, pytest.mark.processes]
APP_ID = "2021000000000001"


class House:
    def __init__(self, url: str) -> None:
        self.url = url

    def post(self, path: str, **body: Any) -> dict[str, Any]:
        answer = requests.post(f"{self.url}/_sim/{path}", json=body, timeout=10)
        assert answer.ok, answer.text
        return answer.json() if answer.content else {}


@pytest.fixture(scope="module")
def alipay_url(tmp_path_factory) -> Iterator[str]:
    with simulator("alipay", tmp_path_factory.mktemp("alipay")) as url:
        yield url


@pytest.fixture
def house(alipay_url, in_harbor) -> House:
    """Alipay with the mall's account, without memory of other tests; a push may follow another at once."""
    found = House(alipay_url)
    found.post("reset")
    found.post("config", customs={"seconds": 0, "apart": 0, "fails": False})
    Account(**alipay_account(alipay_url, APP_ID)).keep()
    make.account("http://127.0.0.1:9")
    return found


def paid(house: House, **payer: str) -> Any:
    """A package that was really paid at Alipay."""
    package = make.package()
    row = Payment.objects.get(package=package)
    Payment.objects.filter(pk=row.pk).update(gateway="alipay")
    AlipayGateway.of_mall().start(
        number=row.number, amount_fen=int(row.amount * 100), description="x", notify_url="http://127.0.0.1:9/n",
        expires_at=timezone.now() + timedelta(hours=1),
    )  # fmt: skip
    told = house.post("pay", app_id=APP_ID, out_trade_no=row.number, payer=payer)
    Payment.objects.filter(pk=row.pk).update(transaction_id=told["trade_no"])
    return package


def push(package: Any) -> PaymentPush:
    return push_payment(package_id=package.pk, now=timezone.now())


def test_it_is_pushed_and_the_clearing_bodys_number_kept(house):
    made = push(paid(house, id_number="11010519491231002X"))
    assert (made.gateway, made.place, made.state, made.check_result, made.department, made.payer_code) == (
        "alipay", "ZONGSHU", "PROCESSING", "SAME", "NETSUNION", "31222699S7",
    )  # fmt: skip
    assert made.department_trade_id.startswith("NU") and made.next_at is not None
    assert follow_up(push_id=made.pk, now=timezone.now()) == "SUCCESS"
    assert PaymentPush.objects.get().next_at is None


def test_another_payer_is_told(house):
    assert push(paid(house, id_number="110105194912310038")).check_result == "DIFFERENT"


def test_pushed_again_it_keeps_its_number_and_what_was_told_once(house):
    package = paid(house)
    first, second = push(package), push(package)
    assert (first.request_no, first.check_result) == (second.request_no, second.check_result) != ("", "")
    assert (second.attempts, PaymentPush.objects.count()) == (2, 1)


def test_the_control_another_number_would_be_a_second_declaration(house):
    package = paid(house)
    push(package)
    PaymentPush.objects.update(request_no="C-ANOTHER-NUMBER")
    with pytest.raises(PushFailed, match="DECLARE_REPEATED"):
        push(package)


def test_too_soon_is_refused_kept_and_comes_up_again(house):
    house.post("config", customs={"apart": 300})
    package = paid(house)
    push(package)
    with pytest.raises(PushFailed, match="REPEATED_TOO_FAST"):
        push(package)
    row = PaymentPush.objects.get()
    assert "REPEATED_TOO_FAST" in row.error and row.next_at is not None


def test_a_payment_of_two_orders_is_split_and_adds_up(house):
    first = paid(house)
    other = make.package()
    transaction = Payment.objects.get(package=first).transaction_id
    Payment.objects.filter(package=other).update(gateway="alipay", transaction_id=transaction)
    made = push(first)
    assert made.part_no.startswith(transaction) and made.part_no != transaction
    with pytest.raises(PushFailed, match="AMOUNT_EXCEEDED"):
        push(other)


def test_what_customs_refuses_is_said(house):
    house.post("config", customs={"fails": True})
    made = push(paid(house))
    assert follow_up(push_id=made.pk, now=timezone.now()) == "FAIL"
    row = PaymentPush.objects.get()
    assert (row.error, row.next_at) == ("100 海关退单", None)


def test_by_itself_where_the_port_wants_it_and_only_there(house):
    package = paid(house)
    fact = Fact(kind="package.waybill_assigned", subject=f"package:{package.pk}", payload={"package_id": package.pk},
                occurred_at=timezone.now())  # fmt: skip
    tasks.push_payment(as_fact(fact))
    assert PaymentPush.objects.count() == 0
    PortAccount.objects.update(wants_payer_document=True)
    tasks.push_payment(as_fact(fact))
    tasks.push_payment(as_fact(fact))
    row = PaymentPush.objects.get()
    assert (row.state, row.attempts) == ("PROCESSING", 1)
    tasks.follow_pushes(timezone.now())
    assert PaymentPush.objects.get().state == "PROCESSING", "not before its time"
    tasks.follow_pushes(timezone.now() + APART)
    assert PaymentPush.objects.get().state == "SUCCESS"


def test_a_company_that_is_away_is_asked_again_by_the_clock(house):
    package = paid(house)
    PortAccount.objects.update(wants_payer_document=True)
    house.post("down", seconds=60, mode="close")
    with pytest.raises(PushFailed) as failed:
        push(package)
    assert failed.value.away
    house.post("down", seconds=0)
    tasks.follow_pushes(timezone.now() + APART)
    assert PaymentPush.objects.get().state == "PROCESSING"
