"""The gateway's doors, `/v3/…`: signature in, signature out."""

from collections.abc import Callable
from datetime import timedelta

from simulators.clock import iso
from simulators.gateway import bills, customs, payments, refunds
from simulators.gateway.fields import body_of, wrong
from simulators.gateway.house import ApiError, House
from simulators.gateway.signing import merchant_of, public_key_id, seal, signed_headers
from simulators.store import Row
from simulators.web.outage import Outage
from simulators.web.routing import DROP, Request, Response, Router, answer

Desk = Callable[[House, Row, Request], Response]
_YEARS = timedelta(days=3650).total_seconds()


def add_routes(router: Router, house: House, outage: Outage) -> None:
    def add(method: str, path: str, desk: Desk) -> None:
        def handle(request: Request) -> Response:
            return outage.answer() or _serve(house, request, desk)

        router.add(method, f"/v3/{path}", handle)

    add("GET", "certificates", _certificates)
    for product in ("native", "jsapi", "h5"):
        add("POST", f"pay/transactions/{product}", _prepay(product))
    add("GET", "pay/transactions/out-trade-no/{number}", _query)
    add("GET", "pay/transactions/id/{number}", _query)
    add("POST", "pay/transactions/out-trade-no/{number}/close", _close)
    add("POST", "refund/domestic/refunds", _refund)
    add("GET", "refund/domestic/refunds/{number}", _query_refund)
    add("GET", "bill/tradebill", _bill)
    add("GET", "billdownload/file", _download)
    add("POST", "global/customs/orders", _declare)
    add("GET", "global/customs/orders", _query_declared)


def _serve(house: House, request: Request, desk: Desk) -> Response:
    """Mischief before, the desk, mischief after; every answer is signed."""
    call = house.store.count(f"call {request.method} {request.target}")
    what = (request.method, request.target, len(request.body), call)
    if house.mischief("refuse", *what):
        return DROP
    try:
        if house.mischief("error_500", *what):
            raise ApiError(500, "SYSTEM_ERROR", "系统错误，请用相同参数重新调用")
        response = desk(house, merchant_of(house, request), request)
    except ApiError as error:
        response = error.response()
    if house.mischief("answer_drop", *what):
        return DROP
    # a merchant that names the platform's public key gets it named back
    named = request.headers.get("wechatpay-serial", "")
    serial = named if named == public_key_id(house.platform) else None
    signed = signed_headers(house.platform, response.body, house.clock(), serial=serial)
    return Response(response.body, response.status, response.content_type, {**signed, **response.headers})


def _certificates(house: House, merchant: Row, request: Request) -> Response:
    now = house.clock()
    sealed = seal(merchant["apiv3_key"], house.platform.certificate_pem, "certificate")
    certificate = {
        "serial_no": house.platform.serial,
        "effective_time": iso(now),
        "expire_time": iso(now + _YEARS),
        "encrypt_certificate": sealed,
    }
    return answer({"data": [certificate]})


def _prepay(product: str) -> Desk:
    def desk(house: House, merchant: Row, request: Request) -> Response:
        payment = payments.prepay(house, merchant, product, body_of(request))
        url = pay_url(house, payment, request)
        answers = {
            "native": {"code_url": url},
            "jsapi": {"prepay_id": payment["prepay_id"]},
            "h5": {"h5_url": f"{url}?from=h5"},
        }
        return answer(answers[product])

    return desk


def pay_url(house: House, payment: Row, request: Request) -> str:
    base = house.settings["public_url"] or f"http://{request.headers.get('host', 'localhost')}"
    return f"{base}/pay/{payment['prepay_id']}"


def _query(house: House, merchant: Row, request: Request) -> Response:
    if request.query.get("mchid") != merchant["mchid"]:
        raise wrong("mchid与签名商户不一致")
    by_id = "/id/" in request.path
    find = payments.find_by_transaction if by_id else payments.find
    payment = find(house, merchant["mchid"], request.params["number"])
    if payment is None:
        raise ApiError(404, "ORDER_NOT_EXIST", "订单不存在")
    return answer(payments.transaction(payment))


def _close(house: House, merchant: Row, request: Request) -> Response:
    if body_of(request).get("mchid") != merchant["mchid"]:
        raise wrong("mchid与签名商户不一致")
    payments.close(house, merchant["mchid"], request.params["number"])
    return Response(status=204)


def _refund(house: House, merchant: Row, request: Request) -> Response:
    return answer(refunds.refund_shown(house, refunds.refund(house, merchant, body_of(request))))


def _query_refund(house: House, merchant: Row, request: Request) -> Response:
    row = refunds.find_refund(house, merchant["mchid"], request.params["number"])
    if row is None:
        raise ApiError(404, "RESOURCE_NOT_EXISTS", "退款单不存在")
    return answer(refunds.refund_shown(house, row))


def _bill(house: House, merchant: Row, request: Request) -> Response:
    day = request.query.get("bill_date", "")
    bill = bills.trade_bill(house, merchant, day)
    host = request.headers.get("host", "localhost")
    url = f"http://{host}/v3/billdownload/file?token={day}"
    return answer({"hash_type": "SHA1", "hash_value": bills.digest(bill), "download_url": url})


def _download(house: House, merchant: Row, request: Request) -> Response:
    bill = bills.trade_bill(house, merchant, request.query.get("token", ""))
    return Response(bill, content_type="text/csv; charset=utf-8")


def _declare(house: House, merchant: Row, request: Request) -> Response:
    return answer(customs.declare(house, merchant, body_of(request)))


def _query_declared(house: House, merchant: Row, request: Request) -> Response:
    return answer(customs.query(house, merchant, request.query.get("out_trade_no", "")))
