"""Alipay's customs declaration by the open platform: `alipay.trade.customs.declare` and `.query`.

Names of fields: Alipay's own published client libraries, several languages. Amounts are yuan with two places. The same
`out_request_no` pushes the same declaration again; Alipay asks for five minutes between two pushes (its document of the
international interface). The words of a record's `status` and of `ver_dept` are from memory: what is not known stays
"processing", and OTHERS.
"""

from __future__ import annotations

from typing import Any

from money.formatting import from_fen
from orders.payments.customs_clients.types import FAIL, PROCESSING, SUCCESS, Ask, Declared
from orders.payments.gateways.alipay.client import AlipayGateway

_STATES = {"ws": PROCESSING, "sending": PROCESSING, "succ": SUCCESS, "fail": FAIL}
_CHECKS = {"T": "SAME", "F": "DIFFERENT"}
_DEPARTMENTS = {"1": "UNIONPAY", "2": "NETSUNION", "银联": "UNIONPAY", "网联": "NETSUNION"}


class AlipayCustoms:
    def __init__(self, gateway: AlipayGateway) -> None:
        self._gateway = gateway

    @classmethod
    def of_mall(cls) -> AlipayCustoms:
        return cls(AlipayGateway.of_mall())

    def declare(self, asked: Ask) -> Declared:
        """Raises GatewayAway, GatewayRefused. Who pays is checked once: a later push does not tell it again."""
        content: dict[str, Any] = {
            "out_request_no": asked.request_no,
            "trade_no": asked.transaction_id,
            "merchant_customs_code": asked.company,
            "merchant_customs_name": asked.company_name,
            "amount": f"{from_fen(asked.amount_fen):.2f}",
            "customs_place": asked.place,
            "buyer_info": {"name": asked.name, "cert_no": asked.id_number.upper()},
        }
        if asked.part is not None:
            content |= {"is_split": "T", "sub_out_biz_no": asked.part.number}
        said, _ = self._gateway.call("alipay.trade.customs.declare", content)
        return Declared(
            place=asked.place,
            state=PROCESSING,
            check=_CHECKS.get(_text(said, "identity_check"), ""),
            department=_department(_text(said, "ver_dept")),
            department_trade_id=_text(said, "pay_transaction_id"),
            part_id=_text(said, "trade_no") if asked.part is not None else "",
            payer_code=_text(said, "pay_code"),
        )

    def look_up(self, asked: Ask) -> Declared | None:
        said, _ = self._gateway.call("alipay.trade.customs.query", {"out_request_nos": asked.request_no})
        rows = said.get("records")
        rows = rows if isinstance(rows, list) else []
        row = next(
            (r for r in rows if isinstance(r, dict) and r.get("out_request_no") == asked.request_no), None
        )
        if row is None:
            return None
        result = " ".join(
            filter(None, (_text(row, "customs_result_code"), _text(row, "customs_result_info")))
        )
        state = _STATES.get(_text(row, "status").lower(), PROCESSING)
        return Declared(asked.place, state, "", "", "", says=result[:300])


def _department(word: str) -> str:
    return _DEPARTMENTS.get(word, "OTHERS") if word else ""


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value)
