"""Alipay (支付宝): page, phone and QR payments by the published open API, at the account's host.

Sources: the published documents of alipay.trade.page.pay, .wap.pay, .precreate, .query, .close, .refund and
alipay.data.dataservice.bill.downloadurl.query. Page and phone payments are addresses that we sign ourselves:
Alipay knows of them once the shopper opens them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

import requests

from money.formatting import from_fen
from orders.clock import BEIJING
from orders.payments.gateways.alipay import bills, notices
from orders.payments.gateways.alipay.account import Account
from orders.payments.gateways.alipay.signing import node_of, sign, text_of, verifies
from orders.payments.types import (
    BillRow,
    GatewayAway,
    GatewayRefused,
    NoticeRead,
    Scene,
    Started,
    Trade,
    TradeState,
)

_TIMEOUT = (3, 8)
_STATES = {
    "TRADE_SUCCESS": TradeState.PAID,
    "TRADE_FINISHED": TradeState.PAID,
    "WAIT_BUYER_PAY": TradeState.PENDING,
    "TRADE_CLOSED": TradeState.CLOSED,
}
_OPENED = {
    Scene.PAGE: ("alipay.trade.page.pay", "FAST_INSTANT_TRADE_PAY"),
    Scene.WAP: ("alipay.trade.wap.pay", "QUICK_WAP_WAY"),
}
#: Answers after which it is not known whether something happened.
_AWAY = {"20000", "ACQ.SYSTEM_ERROR", "aop.unknow-error"}


class AlipayGateway:
    scenes: tuple[Scene, ...] = (Scene.QR, Scene.PAGE, Scene.WAP)
    notice_answer = b"success"

    def __init__(self, account: Account) -> None:
        self.account = account

    @classmethod
    def of_mall(cls) -> AlipayGateway:
        return cls(Account.of_mall())

    def start(
        self,
        *,
        number: str,
        amount_fen: int,
        description: str,
        notify_url: str,
        expires_at: datetime,
        scene: Scene = Scene.QR,
        return_url: str = "",
        client_ip: str = "",
        open_id: str = "",
    ) -> Started:
        asked = {
            "out_trade_no": number,
            "total_amount": f"{from_fen(amount_fen):f}",
            "subject": description[:256],
            "time_expire": _local(expires_at),
        }
        if scene in _OPENED:
            method, product = _OPENED[scene]
            values = self._signed(method, asked | {"product_code": product}, notify_url, return_url)
            return Started(
                f"{self.account.host}?{urlencode(values)}", json.dumps(values, ensure_ascii=False), ""
            )
        values = self._signed("alipay.trade.precreate", asked, notify_url)
        answer, text = self._send(values)
        return Started(str(answer["qr_code"]), json.dumps(values, ensure_ascii=False), text)

    def invocation(self, started: str) -> dict[str, str]:
        return {}

    def ask(self, *, number: str) -> Trade:
        try:
            answer, text = self._call("alipay.trade.query", {"out_trade_no": number})
        except GatewayRefused as refused:
            if refused.gateway_code == "ACQ.TRADE_NOT_EXIST":
                return Trade(number, TradeState.UNKNOWN)
            raise
        return read_trade(answer, text)

    def close(self, *, number: str) -> None:
        self._call("alipay.trade.close", {"out_trade_no": number})

    def refund(
        self, *, number: str, refund_number: str, refund_fen: int, total_fen: int, reason: str
    ) -> bool:
        asked = {
            "out_trade_no": number,
            "refund_amount": f"{from_fen(refund_fen):f}",
            "out_request_no": refund_number,
            "refund_reason": reason[:256],
        }
        self._call("alipay.trade.refund", asked)
        found, _ = self._call(
            "alipay.trade.fastpay.refund.query", {"out_trade_no": number, "out_request_no": refund_number}
        )
        return found.get("refund_status") == "REFUND_SUCCESS"

    def read_notice(self, headers: Mapping[str, str], body: bytes) -> NoticeRead:
        return notices.read(self.account, body)

    def bill(self, day: date) -> list[BillRow]:
        try:
            answer, _ = self._call(
                "alipay.data.dataservice.bill.downloadurl.query",
                {"bill_type": "trade", "bill_date": day.isoformat()},
            )
        except GatewayRefused as refused:
            if refused.gateway_code in {"isp.bill_not_exist", "BILL_NOT_EXIST"}:
                return []
            raise
        return bills.read(self._download(str(answer["bill_download_url"])))

    def _download(self, url: str) -> bytes:
        try:
            answer = requests.get(url, timeout=_TIMEOUT, allow_redirects=False)
        except requests.RequestException as error:
            raise GatewayAway from error
        if answer.status_code != 200:
            raise GatewayAway
        return answer.content

    def call(self, method: str, content: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
        """Any method of the open platform at this account. Raises GatewayAway, GatewayRefused."""
        return self._send(self._signed(method, content))

    def _call(self, method: str, content: dict[str, str]) -> tuple[dict[str, Any], str]:
        return self._send(self._signed(method, content))

    def _signed(
        self, method: str, content: Mapping[str, Any], notify_url: str = "", return_url: str = ""
    ) -> dict[str, str]:
        values = {
            "app_id": self.account.app_id,
            "method": method,
            "format": "JSON",
            "charset": "utf-8",
            "sign_type": "RSA2",
            "timestamp": _local(datetime.now(BEIJING)),
            "version": "1.0",
            "notify_url": notify_url,
            "return_url": return_url,
            "biz_content": json.dumps(content, ensure_ascii=False, separators=(",", ":")),
        }
        values = {name: value for name, value in values.items() if value}
        return values | {"sign": sign(self.account.private_key, text_of(values, "sign"))}

    def _send(self, values: dict[str, str]) -> tuple[dict[str, Any], str]:
        """The answer's own object, its signature verified on the text as it came, and the whole text."""
        try:
            answer = requests.post(self.account.host, data=values, timeout=_TIMEOUT, allow_redirects=False)
        except requests.RequestException as error:
            raise GatewayAway from error
        if answer.status_code != 200:
            raise GatewayAway
        return self._read(values["method"], answer.content), answer.content.decode("utf-8", "replace")

    def _read(self, method: str, content: bytes) -> dict[str, Any]:
        try:
            body = content.decode()
            whole = json.loads(body)
            name = method.replace(".", "_") + "_response"
            name = name if name in whole else "error_response"
            found = dict(whole[name])
        except (ValueError, KeyError, TypeError) as error:
            raise GatewayAway from error
        if not verifies(self.account.alipay_key, str(whole.get("sign", "")), node_of(body, name)):
            raise GatewayAway
        return _granted(found)


def _granted(found: dict[str, Any]) -> dict[str, Any]:
    """Raises GatewayAway where Alipay itself does not know, GatewayRefused with its sub code."""
    code, sub = str(found.get("code", "")), str(found.get("sub_code", ""))
    if code == "10000":
        return found
    if code in _AWAY or sub in _AWAY:
        raise GatewayAway
    raise GatewayRefused(sub or code, str(found.get("sub_msg") or found.get("msg", "")))


def _local(at: datetime) -> str:
    return f"{at.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}"


def read_trade(answer: Mapping[str, Any], original: str = "") -> Trade:
    """A trade of Alipay's as ours. Raises KeyError, ValueError where it is none."""
    paid_at = answer.get("send_pay_date") or answer.get("gmt_payment")
    return Trade(
        number=str(answer["out_trade_no"]),
        state=_STATES.get(str(answer["trade_status"]), TradeState.PENDING),
        amount_fen=bills.fen_of(str(answer.get("total_amount", "0"))),
        transaction_id=str(answer.get("trade_no", "")),
        paid_at=datetime.fromisoformat(str(paid_at)).replace(tzinfo=BEIJING) if paid_at else None,
        original=original,
    )
