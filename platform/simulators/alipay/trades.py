"""Trades: made, queried, closed, paid, refunded (交易)."""

from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from simulators.alipay import notices
from simulators.alipay.house import House, Refused
from simulators.clock import BEIJING, beijing
from simulators.store import Row

PAID = ("TRADE_SUCCESS", "TRADE_FINISHED")


def fen(content: Row, name: str) -> int:
    try:
        amount = Decimal(str(content.get(name, ""))) * 100
    except InvalidOperation as problem:
        raise Refused("ACQ.INVALID_PARAMETER", f"{name}格式错误") from problem
    if not amount.is_finite() or amount != int(amount) or amount < 1:
        raise Refused("ACQ.INVALID_PARAMETER", f"{name}格式错误")
    return int(amount)


def yuan(amount: int) -> str:
    return f"{amount // 100}.{amount % 100:02d}"


def moment(text: str) -> float:
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=BEIJING).timestamp()
    except ValueError as problem:
        raise Refused("ACQ.INVALID_PARAMETER", "time_expire格式错误") from problem


def local(at: float) -> str:
    return f"{beijing(at):%Y-%m-%d %H:%M:%S}"


def make(house: House, values: Row, content: Row) -> Row:
    """The trade of a number, made at the first call; another amount under the same number is refused."""
    number, total = str(content.get("out_trade_no", "")), fen(content, "total_amount")
    if not 1 <= len(number) <= 64 or not content.get("subject"):
        raise Refused("ACQ.INVALID_PARAMETER", "参数无效")
    with house.store.transaction():
        known = find(house, values["app_id"], number)
        if known is None:
            return _open(house, values, content, number, total)
        if known["status"] in PAID:
            raise Refused("ACQ.TRADE_HAS_SUCCESS", "交易已被支付")
        if known["status"] == "TRADE_CLOSED":
            raise Refused("ACQ.TRADE_HAS_CLOSE", "交易已经关闭")
        if known["total"] != total:
            raise Refused("ACQ.CONTEXT_INCONSISTENT", "交易信息被篡改")
        return known


def _open(house: House, values: Row, content: Row, number: str, total: int) -> Row:
    now, count = house.clock(), house.store.count("trade")
    expires = content.get("time_expire")
    house.store.insert(
        "trades",
        app_id=values["app_id"],
        out_trade_no=number,
        token=house.dice.token("cashier", values["app_id"], number),
        trade_no=f"{beijing(now):%Y%m%d}22001{count:015d}",
        subject=str(content["subject"])[:256],
        total=total,
        status="WAIT_BUYER_PAY",
        notify_url=values.get("notify_url", ""),
        return_url=values.get("return_url", ""),
        expires_at=moment(str(expires)) if expires else now + 15 * 86400,
        created_at=now,
    )
    found = find(house, values["app_id"], number)
    assert found is not None
    return found


def find(house: House, app_id: str, number: str) -> Row | None:
    return _aged(house, "app_id = ? AND out_trade_no = ?", app_id, number)


def find_by_token(house: House, token: str) -> Row | None:
    return _aged(house, "token = ?", token)


def _aged(house: House, where: str, *values: str) -> Row | None:
    """Closed first where its time is over."""
    house.store.run(
        f"UPDATE trades SET status = 'TRADE_CLOSED' WHERE {where} AND status = 'WAIT_BUYER_PAY' "
        "AND expires_at <= ?",
        *values,
        house.clock(),
    )
    return house.store.row(f"SELECT * FROM trades WHERE {where}", *values)


def known(house: House, app_id: str, content: Row) -> Row:
    trade = find(house, app_id, str(content.get("out_trade_no", "")))
    if trade is None:
        raise Refused("ACQ.TRADE_NOT_EXIST", "交易不存在")
    return trade


