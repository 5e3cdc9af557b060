"""A merchant of the gateway: the gateway on a real socket, a place to be notified at, the public client."""

import json
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests
from wechatpayv3 import WeChatPay, WeChatPayType

from simulators.gateway.app import Gateway
from simulators.keys import KeyPair
from simulators.web.routing import Request, Response
from simulators.web.server import Server
from tests.simulators.counter import HandClock, call

MCHID, APPID, APIV3_KEY = "1900000109", "wxd678efh567hg6787", "k" * 32


class Served:
    """A handler behind a real socket, for the length of a `with`."""

    def __init__(self, handler: Any) -> None:
        self.server = Server("127.0.0.1", 0, handler)

    def __enter__(self) -> str:
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        return self.server.url

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


@dataclass
class Letterbox:
    """Where notices arrive; answers with the statuses given, the last one for ever."""

    statuses: list[int] = field(default_factory=lambda: [204])
    received: list[Request] = field(default_factory=list)

    def __call__(self, request: Request) -> Response:
        self.received.append(request)
        status = self.statuses[min(len(self.received), len(self.statuses)) - 1]
        return Response(status=status)


class GatewayCounter:
    def __init__(self, state: Path, pair: KeyPair, clock: Any = None) -> None:
        self.clock = clock or HandClock()
        self.pair = pair
        self.gateway = Gateway(state, "1", self.clock)
        self.register()

    def register(self, **other: Any) -> Any:
        merchant = {
            "mchid": MCHID,
            "appid": APPID,
            "apiv3_key": APIV3_KEY,
            "certificate": self.pair.certificate_pem.decode(),
            "name": "海口跨境商城",
        }
        return self.admin("POST", "merchants", {**merchant, **other})

    def admin(self, method: str, path: str, body: Any = None) -> Any:
        response = call(self.gateway, method, f"/_sim/{path}", body)
        assert response.status < 300, response.body
        return json.loads(response.body) if response.body else None


def client(url: str, pair: KeyPair, platform: dict[str, str], notify_url: str, **how: Any) -> WeChatPay:
    """The public client, told where the gateway is; by default it verifies with the platform's public key."""
    trust = how or {"public_key": platform["public_key"], "public_key_id": platform["public_key_id"]}
    made = WeChatPay(
        wechatpay_type=WeChatPayType.NATIVE,
        mchid=MCHID,
        private_key=pair.private_pem.decode(),
        cert_serial_no=pair.serial,
        appid=APPID,
        apiv3_key=APIV3_KEY,
        notify_url=notify_url,
        timeout=(5, 10),
        **trust,
    )
    made._core._gate_way = url
    return made


def admin(url: str, method: str, path: str, body: Any = None) -> Any:
    answer = requests.request(method, f"{url}/_sim/{path}", json=body, timeout=10)
    assert answer.ok, answer.text
    return answer.json() if answer.content else None
