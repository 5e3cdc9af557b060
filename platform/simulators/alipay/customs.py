"""Declaring a payment to customs (报关): `alipay.trade.customs.declare` and `.query`."""

import re
from typing import Any

from simulators.alipay import trades
from simulators.alipay.house import House, Refused
from simulators.clock import beijing
from simulators.store import Row

_NUMBER = re.compile(r"[0-9A-Za-z_-]{6,32}")
_PLACES = {
    "ZONGSHU", "ZHENGZHOU", "HENAN", "NINGBO", "SHANGHAI_CBT", "HANGZHOU_ZONGSHU", "TIANJIN", "NANSHAGJ",
    "GUANGZHOU_AIRPORT", "GUANGZHOU_NANSHA", "GUANGZHOU_HUANGPU", "GUANGZHOU_SHATAN",
}  # fmt: skip
PAY_CODE = "31222699S7"


def declare(house: House, app_id: str, content: Row) -> Row:
    """The same number again pushes the same declaration; five minutes apart, and nothing of it may change."""
    number, place = str(content.get("out_request_no", "")), str(content.get("customs_place", "")).upper()
    if not _NUMBER.fullmatch(number) or place not in _PLACES:
        raise Refused("ACQ.INVALID_PARAMETER", "参数无效")
    if not content.get("merchant_customs_code") or not content.get("merchant_customs_name"):
        raise Refused("ACQ.INVALID_PARAMETER", "商户海关备案信息不能为空")
    amount, trade = trades.fen(content, "amount"), _paid(house, app_id, content)
    split = str(content.get("is_split", "F")).upper() == "T"
    part = str(content.get("sub_out_biz_no", ""))
    if split and not part:
        raise Refused("ACQ.INVALID_PARAMETER", "拆单时子订单号不能为空")
    with house.store.transaction():
        known = house.store.row("SELECT * FROM declared WHERE app_id = ? AND number = ?", app_id, number)
        if known:
            return _again(house, known, trade, amount, place, part)
        _room(house, trade, amount, place, split)
        check = _check(house, trade, content.get("buyer_info"))
        house.store.insert(
            "declared", app_id=app_id, number=number, trade=trade["id"], place=place, amount=amount,
            part=part if split else "", pushes=1, pushed_at=house.clock(),
        )  # fmt: skip
    return _said(house, app_id, number) | ({"identity_check": check} if check else {})


def query(house: House, app_id: str, content: Row) -> Row:
    numbers = [number for number in str(content.get("out_request_nos", "")).split(",") if number]
    if not 1 <= len(numbers) <= 10:
        raise Refused("ACQ.INVALID_PARAMETER", "报关请求号须为1到10个")
    records, missing = [], []
    for number in numbers:
        row = house.store.row("SELECT * FROM declared WHERE app_id = ? AND number = ?", app_id, number)
        if row is None:
            missing.append(number)
        else:
            records.append(_record(house, row))
    return {"records": records, "not_found": ",".join(missing)}


def _record(house: House, row: Row) -> Row:
    done = house.clock() >= row["pushed_at"] + house.settings["customs.seconds"]
    failing = house.settings["customs.fails"]
    said = {
        "out_request_no": row["number"],
        "alipay_declare_no": _declare_no(row),
        "customs_place": row["place"],
        "amount": trades.yuan(row["amount"]),
        "status": "sending" if not done else "fail" if failing else "succ",
    }
    if done:
        code, info = ("100", "海关退单") if failing else ("120", "海关入库")
        said |= {"customs_result_code": code, "customs_result_info": info}
    return said


def _paid(house: House, app_id: str, content: Row) -> Row:
    sql = "SELECT * FROM trades WHERE app_id = ? AND trade_no = ?"
    trade = house.store.row(sql, app_id, str(content.get("trade_no", "")))
    if trade is None:
        raise Refused("ACQ.TRADE_NOT_EXIST", "交易不存在")
    if trade["status"] not in trades.PAID:
        raise Refused("ACQ.TRADE_STATUS_ERROR", "交易未支付")
    return trade


def _again(house: House, known: Row, trade: Row, amount: int, place: str, part: str) -> Row:
    if (known["trade"], known["amount"], known["place"]) != (trade["id"], amount, place):
        raise Refused("ACQ.REQUEST_INCONSISTENT", "报关请求号重复且信息不一致")
    if house.clock() < known["pushed_at"] + house.settings["customs.apart"]:
        raise Refused("ACQ.REPEATED_TOO_FAST", "重推过于频繁，请五分钟后再试")
    sql = "UPDATE declared SET pushes = pushes + 1, pushed_at = ? WHERE id = ?"
    house.store.run(sql, house.clock(), known["id"])
    return _said(house, known["app_id"], known["number"])


def _room(house: House, trade: Row, amount: int, place: str, split: bool) -> None:
    """What is declared of one payment at one place is no more than was paid."""
    sql = "SELECT coalesce(sum(amount), 0) FROM declared WHERE trade = ? AND place = ?"
    before = int(house.store.value(sql, trade["id"], place))
    if before and not split:
        raise Refused("ACQ.DECLARE_REPEATED", "该交易已报关")
    if before + amount > trade["total"]:
        raise Refused("ACQ.AMOUNT_EXCEEDED", "累计报关金额超过交易金额")


def _check(house: House, trade: Row, buyer: Any) -> str:
    """A payer nobody named at the cashier counts as the orderer."""
    if not isinstance(buyer, dict) or not buyer.get("cert_no"):
        return ""
    known = house.store.value("SELECT id_number FROM payers WHERE trade = ?", trade["id"])
    return "T" if not known or known == buyer["cert_no"] else "F"


def _said(house: House, app_id: str, number: str) -> Row:
    row = house.store.row("SELECT * FROM declared WHERE app_id = ? AND number = ?", app_id, number)
    assert row is not None
    trade = house.store.row("SELECT * FROM trades WHERE id = ?", row["trade"])
    assert trade is not None
    return {
        "alipay_declare_no": _declare_no(row),
        "trade_no": f"{trade['trade_no']}{row['id']:03d}" if row["part"] else trade["trade_no"],
        "pay_code": PAY_CODE,
        "pay_transaction_id": f"NU{trade['trade_no'][-26:]}",
        "total_amount": trades.yuan(trade["total"]),
        "currency": "CNY",
        "ver_dept": "2",
    }


def _declare_no(row: Row) -> str:
    return f"{beijing(row['pushed_at']):%Y%m%d}{row['id']:012d}"
