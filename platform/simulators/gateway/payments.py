"""Orders at the gateway: prepay, query, close, pay (下单、查询、关单、支付)."""

import json
from typing import Any

from simulators.clock import beijing, compact, iso
from simulators.gateway import notices
from simulators.gateway.fields import Body, fen, moment, part, text, wrong
from simulators.gateway.house import ApiError, House
from simulators.store import Row, pack

_STATES = {
    "NOTPAY": "未支付",
    "SUCCESS": "支付成功",
    "CLOSED": "已关闭",
    "PAYERROR": "支付失败",
    "REFUND": "转入退款",
}
_TRADE_TYPES = {"native": "NATIVE", "jsapi": "JSAPI", "h5": "MWEB"}


def prepay(house: House, merchant: Row, product: str, body: Body) -> Row:
    """The payment, made at the first call and found again by `out_trade_no` later."""
    asked = _read(merchant, product, body)
    with house.store.transaction():
        known = find(house, merchant["mchid"], asked["out_trade_no"])
        if known is None:
            return _open(house, merchant, product, asked)
        house.store.run("UPDATE payments SET requests = requests + 1 WHERE id = ?", known["id"])
        if known["trade_state"] in ("SUCCESS", "REFUND"):
            raise ApiError(400, "INVALID_REQUEST", "该订单已支付")
        if known["trade_state"] == "CLOSED":
            raise ApiError(400, "ORDER_CLOSED", "该订单已关闭，请重新下单")
        if known["asked"] != pack(asked) or known["trade_type"] != _TRADE_TYPES[product]:
            raise ApiError(403, "OUT_TRADE_NO_USED", "商户订单号重复，请求参数与首次下单不一致")
        return known


def _read(merchant: Row, product: str, body: Body) -> Row:
    if text(body, "mchid", 32) != merchant["mchid"]:
        raise wrong("商户号与签名商户不一致")
    if text(body, "appid", 32) != merchant["appid"]:
        raise ApiError(400, "APPID_MCHID_NOT_MATCH", "appid和mch_id不匹配")
    amount = part(body, "amount")
    if amount.get("currency", "CNY") != "CNY":
        raise wrong("currency只支持CNY")
    url = text(body, "notify_url", 255)
    if not url.startswith(("http://", "https://")) or "?" in url:
        raise wrong("notify_url须为不带参数的完整地址")
    if product == "h5":
        text(part(part(body, "scene_info"), "h5_info"), "type", 32)
    moment(body, "time_expire")
    return {
        "appid": merchant["appid"],
        "out_trade_no": text(body, "out_trade_no", 32, shortest=6),
        "description": text(body, "description", 127),
        "notify_url": url,
        "total": fen(amount, "total"),
        "attach": text(body, "attach", 128, optional=True),
        "openid": text(part(body, "payer"), "openid", 128) if product == "jsapi" else "",
        "time_expire": body.get("time_expire"),
    }


def _open(house: House, merchant: Row, product: str, asked: Row) -> Row:
    now = house.clock()
    token = house.dice.token("prepay", merchant["mchid"], asked["out_trade_no"])
    house.store.insert(
        "payments",
        mchid=merchant["mchid"],
        out_trade_no=asked["out_trade_no"],
        prepay_id=f"wx{compact(now)}{token[:18]}",
        trade_type=_TRADE_TYPES[product],
        appid=asked["appid"],
        total=asked["total"],
        asked=pack(asked),
        openid=asked["openid"],
        # without a time of its own an order can be paid for two hours
        expires_at=moment(asked, "time_expire") or now + 7200,
        created_at=now,
    )
    found = find(house, merchant["mchid"], asked["out_trade_no"])
    assert found is not None
    return found


def find(house: House, mchid: str, out_trade_no: str) -> Row | None:
    """The payment, closed first when its time is over."""
    return _aged(house, "mchid = ? AND out_trade_no = ?", mchid, out_trade_no)


