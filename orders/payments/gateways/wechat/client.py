"""WeChat Pay v3 (微信支付) through wechatpayv3, at the account's host.

Source of fields and states: the published API v3 documents of Native, H5 and JSAPI pay, queries and refunds.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote

import requests
from wechatpayv3 import WeChatPay, WeChatPayType

from orders.payments.gateways.wechat import bills, notices
from orders.payments.gateways.wechat.account import Account
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

_CONNECT, _READ = 3, 8
_STATES = {
    "SUCCESS": TradeState.PAID,
    "REFUND": TradeState.PAID,
    "NOTPAY": TradeState.PENDING,
    "USERPAYING": TradeState.PENDING,
    "PAYERROR": TradeState.PENDING,
    "CLOSED": TradeState.CLOSED,
    "REVOKED": TradeState.CLOSED,
}


_PREPAID = "prepay_id="


@lru_cache(maxsize=256)
def _client(account: Account) -> WeChatPay:
    """One client per account: it holds the parsed keys."""
    client = WeChatPay(
        wechatpay_type=WeChatPayType.NATIVE,
        mchid=account.mchid,
        private_key=account.private_key,
        cert_serial_no=account.serial,
        appid=account.appid,
        apiv3_key=account.apiv3_key,
        public_key=account.platform_key,
        public_key_id=account.platform_key_id,
        timeout=(_CONNECT, _READ),
    )
    client._core._gate_way = account.host
    return client


_KINDS = {Scene.QR: WeChatPayType.NATIVE, Scene.WAP: WeChatPayType.H5, Scene.JSAPI: WeChatPayType.JSAPI}


class WeChatPayGateway:
    scenes: tuple[Scene, ...] = (Scene.QR, Scene.WAP, Scene.JSAPI)
    notice_answer = b""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.client = _client(account)

    @classmethod
    def of_mall(cls) -> WeChatPayGateway:
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
        asked: dict[str, Any] = {
            "description": description[:120],
            "out_trade_no": number,
            "amount": {"total": amount_fen, "currency": "CNY"},
            "notify_url": notify_url,
            "time_expire": expires_at.isoformat(timespec="seconds"),
        }
        if scene is Scene.WAP:
            asked["scene_info"] = {"payer_client_ip": client_ip or "127.0.0.1", "h5_info": {"type": "Wap"}}
        if scene is Scene.JSAPI:
            asked["payer"] = {"openid": open_id}
        answer = self._call(self.client.pay, **asked, pay_type=_KINDS[scene])
        request = asked | {"appid": self.account.appid, "mchid": self.account.mchid}
        return Started(
            _opened(scene, answer, return_url),
            json.dumps(request, ensure_ascii=False),
            json.dumps(answer, ensure_ascii=False),
        )

    def invocation(self, started: str) -> dict[str, str]:
        """Signed anew each time it is shown: WeChat's browser wants a time of now."""
        if not started.startswith(_PREPAID):
            return {}
        stamp, nonce = str(int(time.time())), secrets.token_hex(16)
        signed = self.client._core.sign([self.account.appid, stamp, nonce, started])
        return {
            "appId": self.account.appid, "timeStamp": stamp, "nonceStr": nonce, "package": started,
            "signType": "RSA", "paySign": str(signed),
        }  # fmt: skip

    def ask(self, *, number: str) -> Trade:
        try:
            return read_trade(self._call(self.client.query, out_trade_no=number))
        except GatewayRefused as refused:
            if refused.gateway_code in {"ORDER_NOT_EXIST", "RESOURCE_NOT_EXISTS"}:
                return Trade(number, TradeState.UNKNOWN)
            raise

    def close(self, *, number: str) -> None:
        self._call(self.client.close, out_trade_no=number)

    def refund(
        self, *, number: str, refund_number: str, refund_fen: int, total_fen: int, reason: str
    ) -> bool:
        answer = self._call(
            self.client.refund,
            out_refund_no=refund_number,
            out_trade_no=number,
            amount={"refund": refund_fen, "total": total_fen, "currency": "CNY"},
            reason=reason[:80],
        )
        return answer.get("status") == "SUCCESS"

    def read_notice(self, headers: Mapping[str, str], body: bytes) -> NoticeRead:
        return notices.read(self.client, self.account, headers, body)

    def bill(self, day: date) -> list[BillRow]:
        try:
            told = self._call(self.client.trade_bill, bill_date=day.isoformat(), tar_type="GZIP")
        except GatewayRefused as refused:
            if refused.gateway_code == "NO_STATEMENT_EXIST":
                return []
            raise
        content = bills.opened(self._file(str(told["download_url"])))
        if hashlib.sha1(content).hexdigest() != str(told["hash_value"]).lower():
            raise GatewayAway
        return bills.read(content)

    def _file(self, url: str) -> bytes:
        try:
            status, content = self.client.download_bill(url)
        except Exception as error:
            raise GatewayAway from error
        if status != 200:
            raise GatewayAway
        return content if isinstance(content, bytes) else content.encode()

    def _call(self, method: Any, **values: Any) -> dict[str, Any]:
        try:
            status, text = method(**values)
        except (requests.RequestException, ValueError, TypeError) as error:
            raise GatewayAway from error
        except Exception as error:
            # The library raises a bare Exception where an answer's signature is missing or wrong.
            raise GatewayAway from error
        if status >= 500 or status == 429:
            raise GatewayAway
        answer = _json(text)
        if status not in (200, 202, 204):
            raise GatewayRefused(str(answer.get("code", status)), str(answer.get("message", "")))
        return answer


def _opened(scene: Scene, answer: Mapping[str, Any], return_url: str) -> str:
    """H5 is told where to come back to; JSAPI opens nothing, its prepay id is handed to WeChat's own browser."""
    if scene is Scene.JSAPI:
        return f"{_PREPAID}{answer['prepay_id']}"
    if scene is Scene.QR:
        return str(answer["code_url"])
    url = str(answer["h5_url"])
    back = f"{'&' if '?' in url else '?'}redirect_url={quote(return_url, safe='')}"
    return url + back if return_url else url


def _json(text: str | bytes) -> dict[str, Any]:
    if not text:
        return {}
    try:
        answer = json.loads(text)
    except ValueError as error:
        raise GatewayAway from error
    return answer if isinstance(answer, dict) else {}


def read_trade(answer: Mapping[str, Any]) -> Trade:
    """A transaction of WeChat's as ours. Raises KeyError, ValueError where it is none."""
    paid_at = answer.get("success_time")
    return Trade(
        number=str(answer["out_trade_no"]),
        state=_STATES.get(str(answer["trade_state"]), TradeState.PENDING),
        amount_fen=int((answer.get("amount") or {}).get("total", 0)),
        transaction_id=str(answer.get("transaction_id", "")),
        paid_at=datetime.fromisoformat(paid_at) if paid_at else None,
        original=json.dumps(dict(answer), ensure_ascii=False),
    )
