"""The client merchants really use (PyPI `wechatpayv3`, unmodified) against the gateway, over real sockets."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from wechatpayv3 import WeChatPay, WeChatPayType
from wechatpayv3.type import RequestType

from simulators import keys
from tests.simulators import shop
from tests.simulators.shop import GatewayCounter, Letterbox, Served


@pytest.fixture
def letterbox() -> Letterbox:
    return Letterbox()


@pytest.fixture
def live(tmp_path: Path, merchant_pair: keys.KeyPair, letterbox: Letterbox) -> Iterator[dict[str, Any]]:
    """The gateway, a letterbox and a client; the clock is the real one, for certificates and signatures."""
    counter = GatewayCounter(tmp_path, merchant_pair, clock=time.time)
    counter.admin("POST", "config", {"notices": {"first": [0, 0]}, "refund_seconds": [0, 0]})
    with Served(counter.gateway) as url, Served(letterbox) as box:
        platform = counter.admin("GET", "platform")
        pay = shop.client(url, merchant_pair, platform, f"{box}/notices")
        yield {"counter": counter, "url": url, "pay": pay, "platform": platform, "box": box}


def place(pay: WeChatPay, number: str = "XP260131000001", total: int = 31821, **more: Any) -> Any:
    status, message = pay.pay(description="面霜", out_trade_no=number, amount={"total": total}, **more)
    return status, json.loads(message)


def test_pay_query_notice_and_refund(live: dict[str, Any], letterbox: Letterbox) -> None:
    pay, counter = live["pay"], live["counter"]
    status, answer = place(pay)
    assert status == 200
    assert answer["code_url"].startswith(f"{live['url']}/pay/wx")

    status, message = pay.query(out_trade_no="XP260131000001")
    assert (status, json.loads(message)["trade_state"]) == (200, "NOTPAY")

    counter.admin("POST", "pay", {"mchid": shop.MCHID, "out_trade_no": "XP260131000001", "amount": 31821})
    status, message = pay.query(out_trade_no="XP260131000001")
    paid = json.loads(message)
    assert paid["trade_state"] == "SUCCESS"
    assert paid["amount"] == {
        "total": 31821,
        "currency": "CNY",
        "payer_total": 31821,
        "payer_currency": "CNY",
    }
    assert json.loads(pay.query(transaction_id=paid["transaction_id"])[1]) == paid

    counter.gateway.settle()
    (notice,) = letterbox.received
    told = pay.callback(dict(notice.headers), notice.body)
    assert told["event_type"] == "TRANSACTION.SUCCESS"
    assert told["resource"] == paid

    status, message = pay.refund(
        out_trade_no="XP260131000001",
        out_refund_no="RF0001",
        amount={"refund": 10000, "total": 31821, "currency": "CNY"},
    )
    assert (status, json.loads(message)["status"]) == (200, "PROCESSING")
    counter.gateway.settle()
    told = pay.callback(dict(letterbox.received[1].headers), letterbox.received[1].body)
    assert told["event_type"] == "REFUND.SUCCESS"
    assert told["resource"]["refund_status"] == "SUCCESS"
    assert told["resource"]["amount"]["refund"] == 10000
    status, message = pay.query_refund(out_refund_no="RF0001")
    assert (status, json.loads(message)["status"]) == (200, "SUCCESS")


def test_close_then_nothing_can_be_paid(live: dict[str, Any]) -> None:
    place(live["pay"])
    assert live["pay"].close(out_trade_no="XP260131000001")[0] == 204
    status, answer = place(live["pay"])
    assert (status, answer["code"]) == (400, "ORDER_CLOSED")


def test_jsapi_and_h5(live: dict[str, Any]) -> None:
    pay = live["pay"]
    status, answer = place(
        pay, pay_type=WeChatPayType.JSAPI, payer={"openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"}
    )
    assert status == 200
    assert answer["prepay_id"].startswith("wx")
    scene = {"payer_client_ip": "127.0.0.1", "h5_info": {"type": "Wap"}}
    status, answer = place(pay, "XP260131000002", pay_type=WeChatPayType.H5, scene_info=scene)
    assert (status, answer["h5_url"].endswith("?from=h5")) == (200, True)


def test_certificate_is_fetched_and_trusted(
    live: dict[str, Any], merchant_pair: keys.KeyPair, tmp_path: Path, letterbox: Letterbox
) -> None:
    """Certificate mode: the first lies in `cert_dir`, the next is fetched, sealed under the APIv3 key."""
    platform, folder = live["platform"], tmp_path / "certificates"
    folder.mkdir()
    (folder / f"{platform['serial']}.pem").write_text(platform["certificate"])
    pay = shop.client(live["url"], merchant_pair, platform, f"{live['box']}/n", cert_dir=str(folder))
    pay._core._update_certificates()
    (fetched,) = pay._core._certificates
    assert f"{fetched.serial_number:X}" == platform["serial"]
    assert place(pay)[0] == 200


def test_trade_bill_names_every_payment(live: dict[str, Any]) -> None:
    pay, counter = live["pay"], live["counter"]
    place(pay)
    paid = counter.admin("POST", "pay", {"mchid": shop.MCHID, "out_trade_no": "XP260131000001"})
    day = paid["success_time"][:10]
    status, message = pay.trade_bill(bill_date=day)
    assert status == 200
    status, bill = pay.download_bill(url=json.loads(message)["download_url"])
    text = bill.decode() if isinstance(bill, bytes) else bill
    assert f"`{paid['transaction_id']}" in text
    assert "`1,`318.21,`0.00" in text


def test_customs_check_tells_whether_payer_and_orderer_are_one(live: dict[str, Any]) -> None:
    pay, counter = live["pay"], live["counter"]
    seen = {}
    for number, payer in (("XP0001", {}), ("XP0002", {"name": "王芳", "id_number": "11010119900307301X"})):
        place(pay, number)
        body = {"mchid": shop.MCHID, "out_trade_no": number, "payer": payer}
        paid = counter.admin("POST", "pay", body)
        order = {
            "mchid": shop.MCHID,
            "appid": shop.APPID,
            "out_trade_no": number,
            "transaction_id": paid["transaction_id"],
            "customs": "HAIKOU",
            "merchant_customs_no": "4601W60002",
            "certificate_type": "IDCARD",
            "certificate_id": pay._core.encrypt("110101199003074610"),
            "certificate_name": pay._core.encrypt("李明"),
        }
        status, message = pay._core.request("/v3/global/customs/orders", RequestType.POST, order)
        assert status == 200
        seen[number] = json.loads(message)["certificate_check_result"]
    assert seen == {"XP0001": "SAME", "XP0002": "DIFFERENT"}
