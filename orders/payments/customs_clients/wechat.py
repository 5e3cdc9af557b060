"""WeChat Pay's customs declaration, API v3 (`/v3/global/customs/orders`), at the mall's merchant account.

Amounts are whole fen; name and ID number travel under the platform's key. WeChat always sends the payer it knows,
whatever it is told: `check` says whether that is the orderer. The same order and place again gives the same answer.
"""

from __future__ import annotations

import json
from typing import Any

import requests
from wechatpayv3.type import RequestType

from orders.payments.customs_clients.types import Ask, Declared
from orders.payments.gateways.wechat.client import WeChatPayGateway
from orders.payments.types import GatewayAway, GatewayRefused

_PATH = "/v3/global/customs/orders"


class WeChatCustoms:
    def __init__(self, gateway: WeChatPayGateway) -> None:
        self._appid = gateway.account.appid
        self._mchid = gateway.account.mchid
        self._core = gateway.client._core

    @classmethod
    def of_mall(cls) -> WeChatCustoms:
        return cls(WeChatPayGateway.of_mall())

    def declare(self, asked: Ask) -> Declared:
        """Also to push again what did not get through. Raises GatewayAway, GatewayRefused."""
        body: dict[str, Any] = {
            "appid": self._appid,
            "mchid": self._mchid,
            "out_trade_no": asked.number,
            "transaction_id": asked.transaction_id,
            "customs": asked.place,
            "merchant_customs_no": asked.company,
            "certificate_type": "IDCARD",
            "certificate_name": self._core.encrypt(asked.name),
            "certificate_id": self._core.encrypt(asked.id_number.upper()),
        }
        if asked.part:
            whole = asked.part.goods_fen + asked.part.freight_fen
            body |= {"sub_order_no": asked.part.number, "fee_type": "CNY", "order_fee": whole}
            body |= {"transport_fee": asked.part.freight_fen, "product_fee": asked.part.goods_fen}
        answer = self._call(RequestType.POST, _PATH, body)
        return _read({"customs": asked.place, **answer})

    def query(self, number: str) -> list[Declared]:
        """What WeChat says of each place the payment was pushed to."""
        path = (
            f"{_PATH}?appid={self._appid}&mchid={self._mchid}&order_type=out_trade_no&out_trade_no={number}"
        )
        found = self._call(RequestType.GET, path, None).get("data") or []
        return [_read(row) for row in found if isinstance(row, dict)]

    def look_up(self, asked: Ask) -> Declared | None:
        """Of one place, and of one part where the payment is split."""
        for told in self.query(asked.number):
            if told.place in ("", asked.place) and (asked.part is None or told.part_id):
                return told
        return None

    def _call(self, method: RequestType, path: str, body: dict[str, Any] | None) -> dict[str, Any]:
        try:
            status, text = self._core.request(path, method=method, data=body, cipher_data=body is not None)
            answer = json.loads(text or "{}")
        except (requests.RequestException, ValueError, TypeError) as error:
            raise GatewayAway from error
        except Exception as error:
            # The library raises a bare Exception where an answer's signature is missing or wrong.
            raise GatewayAway from error
        if status >= 500 or status == 429 or not isinstance(answer, dict):
            raise GatewayAway
        if status not in (200, 202):
            raise GatewayRefused(str(answer.get("code", status)), str(answer.get("message", "")))
        return answer


def _read(row: dict[str, Any]) -> Declared:
    def text(*names: str) -> str:
        return next((str(row[name]) for name in names if row.get(name)), "")

    return Declared(
        place=text("customs"),
        state=text("state"),
        check=text("certificate_check_result"),
        department=text("verify_department"),
        department_trade_id=text("verify_department_trade_id"),
        part_id=text("sub_order_id"),
    )
