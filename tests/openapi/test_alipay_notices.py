"""Alipay's notices as they come: signed with RSA2 by Alipay's own process, over HTTP, at the webhook of the mall."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from django.utils import timezone

from journal.models import Fact
from orders.models import LedgerEntry, Order
from orders.payments import services
from orders.payments.gateways.alipay.account import Account
from orders.payments.models import Notice, Payment
from orders.services.place_order import place_order
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.orders.factories import checkout
from tests.outside import alipay_account, simulator

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.processes]
APP_ID, OTHER_APP = "2021000000000019", "2021000000000029"


@pytest.fixture(scope="module")
def alipay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with simulator("alipay", tmp_path_factory.mktemp("alipay")) as url:
        yield url


@pytest.fixture
def desk(alipay: str, live_server: Any, settings: Any, monkeypatch: Any) -> Iterator[Desk]:
    """Alipay brings notices to this very process, at the mall's own host; nothing is brought unasked."""
    monkeypatch.setattr("journal.tasks.ring", lambda mall_id: None)
    settings.PUBLIC_PORT = urlsplit(live_server.url).port
    made = Desk(alipay)
    made.post("config", mischief={"notice_drop": 1, "notice_duplicate": 0, "notice_delay": 0})
    yield made


class Desk:
    def __init__(self, url: str) -> None:
        self.url = url

    def post(self, path: str, **body: Any) -> Any:
        answer = requests.post(f"{self.url}/_sim/{path}", json=body, timeout=20)
        assert answer.ok, answer.text
        return answer.json()

    def pay(self, payment: Payment, app_id: str = APP_ID) -> None:
        self.post("pay", app_id=app_id, out_trade_no=payment.number)

    def tell(self, payment: Payment, **how: Any) -> list[str]:
        """Bring the notice, true or forged; what the webhook answered each time."""
        return list(self.post("notices", app_id=APP_ID, out_trade_no=payment.number, **how)["answers"])


def started(mall: Any, url: str, app_id: str = APP_ID) -> Payment:
    with in_mall(mall.pk, actor=Actor.staff()):
        Account(**alipay_account(url, app_id)).keep()
        placed = place_order(request=checkout(factories.shopper(), (factories.sku(), 1)), now=timezone.now())
        (payment,) = services.start_payments(
            order_id=placed.order_id, now=timezone.now(), gateway_name="alipay"
        )
        return payment


def stands(mall: Any) -> tuple[list[tuple[str, str]], int, int, int]:
    """State of each order; notices kept; times that money was counted; facts that an order was paid."""
    with in_mall(mall.pk, actor=Actor.staff()):
        return (
            list(Order.objects.order_by("pk").values_list("state", "payment_state")),
            Notice.objects.count(),
            LedgerEntry.objects.filter(event="capture").count(),
            Fact.objects.filter(kind="order.paid").count(),
        )


UNPAID = ([("placed", "pending")], 0, 0, 0)
PAID = ([("paid", "paid")], 1, 1, 1)


def test_a_true_notice_pays_the_order_however_often_it_is_told(mall, alipay, desk):
    payment = started(mall, alipay)
    desk.pay(payment)
    assert stands(mall) == UNPAID, "the notice has not come yet"
    assert desk.tell(payment, repeat=5) == ["success"] * 5
    assert stands(mall) == PAID


def test_a_delayed_notice_finds_the_order_paid_by_the_sweeper(mall, alipay, desk):
    payment = started(mall, alipay)
    desk.pay(payment)
    with in_mall(mall.pk, actor=Actor.staff()):
        services.ask_gateway(payment_id=payment.pk, now=timezone.now())
    assert desk.tell(payment) == ["success"]
    assert stands(mall) == PAID
    with in_mall(mall.pk):
        assert Notice.objects.get().outcome == "repeated"


def test_a_notice_that_comes_after_the_order_is_over_is_taken_and_the_money_goes_back(mall, alipay, desk):
    payment = started(mall, alipay)
    desk.pay(payment)
    with in_mall(mall.pk, actor=Actor.staff()):
        from orders.services.expire_order import expire_order

        order = Order.objects.get()
        assert expire_order(order_id=order.pk, now=order.expires_at)
    assert desk.tell(payment) == ["success"]
    with in_mall(mall.pk, actor=Actor.staff()):
        refund = Payment.objects.get().refunds.get()
        assert (refund.reason, refund.amount) == ("late", order.total)
    assert stands(mall)[0] == [("expired", "pending")]


@pytest.mark.parametrize("forge", ["signature", "seller"])
def test_a_forged_notice_changes_nothing_and_is_not_thanked(mall, alipay, desk, forge):
    payment = started(mall, alipay)
    desk.pay(payment)
    assert desk.tell(payment, forge=forge) == ["401"]
    assert stands(mall) == UNPAID


def test_a_true_notice_of_a_wrong_amount_is_kept_and_pays_nothing(mall, alipay, desk):
    payment = started(mall, alipay)
    desk.pay(payment)
    assert desk.tell(payment, forge="amount") == ["success"]
    assert stands(mall) == ([("placed", "pending")], 1, 0, 0)
    with in_mall(mall.pk):
        assert Notice.objects.get().outcome == "wrong_amount"


def test_a_notice_of_another_mall_is_not_believed_here(mall, other_mall, alipay, desk):
    """Signed by the same Alipay, for the merchant of the mall next door, and brought to this one."""
    mine, theirs = started(mall, alipay), started(other_mall, alipay, OTHER_APP)
    desk.pay(theirs, OTHER_APP)
    body = caught(desk, theirs, OTHER_APP)
    assert brought(body, "harbor.localhost", mall) == 401
    assert stands(mall) == UNPAID and stands(other_mall) == UNPAID
    assert brought(body, "meridian.localhost", other_mall) == 200
    assert stands(mall) == UNPAID and stands(other_mall) == PAID
    assert mine.number != theirs.number


def test_control_without_the_signature_a_stranger_would_be_believed(mall, alipay, desk, monkeypatch):
    payment = started(mall, alipay)
    desk.pay(payment)
    monkeypatch.setattr("orders.payments.gateways.alipay.notices.verifies", lambda *_: True)
    assert desk.tell(payment, forge="signature") == ["success"]
    assert stands(mall) == PAID


def caught(desk: Desk, payment: Payment, app_id: str) -> bytes:
    """The notice as it would be sent, word by word, caught by a listener instead of a mall."""
    import threading
    from http.server import BaseHTTPRequestHandler, HTTPServer

    bodies: list[bytes] = []

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(500)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            return

    with HTTPServer(("127.0.0.1", 0), Listener) as server:
        thread = threading.Thread(target=server.handle_request, daemon=True)
        thread.start()
        desk.post("config", notices={"target": f"http://127.0.0.1:{server.server_port}"})
        desk.post("notices", app_id=app_id, out_trade_no=payment.number)
        thread.join(20)
    desk.post("config", notices={"target": None})
    return bodies[0]


def brought(body: bytes, host: str, mall: Any) -> int:
    from django.conf import settings

    headers = {
        "Host": f"{host}:{settings.PUBLIC_PORT}",
        "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
    }
    url = f"http://127.0.0.1:{settings.PUBLIC_PORT}/openapi/v1/webhooks/alipay"
    return requests.post(url, data=body, headers=headers, timeout=20).status_code
