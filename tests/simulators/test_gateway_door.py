"""The gateway's doors: who may ask, what is refused, what happens once however often it is asked."""

import json
from typing import Any

import pytest

from simulators import keys
from simulators.gateway.signing import sign
from simulators.web.routing import Request
from tests.simulators import shop
from tests.simulators.counter import call
from tests.simulators.shop import GatewayCounter
from tests.simulators.till import NATIVE, NUMBER, ORDER, REFUNDS, ask, authorization, pay

FORGED: dict[str, dict[str, str]] = {
    "another signature": {"signature": "AAAA"},
    "no base64": {"signature": "***"},
    "another merchant": {"mchid": "1900000001"},
    "another serial": {"serial_no": "4711"},
    "six minutes ago": {"timestamp": "1769820840"},
    "in six minutes": {"timestamp": "1769821560"},
    "no time": {"timestamp": "now"},
}


@pytest.mark.parametrize("name", FORGED)
def test_unsigned_and_forged_requests(gateway: GatewayCounter, name: str) -> None:
    content = json.dumps(ORDER).encode()
    header = authorization(gateway, "POST", NATIVE, content, **FORGED[name])
    response = gateway.gateway(Request("POST", NATIVE, {"authorization": header}, content))
    assert (response.status, json.loads(response.body)["code"]) == (401, "SIGN_ERROR")
    assert gateway.admin("GET", "payments") == []


@pytest.mark.parametrize("header", ["", "Bearer x", 'WECHATPAY2-SHA256-RSA2048 mchid="1900000109"'])
def test_no_authorization(gateway: GatewayCounter, header: str) -> None:
    response = call(gateway.gateway, "POST", NATIVE, ORDER, authorization=header)
    assert (response.status, json.loads(response.body)["code"]) == (401, "SIGN_ERROR")


