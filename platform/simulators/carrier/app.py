"""The carrier as one callable.

Doors: `POST /waybills` {order_no, consignee, …} gives a number, the same one for the same order number;
`POST /waybills/{number}/handover` takes the parcel; `GET /events?after=<id>` lists what happened since, oldest first.
"""

import json
import sqlite3
import uuid
from pathlib import Path

from simulators.clock import Clock
from simulators.store import COMMON_SCHEMA, Row, Store
from simulators.web.html import cell, shell, table, tag
from simulators.web.outage import Outage
from simulators.web.routing import Handler, RefusedError, Request, Response, Router, answer
from simulators.web.ticker import Ticker

STEPS = ("picked_up", "in_transit", "out_for_delivery", "signed")
PLACES = ("保税区分拨中心", "华东转运中心", "目的地营业部", "收件人")
DEFAULT = {"step_seconds": 1.0, "duplicate": False}

SCHEMA = (
    COMMON_SCHEMA
    + """
CREATE TABLE IF NOT EXISTS waybills (
    id INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE, order_no TEXT NOT NULL UNIQUE, body TEXT NOT NULL,
    step INTEGER NOT NULL DEFAULT -1, due_at REAL
);
CREATE INDEX IF NOT EXISTS waybills_due ON waybills (due_at) WHERE due_at IS NOT NULL;
CREATE TABLE IF NOT EXISTS events (
    id INTEGER PRIMARY KEY, number TEXT NOT NULL, code TEXT NOT NULL, place TEXT NOT NULL, at REAL NOT NULL
);
"""
)


class Carrier:
    def __init__(self, state: Path, seed: str, clock: Clock) -> None:
        self.store = Store(state / "carrier.sqlite3", SCHEMA)
        self.clock = clock
        self._outage = Outage(clock)
        self._ticker = Ticker(self.work)
        self._router = Router()
        add = self._router.add
        add("GET", "/healthz", lambda _: answer({"status": "ok", "simulator": "carrier"}))
        add("GET", "/", self._home)
        add("POST", "/waybills", self._open(self._create))
        add("POST", "/waybills/{number}/handover", self._open(self._hand_over))
        add("GET", "/events", self._open(self._events))
        add("GET", "/_sim/config", lambda _: answer(self.config()))
        add("POST", "/_sim/config", self._configure)
        add("POST", "/_sim/down", lambda request: answer(self._outage.begin(request.json())))
        add("GET", "/_sim/stats", lambda _: answer(self._stats()))

    def __call__(self, request: Request) -> Response:
        return self._router(request)

    def start(self) -> None:
        self._ticker.start()

    def stop(self) -> None:
        self._ticker.stop()
        self.store.close()

    def config(self) -> Row:
        kept = self.store.value("SELECT value FROM settings WHERE name = 'config'")
        return DEFAULT | (json.loads(kept) if kept else {})

    def work(self) -> bool:
        """Move every parcel that is due by one step."""
        now, pause = self.clock(), float(self.config()["step_seconds"])
        with self.store.transaction():
            due = self.store.rows("SELECT * FROM waybills WHERE due_at <= ? ORDER BY due_at LIMIT 100", now)
            for parcel in due:
                self._move(parcel, now, pause)
        return bool(due)

    def _move(self, parcel: Row, now: float, pause: float) -> None:
        step = parcel["step"] + 1
        times = 2 if self.config()["duplicate"] else 1
        for _ in range(times):
            self.store.insert("events", number=parcel["number"], code=STEPS[step], place=PLACES[step], at=now)
        next_at = now + pause if step + 1 < len(STEPS) else None
        self.store.run("UPDATE waybills SET step = ?, due_at = ? WHERE id = ?", step, next_at, parcel["id"])

    def _open(self, handler: Handler) -> Handler:
        return lambda request: self._outage.answer() or handler(request)

    def _create(self, request: Request) -> Response:
        body = request.json()
        order_no = body.get("order_no")
        if not isinstance(order_no, str) or not 1 <= len(order_no) <= 60:
            raise RefusedError("order_no must be a text of 1 to 60 characters")
        for name in ("consignee", "phone", "address"):
            if not isinstance(body.get(name), str) or not body[name].strip():
                raise RefusedError(f"{name} is missing")
        return answer({"number": self._number_of(order_no, body)}, 201)

    def _number_of(self, order_no: str, body: Row) -> str:
        with self.store.transaction():
            known = self.store.value("SELECT number FROM waybills WHERE order_no = ?", order_no)
            if known:
                return str(known)
            number = f"SF{uuid.uuid4().int % 10**13:013d}"
            try:
                self.store.insert("waybills", number=number, order_no=order_no, body=json.dumps(body))
            except sqlite3.IntegrityError as taken:
                raise RefusedError("try again", 503) from taken
            return number

    def _hand_over(self, request: Request) -> Response:
        number = request.params["number"]
        if self.store.row("SELECT 1 FROM waybills WHERE number = ?", number) is None:
            raise RefusedError("no such waybill", 404)
        pause = float(self.config()["step_seconds"])
        self.store.run(
            "UPDATE waybills SET due_at = ? WHERE number = ? AND step = -1 AND due_at IS NULL",
            self.clock() + pause,
            number,
        )
        self._ticker.ring()
        return answer({"number": number})

    def _events(self, request: Request) -> Response:
        after = request.query.get("after", "0")
        if not after.isdigit():
            raise RefusedError("after must be a number")
        rows = self.store.rows("SELECT * FROM events WHERE id > ? ORDER BY id LIMIT 500", int(after))
        return answer({"events": rows})

    def _configure(self, request: Request) -> Response:
        merged = self.config() | request.json()
        self.store.run(
            "INSERT OR REPLACE INTO settings (name, value) VALUES ('config', ?)",
            json.dumps(merged),
        )
        return answer(merged)

    def _stats(self) -> Row:
        by_step = self.store.rows("SELECT step, count(*) AS n FROM waybills GROUP BY step")
        return {
            "waybills": sum(row["n"] for row in by_step),
            "signed": sum(r["n"] for r in by_step if r["step"] == 3),
        }

    def _home(self, _: Request) -> Response:
        rows = self.store.rows("SELECT * FROM waybills ORDER BY id DESC LIMIT 50")
        names = (
            "等待揽收 waiting",
            "已揽收 picked up",
            "运输中 in transit",
            "派送中 out for delivery",
            "已签收 signed",
        )
        lines = [[cell(r["number"]), cell(r["order_no"]), tag(names[r["step"] + 1])] for r in rows]
        return shell(
            "快递公司 Carrier",
            table("运单 Waybills", ["运单号 number", "订单 order", "状态 state"], lines),
            refresh=5,
        )
