"""The cashier's page, and what Alipay sees."""

from simulators.alipay import trades
from simulators.alipay.house import House, Refused
from simulators.alipay.trades import yuan
from simulators.store import Row
from simulators.web.html import cell, shell, table, tag
from simulators.web.routing import Request, Response

_TITLE = "支付宝模拟器 · Alipay simulator"
_STATES = {
    "WAIT_BUYER_PAY": ("待支付 · Not paid", ""),
    "TRADE_SUCCESS": ("已支付 · Paid", "good"),
    "TRADE_FINISHED": ("已完成 · Finished", "good"),
    "TRADE_CLOSED": ("已关闭 · Closed", "bad"),
}
_FORM = '<form method="post"><button class="go" name="action" value="pay">确认付款 · Pay</button></form>'


def cashier(house: House, request: Request) -> Response:
    """`GET` and `POST /cashier/{token}`."""
    token = request.params["token"]
    trade = trades.find_by_token(house, token)
    if trade is None:
        return shell(_TITLE, "<p>交易不存在 · No such trade</p>", status=404)
    if request.method == "POST":
        try:
            trade = trades.pay(house, token)
        except Refused:
            return shell(_TITLE, _screen(house, trade))
        if trade["return_url"].startswith(("http://", "https://")) and "\n" not in trade["return_url"]:
            return Response(status=303, headers={"Location": trade["return_url"]})
    return shell(_TITLE, _screen(house, trade))


def _screen(house: House, trade: Row) -> str:
    merchant = house.merchant(trade["app_id"])
    name = merchant["name"] if merchant else trade["app_id"]
    words, tone = _STATES[trade["status"]]
    return (
        f'<div class="phone"><p class="note">{cell(name)}<br>{cell(trade["subject"])}'
        f"<br>{cell(trade['out_trade_no'])}</p><h1>¥{yuan(trade['total'])}</h1>"
        f'<p style="text-align:center">{tag(words, tone)}</p>'
        f"{_FORM if trade['status'] == 'WAIT_BUYER_PAY' else ''}</div>"
    )


def home(house: House) -> Response:
    rows = []
    for row in house.store.rows("SELECT * FROM trades ORDER BY id DESC LIMIT 200"):
        words, tone = _STATES[row["status"]]
        link = f'<a href="/cashier/{cell(row["token"])}">{cell(row["out_trade_no"])}</a>'
        rows.append(
            [link, cell(row["app_id"]), f"¥{yuan(row['total'])}", tag(words, tone), cell(row["trade_no"])]
        )
    columns = ["商户订单号 Order no.", "应用 app_id", "金额 Amount", "状态 State", "交易号 Trade"]
    notices = [
        [cell(n["notify_id"]), cell(n["tries"]), cell(n["last_answer"]), tag("✓" if n["done"] else "…")]
        for n in house.store.rows("SELECT * FROM notices ORDER BY id DESC LIMIT 50")
    ]
    heads = ["通知 Notice", "次数 Tries", "应答 Answer", "状态 State"]
    return shell(
        _TITLE, table("交易 · Trades", columns, rows) + table("通知 · Notices", heads, notices), refresh=5
    )
