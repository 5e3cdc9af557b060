"""The port's admin API, `/_sim/…`."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from simulators.port import bills, enterprises, fates, questions, quota, receipts, reports
from simulators.port.intake import books
from simulators.port.office import Office
from simulators.port.schema import FORGOTTEN_BY_RESET
from simulators.port.states import resume
from simulators.port.types import declared
from simulators.settings import SettingError
from simulators.web.outage import Outage
from simulators.web.routing import RefusedError, Request, Response, Router, answer, asked

Desk = Callable[[Office, Request], Response]


def add_routes(router: Router, office: Office, outage: Outage, wake: Callable[[], None]) -> None:
    def add(method: str, path: str, desk: Desk) -> None:
        def handle(request: Request) -> Response:
            response = desk(office, request)
            if request.method != "GET":
                wake()
            return response

        router.add(method, f"/_sim/{path}", handle)

    router.add("POST", "/_sim/down", lambda request: answer(outage.begin(request.json())))
    add("GET", "enterprises", lambda office, _: answer(enterprises.everyone(office.store)))
    add("POST", "enterprises", _register)
    add("DELETE", "enterprises/{code}", _strike)
    add("GET", "config", lambda office, _: answer(office.settings.tree))
    add("POST", "config", _configure)
    add("GET", "fates", lambda office, _: answer(office.store.rows("SELECT * FROM fates ORDER BY id")))
    add("POST", "fates", lambda office, request: answer(fates.script(office, request.json()), 201))
    add("DELETE", "fates/{id}", _unscript)
    add("POST", "resume", _resume)
    add("GET", "messages", _messages)
    add("GET", "messages/{message_id}/xml", _message_xml)
    add("GET", "declarations", _declarations)
    add("GET", "orders/{order_no}", lambda office, r: answer(reports.order(office, r.params["order_no"])))
    add("GET", "receipts", _receipts)
    add("GET", "stats", lambda office, _: answer(reports.stats(office)))
    add("GET", "quota", _quota)
    add("POST", "quota", _bought_elsewhere)
    add("POST", "consolidate", _consolidate)
    add(
        "POST",
        "questions",
        lambda office, r: answer(questions.ask(office, *asked(r.json(), "order_no")), 201),
    )
    add(
        "GET",
        "questions",
        lambda office, _: answer(office.store.rows("SELECT * FROM questions ORDER BY asked_at")),
    )
    add("POST", "books", _book)
    add("POST", "reset", _reset)


def _register(office: Office, request: Request) -> Response:
    code, name, pem = asked(request.json(), "code", "name", "certificate")
    try:
        return answer(enterprises.register(office.store, code=code, name=name, certificate_pem=pem), 201)
    except ValueError as problem:
        raise RefusedError(f"certificate cannot be read: {problem}") from problem


def _strike(office: Office, request: Request) -> Response:
    if not enterprises.strike(office.store, request.params["code"]):
        raise RefusedError("no such enterprise", 404)
    return Response(status=204)


def _configure(office: Office, request: Request) -> Response:
    try:
        return answer(office.settings.change(request.json()))
    except SettingError as problem:
        raise RefusedError(str(problem)) from problem


def _unscript(office: Office, request: Request) -> Response:
    if not office.store.run("DELETE FROM fates WHERE id = ?", request.params["id"]):
        raise RefusedError("no such fate", 404)
    return Response(status=204)


def _resume(office: Office, request: Request) -> Response:
    body = request.json()
    (order_no,) = asked(body, "order_no")
    with office.store.transaction():
        row = office.store.row(
            "SELECT * FROM documents WHERE order_no = ? AND kind = ? AND state = 'standing' ORDER BY id DESC",
            order_no,
            str(body.get("kind") or "621"),
        )
        if row is None:
            raise RefusedError("no such document stands", 404)
        resume(office, declared(row))
    return answer({"order_no": order_no, "status": row["status"]})


def _messages(office: Office, request: Request) -> Response:
    query = request.query
    return answer(reports.messages(office, query.get("message_id", ""), query.get("order_no", "")))


def _message_xml(office: Office, request: Request) -> Response:
    sql = "SELECT xml FROM messages WHERE message_id = ?"
    xml = office.store.value(sql, request.params["message_id"])
    if xml is None:
        raise RefusedError("no such message", 404)
    return Response(xml, content_type="application/xml")


def _declarations(office: Office, request: Request) -> Response:
    query = request.query
    return answer(reports.declarations(office, query.get("order_no", ""), query.get("kind", "")))


def _receipts(office: Office, request: Request) -> Response:
    sql = "SELECT * FROM receipts WHERE ? IN ('', order_no) ORDER BY id"
    rows = office.store.rows(sql, request.query.get("order_no", ""))
    return answer([receipts.shown(row) | {"published": row["publish_at"] <= office.clock()} for row in rows])


def _quota(office: Office, request: Request) -> Response:
    (number,) = asked(request.query, "id_number")
    return answer(quota.account(office, number))


def _bought_elsewhere(office: Office, request: Request) -> Response:
    number, used = asked(request.json(), "id_number", "used")
    try:
        spent = Decimal(used)
    except InvalidOperation as problem:
        raise RefusedError("used must be an amount in yuan, as text") from problem
    if not spent.is_finite() or spent < 0:
        raise RefusedError("used must be an amount in yuan, as text")
    quota.bought_elsewhere(office, number, spent)
    return answer(quota.account(office, number))


def _book(office: Office, request: Request) -> Response:
    body = request.json()
    number, items = asked(body, "number"), body.get("items")
    if not isinstance(items, list) or not all(
        isinstance(row, dict) and {"item", "gcode", "unit"} <= row.keys() for row in items
    ):
        raise RefusedError("items must be a list of {item, gcode, unit}")
    return answer(books.keep(office, number[0], items), 201)


def _consolidate(office: Office, request: Request) -> Response:
    """The end of the month: every bill of a list that stands is consolidated."""
    rows = office.store.rows(
        "SELECT * FROM documents WHERE kind = '621' AND status = '899' AND state = 'standing'"
    )
    with office.store.transaction():
        for row in rows:
            bills.tell(office, declared(row), "2")
    return answer({"bills": len(rows)})


def _reset(office: Office, request: Request) -> Response:
    with office.store.transaction():
        for table in FORGOTTEN_BY_RESET:
            office.store.run(f"DELETE FROM {table}")
    return Response(status=204)
