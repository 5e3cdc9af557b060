"""Alipay, by its published protocol, against a process that speaks it; the same promises as at WeChat Pay."""

from __future__ import annotations

import json
from datetime import timedelta
from unittest.mock import patch
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from django.utils import timezone

from orders.models import Order
from orders.payments import selectors, services
from orders.payments.gateways.alipay import signing
from orders.payments.gateways.alipay.account import Account
from orders.payments.gateways.registry import gateway, offered
from orders.payments.models import Notice, Original, Payment, Refund
from orders.payments.types import ForgedNotice, GatewayAway, Outcome, PaymentError
from orders.services.expire_order import expire_order
from tests.orders.payments.conftest import APP_ID, AlipayDesk
from tests.orders.payments.test_line import placed, state, until_back

NOW = timezone.now()
pytestmark = [pytest.mark.django_db, pytest.mark.processes]


@pytest.fixture
def order(alipay, in_harbor) -> Order:
    return placed()


def started(order: Order, scene: str = "qr") -> Payment:
    (payment,) = services.start_payments(order_id=order.pk, now=NOW, gateway_name="alipay", scene=scene)
    return payment


def notice_of(alipay: AlipayDesk, payment: Payment, **changes: str) -> bytes:
    """The notice that was dropped on the way, word by word; `changes` are made before it is signed by nobody."""
    row = next(n for n in alipay.get("notices") if json.loads(n["fields"])["out_trade_no"] == payment.number)
    fields = json.loads(row["fields"]) | changes
    return urlencode(fields | {"sign": "AAAA"}).encode()


def test_offered_is_what_the_mall_has_an_account_at(alipay):
    assert offered() == ["alipay"]


@pytest.mark.parametrize("scene", ["qr", "page", "wap"])
def test_from_code_or_page_to_paid(order, alipay, scene):
    payment = started(order, scene)
    if scene != "qr":
        opened = requests.get(payment.code_url, timeout=5, allow_redirects=False)
        assert opened.status_code == 302 and "/cashier/" in opened.headers["Location"]
    assert services.ask_gateway(payment_id=payment.pk, now=NOW) is Outcome.NOT_PAID
    alipay.pay(payment.number)
    assert services.ask_gateway(payment_id=payment.pk, now=NOW) is Outcome.APPLIED
    assert state(order) == ("paid", "paid")
    assert Payment.objects.get().transaction_id.startswith("20")


def test_a_page_nobody_opened_is_no_payment(order, alipay):
    payment = started(order, "page")
    assert services.ask_gateway(payment_id=payment.pk, now=NOW) is Outcome.NOT_PAID
    assert alipay.seen(payment.number) == []


def test_an_address_changed_on_the_way_is_refused_by_the_gateway(order, alipay):
    url = started(order, "page").code_url
    values = {name: found[0] for name, found in parse_qs(urlsplit(url).query).items()}
    values["biz_content"] = values["biz_content"].replace(f"{order.total:f}", "0.01")
    assert "0.01" in values["biz_content"]
    answer = requests.get(f"{url.partition('?')[0]}?{urlencode(values)}", timeout=5, allow_redirects=False)
    assert answer.status_code == 400


def test_notices_are_believed_by_their_signature_and_counted_once(order, alipay):
    payment = started(order)
    alipay.pay(payment.number)
    forged = notice_of(alipay, payment)
    with pytest.raises(ForgedNotice):
        services.receive_notice(gateway_name="alipay", headers={}, body=forged, now=NOW)
    assert (Notice.objects.count(), state(order)) == (0, ("placed", "pending"))
    with (
        patch.object(signing, "verifies"),
        patch("orders.payments.gateways.alipay.notices.verifies", lambda *_: True),
    ):
        outcomes = [
            services.receive_notice(gateway_name="alipay", headers={}, body=forged, now=NOW) for _ in range(2)
        ]
    assert outcomes == [Outcome.APPLIED, Outcome.REPEATED]
    assert Notice.objects.get().body == forged.decode()


def test_a_true_notice_of_another_seller_or_amount_changes_nothing(order, alipay):
    payment = started(order)
    alipay.pay(payment.number)
    with patch("orders.payments.gateways.alipay.notices.verifies", lambda *_: True):
        with pytest.raises(ForgedNotice):
            services.receive_notice(
                gateway_name="alipay", headers={}, body=notice_of(alipay, payment, seller_id="2088"), now=NOW
            )
        wrong = notice_of(alipay, payment, total_amount="0.01")
        told = services.receive_notice(gateway_name="alipay", headers={}, body=wrong, now=NOW)
    assert (told, state(order)) == (Outcome.WRONG_AMOUNT, ("placed", "pending"))


def test_what_is_no_notice_is_refused(order):
    for body in (b"", b"a", b"=&=&", b"\xff" * 50, b"x=1&" * 200, b"sign=AAAA&app_id=1", b"x" * 100_000):
        with pytest.raises(ForgedNotice):
            services.receive_notice(gateway_name="alipay", headers={}, body=body, now=NOW)
    assert Notice.objects.count() == 0


