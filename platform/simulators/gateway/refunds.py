"""Refunds (退款): whole or in parts, once per `out_refund_no`."""

import json
from typing import Any

from simulators.clock import iso
from simulators.gateway import notices
from simulators.gateway.fields import Body, fen, part, text, wrong
from simulators.gateway.house import ApiError, House
from simulators.gateway.payments import find, find_by_transaction
from simulators.store import Row


def refund(house: House, merchant: Row, body: Body) -> Row:
    out_refund_no = text(body, "out_refund_no", 64)
    amount = part(body, "amount")
    asked, total = fen(amount, "refund"), fen(amount, "total")
    with house.store.transaction():
        payment = _payment_of(house, merchant, body)
        known = find_refund(house, merchant["mchid"], out_refund_no)
        if known:
            if (known["payment"], known["refund"]) != (payment["id"], asked) or total != payment["total"]:
                raise ApiError(400, "INVALID_REQUEST", "订单金额或退款金额与之前请求不一致，请核实后再试")
            return known
        _check_room(house, payment, asked, total)
        return _open(house, payment, out_refund_no, asked, body)


def _payment_of(house: House, merchant: Row, body: Body) -> Row:
    transaction_id = text(body, "transaction_id", 32, optional=True)
    out_trade_no = text(body, "out_trade_no", 32, optional=True)
    if not transaction_id and not out_trade_no:
        raise wrong("transaction_id和out_trade_no不能同时为空")
    if transaction_id:
        payment = find_by_transaction(house, merchant["mchid"], transaction_id)
    else:
        payment = find(house, merchant["mchid"], out_trade_no)
    if payment is None:
        raise ApiError(404, "RESOURCE_NOT_EXISTS", "订单不存在")
    return payment


def _check_room(house: House, payment: Row, asked: int, total: int) -> None:
    if payment["trade_state"] not in ("SUCCESS", "REFUND"):
        raise ApiError(403, "TRADE_ERROR", "订单未支付，不能退款")
    if total != payment["total"]:
        raise ApiError(400, "INVALID_REQUEST", "订单金额与支付金额不一致")
    sql = "SELECT coalesce(sum(refund), 0) FROM refunds WHERE payment = ?"
    if house.store.value(sql, payment["id"]) + asked > payment["total"]:
        raise ApiError(400, "INVALID_REQUEST", "退款金额大于可退金额")


def _open(house: House, payment: Row, out_refund_no: str, asked: int, body: Body) -> Row:
    now, number = house.clock(), house.store.count("refund")
    house.store.insert(
        "refunds",
        refund_id=f"5030000{number:015d}",
        mchid=payment["mchid"],
        out_refund_no=out_refund_no,
        payment=payment["id"],
        refund=asked,
        reason=text(body, "reason", 80, optional=True),
        notify_url=text(body, "notify_url", 255, optional=True),
        due_at=now + house.dice.between(tuple(house.settings["refund_seconds"]), "refund", number),
        created_at=now,
    )
    house.store.run("UPDATE payments SET trade_state = 'REFUND' WHERE id = ?", payment["id"])
    found = find_refund(house, payment["mchid"], out_refund_no)
    assert found is not None
    return found


def find_refund(house: House, mchid: str, out_refund_no: str) -> Row | None:
    sql = "SELECT * FROM refunds WHERE mchid = ? AND out_refund_no = ?"
    return house.store.row(sql, mchid, out_refund_no)


def finish_due(house: House) -> int:
    """Refunds whose money arrives now."""
    due = house.store.rows("SELECT * FROM refunds WHERE due_at <= ? ORDER BY due_at, id", house.clock())
    for row in due:
        with house.store.transaction():
            house.store.run(
                "UPDATE refunds SET status = 'SUCCESS', success_at = ?, due_at = NULL WHERE id = ?",
                house.clock(),
                row["id"],
            )
            _announce(house, row["mchid"], row["out_refund_no"])
    return len(due)


def _announce(house: House, mchid: str, out_refund_no: str) -> None:
    done = find_refund(house, mchid, out_refund_no)
    assert done is not None
    payment = house.store.row("SELECT * FROM payments WHERE id = ?", done["payment"])
    assert payment is not None
    url = done["notify_url"] or json.loads(payment["asked"])["notify_url"]
    shown = refund_shown(house, done)
    resource = {
        name: value for name, value in shown.items() if name not in ("status", "channel", "create_time")
    }
    resource |= {"mchid": mchid, "refund_status": shown["status"]}
    notices.announce(house, payment, "REFUND.SUCCESS", "refund", url, resource)


def refund_shown(house: House, row: Row) -> dict[str, Any]:
    payment = house.store.row("SELECT * FROM payments WHERE id = ?", row["payment"])
    assert payment is not None
    shown: dict[str, Any] = {
        "refund_id": row["refund_id"],
        "out_refund_no": row["out_refund_no"],
        "transaction_id": payment["transaction_id"],
        "out_trade_no": payment["out_trade_no"],
        "channel": "ORIGINAL",
        "user_received_account": "支付用户零钱",
        "create_time": iso(row["created_at"]),
        "status": row["status"],
        "funds_account": "UNSETTLED",
        "amount": {
            "total": payment["total"],
            "refund": row["refund"],
            "payer_total": payment["total"],
            "payer_refund": row["refund"],
            "settlement_total": payment["total"],
            "settlement_refund": row["refund"],
            "discount_refund": 0,
            "currency": "CNY",
        },
    }
    if row["success_at"]:
        shown["success_time"] = iso(row["success_at"])
    return shown
