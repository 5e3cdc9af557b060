"""Pushing a payment to customs (支付单报关): the gateway tells whether payer and orderer are one person."""

import json
from typing import Any

from simulators.clock import iso
from simulators.gateway.fields import Body, text
from simulators.gateway.house import ApiError, House
from simulators.gateway.payments import find
from simulators.gateway.signing import unseal_field
from simulators.store import Row, pack


def declare(house: House, merchant: Row, body: Body) -> Row:
    """The same order and customs place again gives the same answer."""
    out_trade_no, place = text(body, "out_trade_no", 32), text(body, "customs", 64)
    payment = _paid(house, merchant, body, out_trade_no)
    text(body, "merchant_customs_no", 64)
    check = _check(house, payment, body.get("certificate") or body)
    known = _known(house, merchant, out_trade_no, place)
    if known:
        return known
    answer: dict[str, Any] = {
        "appid": payment["appid"],
        "mchid": payment["mchid"],
        "out_trade_no": out_trade_no,
        "transaction_id": payment["transaction_id"],
        "state": "PROCESSING",
        "certificate_check_result": check,
        "verify_department": "NETSUNION",
        "verify_department_trade_id": f"NU{payment['transaction_id'][-26:]}",
        "modify_time": iso(house.clock()),
    }
    house.store.insert(
        "customs_orders",
        mchid=merchant["mchid"],
        out_trade_no=out_trade_no,
        customs=place,
        answer=pack(answer),
    )
    return answer


def _known(house: House, merchant: Row, out_trade_no: str, place: str) -> Row | None:
    sql = "SELECT answer FROM customs_orders WHERE mchid = ? AND out_trade_no = ? AND customs = ?"
    found = house.store.value(sql, merchant["mchid"], out_trade_no, place)
    return json.loads(found) if found else None


def _paid(house: House, merchant: Row, body: Body, out_trade_no: str) -> Row:
    payment = find(house, merchant["mchid"], out_trade_no)
    if payment is None or payment["transaction_id"] != text(body, "transaction_id", 32):
        raise ApiError(404, "RESOURCE_NOT_EXISTS", "支付订单不存在")
    return payment


def _check(house: House, payment: Row, certificate: Body) -> str:
    """A payer the gateway was told nothing of counts as the orderer."""
    name, number = certificate.get("certificate_name"), certificate.get("certificate_id")
    if not isinstance(name, str) or not isinstance(number, str):
        return "UNCHECKED"
    said = (unseal_field(house.platform, name), unseal_field(house.platform, number))
    known = (payment["payer_name"] or said[0], payment["payer_id_number"] or said[1])
    return "SAME" if said == known else "DIFFERENT"


def query(house: House, merchant: Row, out_trade_no: str) -> Row:
    sql = "SELECT answer FROM customs_orders WHERE mchid = ? AND out_trade_no = ? ORDER BY customs"
    rows = house.store.rows(sql, merchant["mchid"], out_trade_no)
    if not rows:
        raise ApiError(404, "RESOURCE_NOT_EXISTS", "报关单不存在")
    data = [json.loads(row["answer"]) | {"state": "SUCCESS"} for row in rows]
    return {"mchid": merchant["mchid"], "out_trade_no": out_trade_no, "total_count": len(data), "data": data}