def shown(trade: Row) -> Row:
    said: dict[str, Any] = {
        "out_trade_no": trade["out_trade_no"],
        "trade_no": trade["trade_no"],
        "trade_status": trade["status"],
        "total_amount": yuan(trade["total"]),
    }
    if trade["paid_at"]:
        said |= {
            "send_pay_date": local(trade["paid_at"]),
            "buyer_user_id": trade["buyer"] or "2088000000000000",
        }
    return said


def close(house: House, app_id: str, content: Row) -> Row:
    with house.store.transaction():
        trade = known(house, app_id, content)
        if trade["status"] in PAID:
            raise Refused("ACQ.REASON_TRADE_STATUS_INVALID", "交易状态不合法")
        house.store.run("UPDATE trades SET status = 'TRADE_CLOSED' WHERE id = ?", trade["id"])
    return {"out_trade_no": trade["out_trade_no"], "trade_no": trade["trade_no"]}


def pay(house: House, token: str, buyer: str = "") -> Row:
    """The shopper pays; a second time changes nothing. Refused where it is closed."""
    with house.store.transaction():
        trade = find_by_token(house, token)
        if trade is None or trade["status"] == "TRADE_CLOSED":
            raise Refused("ACQ.TRADE_HAS_CLOSE", "交易已经关闭")
        if trade["status"] in PAID:
            return trade
        house.store.run(
            "UPDATE trades SET status = 'TRADE_SUCCESS', paid_at = ?, buyer = ?, payments = payments + 1 "
            "WHERE id = ?",
            house.clock(),
            buyer,
            trade["id"],
        )
        paid = find_by_token(house, token)
        assert paid is not None
        notices.announce(house, paid)
        return paid


def refund(house: House, app_id: str, content: Row) -> Row:
    """Once per `out_request_no`; a trade given back whole is closed, as at Alipay."""
    amount, number = fen(content, "refund_amount"), str(content.get("out_request_no") or "")
    with house.store.transaction():
        trade = known(house, app_id, content)
        done = house.store.rows("SELECT * FROM refunds WHERE trade = ?", trade["id"])
        same = next((row for row in done if row["out_request_no"] == number), None)
        if same is not None and same["amount"] != amount:
            raise Refused("ACQ.DISCORDANT_REPEAT_REQUEST", "不一致的请求")
        if same is None:
            _give_back(house, trade, number, amount, sum(row["amount"] for row in done))
        given = house.store.value("SELECT sum(amount) FROM refunds WHERE trade = ?", trade["id"])
    return {
        "out_trade_no": trade["out_trade_no"], "trade_no": trade["trade_no"],
        "fund_change": "N" if same else "Y", "refund_fee": yuan(given),
    }  # fmt: skip


def _give_back(house: House, trade: Row, number: str, amount: int, before: int) -> None:
    if trade["paid_at"] is None or not number:
        raise Refused("ACQ.TRADE_STATUS_ERROR", "交易状态不合法")
    if before + amount > trade["total"]:
        raise Refused("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", "退款金额超限")
    wait = house.dice.between(tuple(house.settings["refund_seconds"]), "refund", trade["id"], number)
    house.store.insert(
        "refunds", trade=trade["id"], out_request_no=number, amount=amount, due_at=house.clock() + wait
    )
    if before + amount == trade["total"]:
        house.store.run("UPDATE trades SET status = 'TRADE_CLOSED' WHERE id = ?", trade["id"])


def query_refund(house: House, app_id: str, content: Row) -> Row:
    trade = known(house, app_id, content)
    sql = "SELECT * FROM refunds WHERE trade = ? AND out_request_no = ? AND due_at <= ?"
    row = house.store.row(sql, trade["id"], str(content.get("out_request_no", "")), house.clock())
    if row is None:
        return {}
    return {
        "out_trade_no": trade["out_trade_no"], "trade_no": trade["trade_no"],
        "out_request_no": row["out_request_no"], "refund_amount": yuan(row["amount"]),
        "refund_status": "REFUND_SUCCESS",
    }  # fmt: skip
