"""Asking the gateway without sockets, each request signed as WeChat Pay describes it."""

import json
from typing import Any

from simulators.gateway.signing import sign
from simulators.web.routing import Request, Response
from tests.simulators import shop
from tests.simulators.shop import GatewayCounter

ORDER: dict[str, Any] = {
    "appid": shop.APPID,
    "mchid": shop.MCHID,
    "description": "面霜",
    "out_trade_no": "XP260131000001",
    "notify_url": "http://127.0.0.1:9/notices",
    "amount": {"total": 31821, "currency": "CNY"},
}
NATIVE, REFUNDS = "/v3/pay/transactions/native", "/v3/refund/domestic/refunds"
NUMBER = f"/v3/pay/transactions/out-trade-no/{ORDER['out_trade_no']}"


def authorization(counter: GatewayCounter, method: str, target: str, body: bytes, **other: str) -> str:
    """The header as WeChat Pay describes it; `other` replaces what it says or what it is signed with."""
    said = {
        "mchid": shop.MCHID,
        "nonce_str": "593BEC0C930BF1AFEB40B4A08C8FB242",
        "timestamp": str(int(counter.clock())),
        "serial_no": counter.pair.serial,
    } | other
    signed = f"{method}\n{target}\n{said['timestamp']}\n{said['nonce_str']}\n".encode() + body + b"\n"
    said.setdefault("signature", sign(counter.pair, signed))
    return "WECHATPAY2-SHA256-RSA2048 " + ",".join(f'{name}="{value}"' for name, value in said.items())


def ask(counter: GatewayCounter, method: str, target: str, body: Any = None) -> tuple[int, Any]:
    content = b"" if body is None else json.dumps(body).encode()
    header = authorization(counter, method, target, content)
    response: Response = counter.gateway(Request(method, target, {"authorization": header}, content))
    if response.drop:
        return 0, None
    return response.status, json.loads(response.body) if response.body else None


def pay(counter: GatewayCounter, number: str = ORDER["out_trade_no"], **more: Any) -> Any:
    return counter.admin("POST", "pay", {"mchid": shop.MCHID, "out_trade_no": number, **more})
