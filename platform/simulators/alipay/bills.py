"""The business detail bill of a day: a ZIP with a CSV in GB18030."""

import io
import zipfile
from datetime import datetime, timedelta

from simulators.alipay.house import House, Refused
from simulators.alipay.trades import local, yuan
from simulators.clock import BEIJING
from simulators.store import Row

_HEAD = "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,订单金额（元）,退款批次号/请求号,备注"


def rows_of(house: House, app_id: str, day: str) -> list[str]:
    begin = _begin(day)
    span = (app_id, begin, begin + timedelta(days=1).total_seconds())
    paid = house.store.rows("SELECT * FROM trades WHERE app_id = ? AND paid_at >= ? AND paid_at < ?", *span)
    back = house.store.rows(
        "SELECT t.*, r.out_request_no, r.amount, r.due_at FROM refunds r JOIN trades t ON t.id = r.trade "
        "WHERE t.app_id = ? AND r.due_at >= ? AND r.due_at < ?",
        *span,
    )
    lines = [_line(row, "交易", row["paid_at"], yuan(row["total"]), "") for row in paid]
    now = house.clock()
    return lines + [
        _line(row, "退款", row["due_at"], f"-{yuan(row['amount'])}", row["out_request_no"])
        for row in back
        if row["due_at"] <= now
    ]


def _begin(day: str) -> float:
    try:
        return datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=BEIJING).timestamp()
    except ValueError as problem:
        raise Refused("isv.invalid-arguments", "bill_date格式错误") from problem


def _line(row: Row, kind: str, at: float, amount: str, request: str) -> str:
    cells = (row["trade_no"], row["out_trade_no"], kind, row["subject"], local(row["created_at"]), local(at),
             amount, request, "")  # fmt: skip
    # Alipay pads its cells with tabs, so that spreadsheets keep long numbers whole
    return ",".join(f"{cell}\t" for cell in cells)


def archive(house: House, app_id: str, day: str) -> bytes:
    lines = [
        "#支付宝业务明细查询",
        f"#账号：[{app_id}]",
        _HEAD,
        *rows_of(house, app_id, day),
        "#业务明细列表结束",
    ]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as files:
        files.writestr(f"{app_id}_{day}_业务明细.csv", "\r\n".join(lines).encode("gb18030"))
        files.writestr(f"{app_id}_{day}_业务明细(汇总).csv", "#汇总".encode("gb18030"))
    return made.getvalue()
