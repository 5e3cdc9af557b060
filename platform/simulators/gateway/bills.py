"""The trade bill (交易账单) of a day."""

import hashlib
from datetime import datetime, timedelta

from simulators.clock import BEIJING, beijing
from simulators.gateway.fields import wrong
from simulators.gateway.house import ApiError, House
from simulators.store import Row

_HEAD = "交易时间,公众账号ID,商户号,商户订单号,微信订单号,交易类型,交易状态,订单金额,商户退款单号,退款金额"


def trade_bill(house: House, merchant: Row, day: str) -> bytes:
    """Every paid order and finished refund of the day, amounts in yuan, each cell behind a backtick."""
    begin = _begin_of(day)
    span = (merchant["mchid"], begin, begin + timedelta(days=1).total_seconds())
    paid = house.store.rows(
        "SELECT * FROM payments WHERE mchid = ? AND success_at >= ? AND success_at < ? ORDER BY success_at",
        *span,
    )
    back = house.store.rows(
        "SELECT r.*, p.out_trade_no, p.transaction_id, p.trade_type, p.appid, p.total FROM refunds r "
        "JOIN payments p ON p.id = r.payment "
        "WHERE r.mchid = ? AND r.success_at >= ? AND r.success_at < ? ORDER BY r.success_at",
        *span,
    )
    if not paid and not back:
        raise ApiError(400, "NO_STATEMENT_EXIST", "账单文件不存在")
    lines = [_HEAD] + [_line(row, "SUCCESS", "", 0) for row in paid]
    lines += [_line(row, "REFUND", row["out_refund_no"], row["refund"]) for row in back]
    total, refunded = sum(row["total"] for row in paid), sum(row["refund"] for row in back)
    lines += ["总交易单数,订单总金额,退款总金额", f"`{len(paid)},`{_yuan(total)},`{_yuan(refunded)}"]
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()


def _begin_of(day: str) -> float:
    try:
        return datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=BEIJING).timestamp()
    except ValueError as problem:
        raise wrong("bill_date格式应为yyyy-MM-dd") from problem


def _line(row: Row, state: str, refund_no: str, refund: int) -> str:
    total = row["total"] if state == "SUCCESS" else 0
    cells = [
        f"{beijing(row['success_at']):%Y-%m-%d %H:%M:%S}",
        *(row[name] for name in ("appid", "mchid", "out_trade_no", "transaction_id", "trade_type")),
        state,
        _yuan(total),
        refund_no,
        _yuan(refund),
    ]
    return ",".join(f"`{cell}" for cell in cells)


def _yuan(amount: int) -> str:
    return f"{amount // 100}.{amount % 100:02d}"


def digest(bill: bytes) -> str:
    return hashlib.sha1(bill).hexdigest()