def find_by_prepay(house: House, prepay_id: str) -> Row | None:
    return _aged(house, "prepay_id = ?", prepay_id)


def find_by_transaction(house: House, mchid: str, transaction_id: str) -> Row | None:
    return _aged(house, "mchid = ? AND transaction_id = ?", mchid, transaction_id)


def _aged(house: House, where: str, *values: str) -> Row | None:
    house.store.run(
        f"UPDATE payments SET trade_state = 'CLOSED' WHERE {where} "
        "AND trade_state IN ('NOTPAY', 'PAYERROR') AND expires_at <= ?",
        *values,
        house.clock(),
    )
    return house.store.row(f"SELECT * FROM payments WHERE {where}", *values)


def close(house: House, mchid: str, out_trade_no: str) -> None:
    with house.store.transaction():
        payment = find(house, mchid, out_trade_no)
        if payment is None:
            raise ApiError(404, "ORDER_NOT_EXIST", "订单不存在")
        if payment["trade_state"] in ("SUCCESS", "REFUND"):
            raise ApiError(400, "INVALID_REQUEST", "该订单已支付，不能关闭")
        house.store.run("UPDATE payments SET trade_state = 'CLOSED' WHERE id = ?", payment["id"])


def pay(house: House, payment: Row, payer: dict[str, str]) -> Row:
    """The shopper pays; a second time changes nothing. ApiError when the order is closed."""
    with house.store.transaction():
        # read again: two buttons may have been pressed at once
        payment = find_by_prepay(house, payment["prepay_id"]) or payment
        if payment["trade_state"] == "CLOSED":
            raise ApiError(400, "ORDER_CLOSED", "订单已关闭")
        if payment["trade_state"] in ("SUCCESS", "REFUND"):
            return payment
        now = house.clock()
        number = house.store.count("transaction")
        openid = (
            payment["openid"] or payer.get("openid") or f"o{house.dice.token('openid', payment['id'])[:27]}"
        )
        house.store.run(
            "UPDATE payments SET trade_state = 'SUCCESS', transaction_id = ?, success_at = ?, openid = ?, "
            "payer_name = ?, payer_id_number = ?, payments = payments + 1 WHERE id = ?",
            f"4200000{beijing(now):%Y%m%d}{number:013d}",
            now,
            openid,
            payer.get("name", ""),
            payer.get("id_number", ""),
            payment["id"],
        )
        paid = house.store.row("SELECT * FROM payments WHERE id = ?", payment["id"])
        assert paid is not None
        url = json.loads(paid["asked"])["notify_url"]
        notices.announce(house, paid, "TRANSACTION.SUCCESS", "transaction", url, transaction(paid))
        return paid


def fail(house: House, payment: Row) -> Row:
    """The shopper's bank says no; the order can still be paid."""
    house.store.run(
        "UPDATE payments SET trade_state = 'PAYERROR' WHERE id = ? AND trade_state = 'NOTPAY'", payment["id"]
    )
    found = house.store.row("SELECT * FROM payments WHERE id = ?", payment["id"])
    assert found is not None
    return found


def transaction(payment: Row) -> dict[str, Any]:
    """As query and notice show it."""
    asked = json.loads(payment["asked"])
    shown: dict[str, Any] = {
        "appid": payment["appid"],
        "mchid": payment["mchid"],
        "out_trade_no": payment["out_trade_no"],
        "trade_type": payment["trade_type"],
        "trade_state": payment["trade_state"],
        "trade_state_desc": _STATES[payment["trade_state"]],
        "attach": asked["attach"],
        "amount": {"total": payment["total"], "currency": "CNY"},
    }
    if payment["transaction_id"]:
        shown |= {
            "transaction_id": payment["transaction_id"],
            "bank_type": "OTHERS",
            "success_time": iso(payment["success_at"]),
            "payer": {"openid": payment["openid"]},
        }
        shown["amount"] |= {"payer_total": payment["total"], "payer_currency": "CNY"}
    return shown