def test_a_body_changed_on_its_way(gateway: GatewayCounter) -> None:
    header = authorization(gateway, "POST", NATIVE, json.dumps(ORDER).encode())
    changed = json.dumps({**ORDER, "amount": {"total": 1}}).encode()
    response = gateway.gateway(Request("POST", NATIVE, {"authorization": header}, changed))
    assert response.status == 401
    assert gateway.admin("GET", "payments") == []


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "no amount": ({"amount": None}, "PARAM_ERROR"),
    "amount as text": ({"amount": {"total": "31821"}}, "PARAM_ERROR"),
    "amount with a point": ({"amount": {"total": 318.21}}, "PARAM_ERROR"),
    "amount nought": ({"amount": {"total": 0}}, "PARAM_ERROR"),
    "amount true": ({"amount": {"total": True}}, "PARAM_ERROR"),
    "dollars": ({"amount": {"total": 1, "currency": "USD"}}, "PARAM_ERROR"),
    "short number": ({"out_trade_no": "XP1"}, "PARAM_ERROR"),
    "long number": ({"out_trade_no": "9" * 33}, "PARAM_ERROR"),
    "no description": ({"description": ""}, "PARAM_ERROR"),
    "notify address with a query": ({"notify_url": "http://127.0.0.1/n?a=1"}, "PARAM_ERROR"),
    "notify address that is none": ({"notify_url": "ftp://x"}, "PARAM_ERROR"),
    "another merchant": ({"mchid": "1900000001"}, "PARAM_ERROR"),
    "another app": ({"appid": "wx1"}, "APPID_MCHID_NOT_MATCH"),
    "time without zone": ({"time_expire": "2026-01-31T10:00:00"}, "PARAM_ERROR"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_fields(gateway: GatewayCounter, name: str) -> None:
    change, code = WRONG[name]
    status, answer = ask(gateway, "POST", NATIVE, {**ORDER, **change})
    assert (status, answer["code"]) == (400, code)
    assert gateway.admin("GET", "payments") == []


def test_jsapi_needs_an_openid_and_h5_a_scene(gateway: GatewayCounter) -> None:
    for product in ("jsapi", "h5"):
        status, answer = ask(gateway, "POST", f"/v3/pay/transactions/{product}", ORDER)
        assert (status, answer["code"]) == (400, "PARAM_ERROR")


def test_the_same_order_gives_the_same_prepay(gateway: GatewayCounter) -> None:
    first = ask(gateway, "POST", NATIVE, ORDER)
    gateway.clock.now += 10
    assert ask(gateway, "POST", NATIVE, ORDER) == first
    (payment,) = gateway.admin("GET", "payments")
    assert payment["requests"] == 2


@pytest.mark.parametrize(
    "change", [{"amount": {"total": 1}}, {"description": "奶粉"}, {"notify_url": "http://127.0.0.1:9/other"}]
)
def test_the_same_number_for_something_else(gateway: GatewayCounter, change: dict[str, Any]) -> None:
    ask(gateway, "POST", NATIVE, ORDER)
    status, answer = ask(gateway, "POST", NATIVE, {**ORDER, **change})
    assert (status, answer["code"]) == (403, "OUT_TRADE_NO_USED")
    assert gateway.admin("GET", "payments")[0]["amount"] == 31821


def test_paid_once_however_often_the_button_is_pressed(gateway: GatewayCounter) -> None:
    ask(gateway, "POST", NATIVE, ORDER)
    first = pay(gateway)
    gateway.clock.now += 10
    assert pay(gateway) == first
    assert len(gateway.admin("GET", "notices")) == 1
    assert gateway.admin("GET", "payments")[0]["payments"] == 1
    status, answer = ask(gateway, "POST", NATIVE, ORDER)
    assert (status, answer["code"]) == (400, "INVALID_REQUEST")
    status, answer = ask(gateway, "POST", f"{NUMBER}/close", {"mchid": shop.MCHID})
    assert (status, answer["code"]) == (400, "INVALID_REQUEST")
    assert ask(gateway, "GET", f"{NUMBER}?mchid={shop.MCHID}")[1]["trade_state"] == "SUCCESS"


def test_paying_another_amount_is_refused(gateway: GatewayCounter) -> None:
    ask(gateway, "POST", NATIVE, ORDER)
    with pytest.raises(AssertionError, match="amount must be 31821"):
        pay(gateway, amount=1)
    assert gateway.admin("GET", "payments")[0]["trade_state"] == "NOTPAY"
    assert gateway.admin("GET", "notices") == []


def test_a_failed_payment_may_be_tried_again(gateway: GatewayCounter) -> None:
    ask(gateway, "POST", NATIVE, ORDER)
    failed = gateway.admin("POST", "fail", {"mchid": shop.MCHID, "out_trade_no": ORDER["out_trade_no"]})
    assert failed["trade_state"] == "PAYERROR"
    assert gateway.admin("GET", "notices") == []
    assert pay(gateway)["trade_state"] == "SUCCESS"


@pytest.mark.parametrize(
    ("more", "seconds"), [({}, 7200), ({"time_expire": "2026-01-31T09:05:00+08:00"}, 300)]
)
def test_time_runs_out(gateway: GatewayCounter, more: dict[str, Any], seconds: float) -> None:
    ask(gateway, "POST", NATIVE, {**ORDER, **more})
    gateway.clock.now += seconds - 1
    assert ask(gateway, "GET", f"{NUMBER}?mchid={shop.MCHID}")[1]["trade_state"] == "NOTPAY"
    gateway.clock.now += 1
    assert ask(gateway, "GET", f"{NUMBER}?mchid={shop.MCHID}")[1]["trade_state"] == "CLOSED"
    with pytest.raises(AssertionError, match="ORDER_CLOSED"):
        pay(gateway)


def test_orders_nobody_placed(gateway: GatewayCounter) -> None:
    for target in (NUMBER, "/v3/pay/transactions/id/4200"):
        status, answer = ask(gateway, "GET", f"{target}?mchid={shop.MCHID}")
        assert (status, answer["code"]) == (404, "ORDER_NOT_EXIST")
    status, answer = ask(gateway, "GET", NUMBER)
    assert (status, answer["code"]) == (400, "PARAM_ERROR")
    assert ask(gateway, "POST", f"{NUMBER}/close", {"mchid": shop.MCHID})[0] == 404


def refund(
    counter: GatewayCounter, number: str, amount: int, total: int = 31821, **more: Any
) -> tuple[int, Any]:
    body = {"out_trade_no": ORDER["out_trade_no"], "out_refund_no": number}
    money = {"refund": amount, "total": total, "currency": "CNY"}
    return ask(counter, "POST", REFUNDS, {**body, "amount": money, **more})


def test_refunds_add_up_to_what_was_paid_and_no_further(gateway: GatewayCounter) -> None:
    ask(gateway, "POST", NATIVE, ORDER)
    assert refund(gateway, "RF1", 1)[1]["code"] == "TRADE_ERROR"
    pay(gateway)
    first = refund(gateway, "RF1", 30000)
    assert first[0] == 200
    assert refund(gateway, "RF1", 30000) == first
    assert refund(gateway, "RF1", 29999)[1]["code"] == "INVALID_REQUEST"
    assert refund(gateway, "RF2", 1822)[1]["code"] == "INVALID_REQUEST"
    assert refund(gateway, "RF2", 1821)[0] == 200
    assert refund(gateway, "RF3", 1)[1]["code"] == "INVALID_REQUEST"
    assert [row["refund"] for row in gateway.admin("GET", "refunds")] == [30000, 1821]
    assert ask(gateway, "GET", f"{REFUNDS}/RF2")[1]["status"] == "PROCESSING"
    gateway.clock.now += 2
    gateway.gateway.settle()
    assert ask(gateway, "GET", f"{REFUNDS}/RF2")[1]["status"] == "SUCCESS"
    assert ask(gateway, "GET", f"{REFUNDS}/RF9")[0] == 404


def test_refund_of_another_total_or_another_order(gateway: GatewayCounter) -> None:
    ask(gateway, "POST", NATIVE, ORDER)
    pay(gateway)
    assert refund(gateway, "RF1", 1, total=1)[1]["code"] == "INVALID_REQUEST"
    assert refund(gateway, "RF1", 1, out_trade_no="XP260131000009")[0] == 404
    assert gateway.admin("GET", "refunds") == []


def test_answer_dropped_after_committing(gateway: GatewayCounter) -> None:
    gateway.admin("POST", "config", {"mischief": {"answer_drop": 1}})
    assert ask(gateway, "POST", NATIVE, ORDER)[0] == 0
    gateway.admin("POST", "config", {"preset": "calm"})
    assert gateway.admin("GET", "payments")[0]["requests"] == 1
    assert ask(gateway, "POST", NATIVE, ORDER)[0] == 200


@pytest.mark.parametrize(("mischief", "status"), [("refuse", 0), ("error_500", 500)])
def test_errors_before_anything_is_done(gateway: GatewayCounter, mischief: str, status: int) -> None:
    gateway.admin("POST", "config", {"mischief": {mischief: 1}})
    assert ask(gateway, "POST", NATIVE, ORDER)[0] == status
    assert gateway.admin("GET", "payments") == []


def test_down(gateway: GatewayCounter) -> None:
    gateway.admin("POST", "down", {"seconds": 10})
    assert call(gateway.gateway, "GET", "/v3/certificates").status == 503
    gateway.clock.now += 11
    assert ask(gateway, "GET", "/v3/certificates")[0] == 200


def test_another_merchant_sees_nothing(gateway: GatewayCounter, other_pair: keys.KeyPair) -> None:
    ask(gateway, "POST", NATIVE, ORDER)
    gateway.register(mchid="1900000200", certificate=other_pair.certificate_pem.decode())
    target = f"{NUMBER}?mchid=1900000200"
    signed = f"GET\n{target}\n{int(gateway.clock())}\nN\n\n".encode()
    header = authorization(
        gateway,
        "GET",
        target,
        b"",
        mchid="1900000200",
        nonce_str="N",
        serial_no=other_pair.serial,
        signature=sign(other_pair, signed),
    )
    response = gateway.gateway(Request("GET", target, {"authorization": header}))
    assert response.status == 404


@pytest.mark.parametrize(
    "change",
    [{"apiv3_key": "short"}, {"certificate": "x"}, {"certificate": None}, {"mchid": ""}],
)
def test_merchants_that_cannot_be(gateway: GatewayCounter, change: dict[str, Any]) -> None:
    with pytest.raises(AssertionError, match="error"):
        gateway.register(**change)
    assert len(gateway.admin("GET", "merchants")) == 1


def test_secrets_are_not_shown(gateway: GatewayCounter) -> None:
    assert shop.APIV3_KEY not in json.dumps(gateway.admin("GET", "merchants"))
    assert "PRIVATE" not in json.dumps(gateway.admin("GET", "platform"))


def test_a_merchant_known_by_its_public_key_alone(
    gateway: GatewayCounter, merchant_pair: keys.KeyPair
) -> None:
    public = gateway.admin("GET", "platform")["public_key"]
    shown = gateway.register(certificate=None, public_key=public, serial="abc")
    assert shown["serial"] == "ABC"


def test_a_clock_that_is_set_back_is_the_one_that_requests_and_answers_are_held_against(
    gateway: GatewayCounter,
) -> None:
    gateway.admin("POST", "clock", {"ahead": -86_400})
    assert ask(gateway, "POST", NATIVE, ORDER)[0] == 401
    gateway.admin("POST", "clock", {"ahead": 0})
    assert ask(gateway, "POST", NATIVE, ORDER)[0] == 200
    assert pay(gateway)["trade_state"] == "SUCCESS"
