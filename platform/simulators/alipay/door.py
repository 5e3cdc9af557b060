"""The one door, `/gateway.do`: signature in, signature out."""

import json
from collections.abc import Callable

from simulators.alipay import bills, customs, trades
from simulators.alipay.house import House, Refused
from simulators.alipay.signing import sign, verifies
from simulators.store import Row, pack
from simulators.web.outage import Outage
from simulators.web.routing import DROP, Request, Response, Router

Desk = Callable[[House, Row, Row, Request], Row]
_OPENED = ("alipay.trade.page.pay", "alipay.trade.wap.pay")


def add_routes(router: Router, house: House, outage: Outage) -> None:
    for method in ("GET", "POST"):
        router.add(method, "/gateway.do", lambda request: outage.answer() or _serve(house, request))
    router.add("GET", "/bill/{token}", lambda request: outage.answer() or _download(house, request))


def _serve(house: House, request: Request) -> Response:
    """Mischief before, the desk, mischief after."""
    values = {**request.query, **(request.form() if request.method == "POST" else {})}
    method = values.get("method", "")
    call = house.store.count(f"call {method}")
    if method in _OPENED:
        return _opened(house, values, request)
    if house.mischief("refuse", method, call):
        return DROP
    try:
        if house.mischief("unknown_error", method, call):
            raise Refused("aop.unknow-error", "系统繁忙", "20000")
        desk = _DESKS.get(method)
        if desk is None:
            raise Refused("isv.invalid-method", "不存在的方法名", "40002")
        content = _content(house, values)
        node = {"code": "10000", "msg": "Success"} | desk(house, values, content, request)
    except Refused as refused:
        node = refused.node()
    if house.mischief("answer_drop", method, call):
        return DROP
    return _signed(house, f"{method.replace('.', '_')}_response", node)


def _signed(house: House, name: str, node: Row) -> Response:
    text = pack(node)
    body = f'{{"{name}":{text},"sign":"{sign(house.platform, text)}"}}'
    return Response(body.encode(), content_type="text/html;charset=utf-8")


def _content(house: House, values: Row) -> Row:
    """Who calls, and what is asked. Refused where the signature does not fit."""
    merchant = house.merchant(values.get("app_id", ""))
    if merchant is None:
        raise Refused("isv.invalid-app-id", "无效的AppID参数", "40002")
    if values.get("sign_type") != "RSA2" or not verifies(merchant["public_key"], values):
        raise Refused("isv.invalid-signature", "无效签名", "40002")
    try:
        content = json.loads(values.get("biz_content", "{}"))
    except ValueError as problem:
        raise Refused("isv.invalid-parameter", "参数无效", "40002") from problem
    if not isinstance(content, dict):
        raise Refused("isv.invalid-parameter", "参数无效", "40002")
    return content


def _opened(house: House, values: Row, request: Request) -> Response:
    """The shopper's browser comes with an address that the merchant signed, and is led to the cashier."""
    try:
        trade = trades.make(house, values, _content(house, values))
    except Refused as refused:
        return Response(refused.sub_msg.encode(), 400)
    return Response(status=302, headers={"Location": cashier(house, trade, request)})


def cashier(house: House, trade: Row, request: Request) -> str:
    base = house.settings["public_url"] or f"http://{request.headers.get('host', 'localhost')}"
    return f"{base}/cashier/{trade['token']}"


def _precreate(house: House, values: Row, content: Row, request: Request) -> Row:
    trade = trades.make(house, values, content)
    return {"out_trade_no": trade["out_trade_no"], "qr_code": cashier(house, trade, request)}


def _bill(house: House, values: Row, content: Row, request: Request) -> Row:
    day = str(content.get("bill_date", ""))
    if not bills.rows_of(house, values["app_id"], day):
        raise Refused("isp.bill_not_exist", "账单不存在")
    host = request.headers.get("host", "localhost")
    return {"bill_download_url": f"http://{host}/bill/{values['app_id']}.{day}"}


def _download(house: House, request: Request) -> Response:
    app_id, _, day = request.params["token"].partition(".")
    return Response(bills.archive(house, app_id, day), content_type="application/zip")


_DESKS: dict[str, Desk] = {
    "alipay.trade.precreate": _precreate,
    "alipay.trade.query": lambda h, v, c, r: trades.shown(trades.known(h, v["app_id"], c)),
    "alipay.trade.close": lambda h, v, c, r: trades.close(h, v["app_id"], c),
    "alipay.trade.refund": lambda h, v, c, r: trades.refund(h, v["app_id"], c),
    "alipay.trade.fastpay.refund.query": lambda h, v, c, r: trades.query_refund(h, v["app_id"], c),
    "alipay.trade.customs.declare": lambda h, v, c, r: customs.declare(h, v["app_id"], c),
    "alipay.trade.customs.query": lambda h, v, c, r: customs.query(h, v["app_id"], c),
    "alipay.data.dataservice.bill.downloadurl.query": _bill,
}