def test_a_part_and_then_the_rest_go_back(order, alipay):
    payment = started(order)
    alipay.pay(payment.number)
    services.ask_gateway(payment_id=payment.pk, now=NOW)
    first = services.refund(payment_id=payment.pk, amount=payment.amount - 1, reason="part", now=NOW)
    until_back(first, NOW)
    assert (Payment.objects.get().state, state(order)[1]) == ("paid", "paid")
    rest = services.refund(
        payment_id=payment.pk, amount=payment.amount - first.amount, reason="rest", now=NOW
    )
    until_back(rest, NOW)
    assert (Payment.objects.get().state, state(order)[1]) == ("refunded", "refunded")
    assert sum(row["amount"] for row in alipay.get("refunds")) >= int(payment.amount * 100)


def test_an_answer_lost_after_committing_is_made_good(order, alipay):
    alipay.post("config", mischief={"answer_drop": 1})
    with pytest.raises(GatewayAway):
        started(order)
    alipay.post("config", mischief={"answer_drop": 0})
    payment = started(order)
    assert len(alipay.seen(payment.number)) == 1
    alipay.pay(payment.number)
    services.ask_gateway(payment_id=payment.pk, now=NOW)
    refund = services.refund(payment_id=payment.pk, amount=payment.amount, reason="wish", now=NOW)
    alipay.post("config", mischief={"answer_drop": 1})
    with pytest.raises(GatewayAway):
        services.send_refund(refund_id=refund.pk, now=NOW)
    alipay.post("config", mischief={"answer_drop": 0})
    until_back(refund, NOW)
    assert [r["amount"] for r in alipay.get("refunds") if r["out_request_no"] == refund.number] == [
        int(payment.amount * 100)
    ]


def test_an_answer_signed_by_somebody_else_is_no_answer(order, alipay):
    payment = started(order)
    alipay.pay(payment.number)
    strange = Account.of_mall()
    from tests.outside import alipay_account

    other = alipay_account(alipay.url, "2021000000000077")
    Account(
        strange.app_id, strange.seller_id, strange.private_key, _public(other["private_key"]), strange.host
    ).keep()
    with pytest.raises(GatewayAway):
        services.ask_gateway(payment_id=payment.pk, now=NOW)
    assert state(order) == ("placed", "pending")


def _public(private: str) -> str:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

    key = load_pem_private_key(private.encode(), None).public_key()
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def test_two_gateways_cannot_both_keep_the_money(order, account, desk, alipay):
    """WeChat first, then Alipay; the old code is paid all the same, because closing it never arrived."""
    (old,) = services.start_payments(order_id=order.pk, now=NOW, gateway_name="wechat")
    with patch("orders.payments.services.close_payments.gateway") as away:
        away.return_value.close.side_effect = GatewayAway
        new = started(order)
    old.refresh_from_db()
    assert (old.state, new.gateway, new.pk != old.pk) == ("closed", "alipay", True)
    alipay.pay(new.number)
    desk.pay(old.number)
    assert services.ask_gateway(payment_id=new.pk, now=NOW) is Outcome.APPLIED
    assert services.ask_gateway(payment_id=old.pk, now=NOW) is Outcome.LATE
    refund = Refund.objects.get()
    assert (refund.payment_id, refund.amount) == (old.pk, order.total)
    until_back(refund, NOW)
    old.refresh_from_db()
    assert (old.state, state(order)) == ("refunded", ("paid", "paid"))


def test_what_was_paid_before_the_change_stays_paid(order, account, desk, alipay):
    (old,) = services.start_payments(order_id=order.pk, now=NOW, gateway_name="wechat")
    desk.pay(old.number)
    with pytest.raises(PaymentError):
        started(order)
    assert state(order) == ("paid", "paid")
    assert Payment.objects.filter(gateway="alipay").count() == 0


def test_originals_are_kept_for_customs(order, alipay):
    payment = started(order)
    alipay.pay(payment.number)
    services.ask_gateway(payment_id=payment.pk, now=NOW)
    kept = selectors.originals_of(payment.package_id)
    assert [row.kind for row in kept] == ["request", "response", "paid"]
    assert payment.number in kept[0].text and "qr_code" in kept[1].text and "trade_no" in kept[2].text
    with pytest.raises(Exception, match="permission denied"):
        Original.objects.filter(pk=kept[0].pk).update(text="")


def test_expiry_closes_it_there_and_late_money_goes_back(order, alipay):
    payment = started(order)
    expire_order(order_id=order.pk, now=order.expires_at)
    services.close_payments(order_id=order.pk, now=order.expires_at)
    assert alipay.seen(payment.number)[0]["status"] == "TRADE_CLOSED"
    assert Payment.objects.get().state == "closed"


def test_yesterdays_bill_is_checked(order, alipay):
    payment = started(order)
    alipay.pay(payment.number)
    rows = gateway("alipay").bill(timezone.localtime(NOW).date())
    (row,) = [r for r in rows if r.number == payment.number]
    assert (row.kind, row.amount_fen) == ("payment", int(payment.amount * 100))
    assert gateway("alipay").bill(timezone.localtime(NOW).date() - timedelta(days=9)) == []
    assert row.transaction_id == alipay.seen(payment.number)[0]["trade_no"]
    assert APP_ID in alipay.seen(payment.number)[0]["app_id"]
