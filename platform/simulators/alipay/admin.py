"""The admin API, `/_sim/…`."""

import json
from collections.abc import Callable

from cryptography.hazmat.primitives import serialization

from simulators import keys
from simulators.alipay import notices, trades
from simulators.alipay.house import FORGOTTEN_BY_RESET, House, Refused
from simulators.alipay.signing import public_pem
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
    add("POST", "merchants", _register)
    add("POST", "config", _configure)
    add("GET", "platform", lambda house, _: answer({"public_key": public_pem(house.platform)}))
    add("POST", "pay", _pay)
    add("GET", "trades", _trades)
    add("GET", "refunds", lambda house, _: answer(house.store.rows("SELECT * FROM refunds ORDER BY id")))
    add("GET", "notices", lambda house, _: answer(house.store.rows("SELECT * FROM notices ORDER BY id")))
    add("POST", "notices", _notify)
    add("POST", "reset", _reset)


def _register(house: House, request: Request) -> Response:
    body = request.json()
    app_id, seller_id, public_key = asked(body, "app_id", "seller_id", "public_key")
    try:
        serialization.load_pem_public_key(public_key.encode())
    except ValueError as problem:
        raise RefusedError(f"public_key cannot be read: {problem}") from problem
    with house.store.transaction():
        house.store.run("DELETE FROM merchants WHERE app_id = ?", app_id)
        house.store.insert(
            "merchants", app_id=app_id, seller_id=seller_id, public_key=public_key,
            name=str(body.get("name") or app_id),
        )  # fmt: skip
    return answer({"app_id": app_id}, 201)


def _configure(house: House, request: Request) -> Response:
    try:
        return answer(house.settings.change(request.json()))
    except SettingError as problem:
        raise RefusedError(str(problem)) from problem


def _known(house: House, body: Row) -> Row:
    app_id, number = asked(body, "app_id", "out_trade_no")
    trade = trades.find(house, app_id, number)
    if trade is None:
        raise RefusedError("no such trade", 404)
    return trade


def _pay(house: House, request: Request) -> Response:
    body = request.json()
    trade = _known(house, body)
    payer = body.get("payer")
    if isinstance(payer, dict) and payer.get("id_number"):
        sql = "INSERT OR REPLACE INTO payers (trade, id_number) VALUES (?, ?)"
        house.store.run(sql, trade["id"], str(payer["id_number"]))
    try:
        return answer(trades.shown(trades.pay(house, trade["token"])))
    except Refused as refused:
        raise RefusedError(f"{refused.sub_code}: {refused}") from refused


def _trades(house: House, request: Request) -> Response:
    sql = "SELECT * FROM trades WHERE ? IN ('', out_trade_no) ORDER BY id"
    return answer(house.store.rows(sql, request.query.get("out_trade_no", "")))


def _notify(house: House, request: Request) -> Response:
    """True notices again, or forged: `signature` (a stranger's key), `amount`, `seller`."""
    body = request.json()
    trade, forge = _known(house, body), body.get("forge")
    row = house.store.row("SELECT * FROM notices WHERE trade = ? ORDER BY id LIMIT 1", trade["id"])
    fields = json.loads(row["fields"]) if row else notices.fields_of(house, trade, "f" * 32)
    if forge == "amount":
        fields["total_amount"] = "0.01"
    elif forge == "seller":
        fields["seller_id"] = "2088999999999999"
    elif forge not in (None, "signature"):
        raise RefusedError("forge must be signature, amount or seller")
    pair = keys.make("stranger", "stranger") if forge == "signature" else house.platform
    said = [notices.send(house, trade["notify_url"], fields, pair) for _ in range(int(body.get("repeat", 1)))]
    return answer({"answers": said})


def _reset(house: House, request: Request) -> Response:
    with house.store.transaction():
        for table in FORGOTTEN_BY_RESET:
            house.store.run(f"DELETE FROM {table}")
    return Response(status=204)
