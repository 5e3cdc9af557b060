"""The gateway's admin API, `/_sim/…`."""

import json
from collections.abc import Callable

from simulators.clock import iso
from simulators.gateway import forgeries, merchants, payments
from simulators.gateway.door import pay_url
from simulators.gateway.house import ApiError, House
from simulators.gateway.schema import FORGOTTEN_BY_RESET
from simulators.gateway.signing import public_key_id, public_pem
from simulators.settings import SettingError
from simulators.store import Row
from simulators.web.outage import Outage
from simulators.web.routing import RefusedError, Request, Response, Router, answer, asked

Desk = Callable[[House, Request], Response]


def add_routes(router: Router, house: House, outage: Outage, wake: Callable[[], None]) -> None:
    def add(method: str, path: str, desk: Desk) -> None:
        def handle(request: Request) -> Response:
            response = desk(house, request)
            if request.method != "GET":
                wake()
            return response

        router.add(method, f"/_sim/{path}", handle)

    router.add("POST", "/_sim/down", lambda request: answer(outage.begin(request.json())))
    add("GET", "merchants", _merchants)
    add("POST", "merchants", lambda house, request: answer(merchants.register(house, request.json()), 201))
    add("DELETE", "merchants/{mchid}", _strike)
    add("GET", "config", lambda house, _: answer(house.settings.tree))
    add("POST", "config", _configure)
    add("GET", "platform", _platform)
    add("POST", "pay", _pay)
    add("POST", "fail", _fail)
    add("GET", "payments", _payments)
    add("GET", "refunds", _refunds)
    add("GET", "notices", _notices)
    add("POST", "notices", lambda house, r: answer({"statuses": forgeries.send(house, r.json())}))
    add("GET", "stats", lambda house, _: answer(stats(house)))
    add("POST", "reset", _reset)


def _merchants(house: House, request: Request) -> Response:
    rows = house.store.rows("SELECT * FROM merchants ORDER BY mchid")
    return answer([merchants.shown(row) for row in rows])


def _strike(house: House, request: Request) -> Response:
    if not house.store.run("DELETE FROM merchants WHERE mchid = ?", request.params["mchid"]):
        raise RefusedError("no such merchant", 404)
    return Response(status=204)


def _configure(house: House, request: Request) -> Response:
    try:
        return answer(house.settings.change(request.json()))
    except SettingError as problem:
        raise RefusedError(str(problem)) from problem


def _platform(house: House, request: Request) -> Response:
    """What a merchant downloads from the console: the platform's certificate and public key."""
    return answer(
        {
            "certificate": house.platform.certificate_pem.decode(),
            "serial": house.platform.serial,
            "public_key": public_pem(house.platform),
            "public_key_id": public_key_id(house.platform),
        }
    )


def _payment_of(house: House, body: Row) -> Row:
    mchid, out_trade_no = asked(body, "mchid", "out_trade_no")
    payment = payments.find(house, mchid, out_trade_no)
    if payment is None:
        raise RefusedError("no such payment", 404)
    return payment


def _pay(house: House, request: Request) -> Response:
    body = request.json()
    payment = _payment_of(house, body)
    if body.get("amount") not in (None, payment["total"]):
        raise RefusedError(f"amount must be {payment['total']}")
    payer = body.get("payer") or {}
    if not isinstance(payer, dict) or not all(isinstance(value, str) for value in payer.values()):
        raise RefusedError("payer must be an object of texts")
    try:
        return answer(payments.transaction(payments.pay(house, payment, payer)))
    except ApiError as error:
        raise RefusedError(f"{error.code}: {error}") from error


def _fail(house: House, request: Request) -> Response:
    payment = payments.fail(house, _payment_of(house, request.json()))
    return answer(payments.transaction(payment))


def _payments(house: House, request: Request) -> Response:
    query = request.query
    sql = "SELECT * FROM payments WHERE ? IN ('', mchid) AND ? IN ('', out_trade_no) ORDER BY id"
    rows = house.store.rows(sql, query.get("mchid", ""), query.get("out_trade_no", ""))
    return answer([_payment(house, row, request) for row in rows])


def _payment(house: House, row: Row, request: Request) -> Row:
    names = ["mchid", "out_trade_no", "prepay_id", "trade_type", "trade_state", "transaction_id"]
    names += ["requests", "payments"]
    return {
        **{name: row[name] for name in names},
        "amount": row["total"],
        "pay_url": pay_url(house, row, request),
        "notify_url": json.loads(row["asked"])["notify_url"],
        "payer": {"openid": row["openid"], "name": row["payer_name"], "id_number": row["payer_id_number"]},
    }


def _refunds(house: House, request: Request) -> Response:
    rows = house.store.rows(
        "SELECT r.mchid, r.out_refund_no, r.refund_id, p.out_trade_no, r.refund, r.status, r.reason "
        "FROM refunds r JOIN payments p ON p.id = r.payment ORDER BY r.id"
    )
    return answer(rows)


def _notices(house: House, request: Request) -> Response:
    sql = "SELECT * FROM notices WHERE ? IN ('', out_trade_no) ORDER BY id"
    names = ["event_type", "mchid", "out_trade_no", "url", "tries", "last_status"]
    rows = house.store.rows(sql, request.query.get("out_trade_no", ""))
    return answer(
        [
            {
                "id": row["notice_id"],
                **{name: row[name] for name in names},
                "done": bool(row["done"]),
                "dropped": bool(row["dropped"]),
                "next_at": iso(row["next_at"]) if row["next_at"] else None,
            }
            for row in rows
        ]
    )


def stats(house: House) -> Row:
    store = house.store
    states = store.rows("SELECT trade_state, count(*) AS n FROM payments GROUP BY trade_state")
    twice = store.rows("SELECT mchid, out_trade_no FROM payments WHERE payments > 1 ORDER BY id")
    counted = store.row(
        "SELECT count(*) AS total, coalesce(sum(tries), 0) AS tries, coalesce(sum(done), 0) AS done, "
        "coalesce(sum(dropped), 0) AS dropped FROM notices"
    )
    return {
        "payments": {"by_state": {row["trade_state"]: row["n"] for row in states}},
        "paid_twice": [[row["mchid"], row["out_trade_no"]] for row in twice],
        "refunds": store.value("SELECT count(*) FROM refunds"),
        "notices": counted,
    }


def _reset(house: House, request: Request) -> Response:
    with house.store.transaction():
        for table in FORGOTTEN_BY_RESET:
            house.store.run(f"DELETE FROM {table}")
    return Response(status=204)
