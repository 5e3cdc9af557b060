"""The shopper's phone, and what the gateway sees."""

import json

from simulators.gateway import payments
from simulators.gateway.house import ApiError, House
from simulators.store import Row
from simulators.web.html import cell, shell, table, tag
from simulators.web.routing import Request, Response

_TITLE = "支付网关模拟器 · Payment gateway simulator"
_STATES = {
    "NOTPAY": ("待支付 · Not paid", ""),
    "SUCCESS": ("已支付 · Paid", "good"),
    "REFUND": ("已退款 · Refunded", ""),
    "CLOSED": ("已关闭 · Closed", "bad"),
    "PAYERROR": ("支付失败 · Failed", "bad"),
}
_FORM = """
<form method="post"><label for="n">付款人姓名 · Payer's real name</label>
<input id="n" name="payer_name" autocomplete="off" placeholder="默认为订购人 · the orderer by default">
<label for="i">付款人身份证号 · Payer's ID number</label>
<input id="i" name="payer_id_number" autocomplete="off" placeholder="默认为订购人 · the orderer by default">
<button class="go" name="action" value="pay">确认支付 · Pay</button>
<button class="no" name="action" value="fail">支付失败 · Fail</button></form>
"""


def phone(house: House, request: Request) -> Response:
    """`GET` and `POST /pay/{prepay_id}`."""
    payment = payments.find_by_prepay(house, request.params["prepay_id"])
    if payment is None:
        return shell(_TITLE, "<p>订单不存在 · No such order</p>", status=404)
    if request.method == "POST":
        payment = _press(house, payment, request.form())
    back = request.query.get("redirect_url", "")
    if payment["trade_state"] == "SUCCESS" and request.method == "POST" and _is_web(back):
        return Response(status=303, headers={"Location": back})
    return shell(_TITLE, _screen(house, payment))


def _is_web(url: str) -> bool:
    return url.startswith(("http://", "https://")) and "\r" not in url and "\n" not in url


def _press(house: House, payment: Row, form: dict[str, str]) -> Row:
    if form.get("action") == "fail":
        return payments.fail(house, payment)
    payer = {"name": form.get("payer_name", ""), "id_number": form.get("payer_id_number", "")}
    try:
        return payments.pay(house, payment, payer)
    except ApiError:
        return payment


def _screen(house: House, payment: Row) -> str:
    merchant = house.merchant(payment["mchid"])
    name = merchant["name"] if merchant else payment["mchid"]
    words, tone = _STATES[payment["trade_state"]]
    open_still = payment["trade_state"] in ("NOTPAY", "PAYERROR")
    goods = json.loads(payment["asked"])["description"]
    return (
        f'<div class="phone"><p class="note">{cell(name)}<br>{cell(goods)}'
        f"<br>{cell(payment['out_trade_no'])}</p><h1>¥{_yuan(payment['total'])}</h1>"
        f'<p style="text-align:center">{tag(words, tone)}</p>{_FORM if open_still else ""}</div>'
    )


def _yuan(amount: int) -> str:
    return f"{amount // 100}.{amount % 100:02d}"


def home(house: House) -> Response:
    return shell(_TITLE, _payments(house) + _refunds(house) + _notices(house) + _merchants(house), refresh=5)


def _payments(house: House) -> str:
    rows = []
    for row in house.store.rows("SELECT * FROM payments ORDER BY id DESC LIMIT 200"):
        words, tone = _STATES[row["trade_state"]]
        link = f'<a href="/pay/{cell(row["prepay_id"])}">{cell(row["out_trade_no"])}</a>'
        numbers = [cell(row["mchid"]), f"¥{_yuan(row['total'])}"]
        rows.append([link, *numbers, tag(words, tone), cell(row["transaction_id"] or "")])
    columns = ["商户订单号 Order no.", "商户 Merchant", "金额 Amount", "状态 State", "支付单号 Transaction"]
    return table("支付单 · Payments", columns, rows)


def _refunds(house: House) -> str:
    found = house.store.rows("SELECT * FROM refunds ORDER BY id DESC LIMIT 50")
    rows = [[cell(row["out_refund_no"]), f"¥{_yuan(row['refund'])}", tag(row["status"])] for row in found]
    return table("退款 · Refunds", ["退款单号 Refund no.", "金额 Amount", "状态 State"], rows)


def _notices(house: House) -> str:
    rows = []
    for row in house.store.rows("SELECT * FROM notices ORDER BY id DESC LIMIT 50"):
        state = (
            "未发送 · dropped"
            if row["dropped"]
            else "已送达 · delivered"
            if row["done"]
            else "重试中 · trying"
        )
        texts = (row["event_type"], row["out_trade_no"], row["url"], row["tries"], row["last_status"])
        rows.append([*map(cell, texts), tag(state, "good" if row["done"] else "")])
    columns = ["事件 Event", "订单号 Order no.", "地址 URL", "次数 Tries", "应答 Answer", "状态 State"]
    return table("通知 · Notices", columns, rows)


def _merchants(house: House) -> str:
    found = house.store.rows("SELECT * FROM merchants ORDER BY mchid")
    rows = [[cell(row["mchid"]), cell(row["name"]), cell(row["appid"])] for row in found]
    return table("商户 · Merchants", ["商户号 mchid", "名称 Name", "appid"], rows)
