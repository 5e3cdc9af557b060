"""The service as one callable. Behind it stand carriers' own pages (`/track`), asked for each number it follows.

Doors: form `POST /poll` subscribes, form `POST /poll/query.do` asks once. Desk: `POST /_sim/accounts` {customer, key},
`POST /_sim/carriers` {company, url}, `POST /_sim/config` {seconds: between two looks at a parcel}, `POST /_sim/abort`
{number, message}, `GET /_sim/subscriptions`.
"""

import hmac
import json
from pathlib import Path

import requests

from simulators.carrier.pushing import route
from simulators.clock import Clock
from simulators.store import COMMON_SCHEMA, Row, Store
from simulators.tracker import speaking
from simulators.web.html import cell, shell, table, tag
from simulators.web.outage import Outage
from simulators.web.routing import Handler, RefusedError, Request, Response, Router, answer, asked
from simulators.web.ticker import Ticker

DEFAULT = {"seconds": 2.0}
LONGEST_WAIT = 1800.0
SCHEMA = (
    COMMON_SCHEMA
    + """
CREATE TABLE IF NOT EXISTS accounts (customer TEXT PRIMARY KEY, key TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS carriers (company TEXT PRIMARY KEY, url TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS subscriptions (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL, company TEXT NOT NULL, number TEXT NOT NULL, phone TEXT NOT NULL,
    callback TEXT NOT NULL, salt TEXT NOT NULL, told INTEGER NOT NULL DEFAULT 0, status TEXT NOT NULL DEFAULT 'polling',
    due_at REAL NOT NULL DEFAULT 0, tries INTEGER NOT NULL DEFAULT 0, UNIQUE (key, company, number)
);
"""
)


class Tracker:
    def __init__(self, state: Path, seed: str, clock: Clock) -> None:
        self.store = Store(state / "tracker.sqlite3", SCHEMA)
        self.clock = clock
        self._outage = Outage(clock)
        self._ticker = Ticker(self.work)
        self._router = Router()
        add = self._router.add
        add("GET", "/healthz", lambda _: answer({"status": "ok", "simulator": "tracker"}))
        add("GET", "/", self._home)
        add("POST", "/poll", self._open(self._subscribe))
        add("POST", "/poll/query.do", self._open(self._query))
        add("POST", "/_sim/accounts", self._register)
        add("POST", "/_sim/carriers", self._stands_behind)
        add("GET", "/_sim/config", lambda _: answer(self.config()))
        add("POST", "/_sim/config", self._configure)
        add("POST", "/_sim/abort", self._abort)
        add("GET", "/_sim/subscriptions", lambda _: answer(self.store.rows("SELECT * FROM subscriptions")))
        add("POST", "/_sim/down", lambda request: answer(self._outage.begin(request.json())))

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
        """Look at every parcel that is due, and push its whole way when there is more of it."""
        now = self.clock()
        due = self.store.rows(
            "SELECT * FROM subscriptions WHERE status = 'polling' AND due_at <= ? ORDER BY due_at LIMIT 20",
            now,
        )
        for row in due:
            events = self._behind(row["company"], row["number"], row["phone"])
            done = len(events) == row["told"] or self._push(row, events)
            self._note(row, events, done, now)
        return False

    def _note(self, row: Row, events: list[Row], done: bool, now: float) -> None:
        pause = float(self.config()["seconds"])
        wait = pause if done else min(LONGEST_WAIT, max(1.0, pause) * 2 ** row["tries"])
        over = done and bool(events) and events[-1]["code"] == "SIGN"
        self.store.run(
            "UPDATE subscriptions SET told = ?, tries = ?, due_at = ?, status = ? WHERE id = ?",
            len(events) if done else row["told"], 0 if done else row["tries"] + 1, now + wait,
            "shutdown" if over else "polling", row["id"],
        )  # fmt: skip

    def _behind(self, company: str, number: str, phone: str) -> list[Row]:
        url = self.store.value("SELECT url FROM carriers WHERE company = ?", company)
        if not url:
            return []
        try:
            said = requests.get(f"{url}/track", params={"number": number, "phone": phone}, timeout=5)
            return list(said.json()["events"]) if said.ok else []
        except (requests.RequestException, ValueError, KeyError):
            return []

    def _push(self, row: Row, events: list[Row], status: str = "", message: str = "") -> bool:
        status = status or ("shutdown" if events and events[-1]["code"] == "SIGN" else "polling")
        last = speaking.result(row["company"], row["number"], events)
        url, host = route(row["callback"])
        form = speaking.push_form(row["salt"], status, message, last)
        try:
            said = requests.post(url, data=form, headers={"Host": host}, timeout=5)
            return said.ok and said.json().get("result") is True
        except (requests.RequestException, ValueError):
            return False

    def _open(self, handler: Handler) -> Handler:
        return lambda request: self._outage.answer() or handler(request)

    def _subscribe(self, request: Request) -> Response:
        param = speaking.param_of(request.form())
        extra = param.get("parameters") or {}
        known = self.store.value("SELECT 1 FROM accounts WHERE key = ?", str(param.get("key")))
        if not known:
            return _no("601", "POLL:KEY已过期")
        number, callback = str(param.get("number", "")), str(extra.get("callbackurl", ""))
        if not 6 <= len(number) <= 32 or not callback.startswith("http"):
            return _no("500", "订阅参数有误")
        company = str(param.get("company", ""))
        if self.store.value("SELECT 1 FROM carriers WHERE company = ?", company) is None:
            return _no("701", "拒绝订阅的快递公司")
        added = self.store.run(
            "INSERT OR IGNORE INTO subscriptions (key, company, number, phone, callback, salt) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            param["key"], company, number, str(extra.get("phone", "")), callback, str(extra.get("salt", "")),
        )  # fmt: skip
        self._ticker.ring()
        return (
            answer({"result": True, "returnCode": "200", "message": "提交成功"})
            if added
            else _no("501", "重复订阅")
        )

    def _query(self, request: Request) -> Response:
        form = request.form()
        row = self.store.row("SELECT * FROM accounts WHERE customer = ?", form.get("customer", ""))
        right = speaking.md5(form.get("param", "") + row["key"] + row["customer"]) if row else ""
        if not row or not hmac.compare_digest(right, form.get("sign", "")):
            return _no("503", "验证签名失败")
        param = speaking.param_of(form)
        number, company = str(param.get("num", "")), str(param.get("com", ""))
        events = self._behind(company, number, str(param.get("phone", "")))
        if not events:
            return _no("500", "查询无结果，请隔段时间再查")
        return answer(speaking.result(company, number, events))

    def _register(self, request: Request) -> Response:
        customer, key = asked(request.json(), "customer", "key")
        self.store.run("INSERT OR REPLACE INTO accounts (customer, key) VALUES (?, ?)", customer, key)
        return answer({"customer": customer}, 201)

    def _stands_behind(self, request: Request) -> Response:
        company, url = asked(request.json(), "company", "url")
        self.store.run("INSERT OR REPLACE INTO carriers (company, url) VALUES (?, ?)", company, url)
        return answer({"company": company}, 201)

    def _configure(self, request: Request) -> Response:
        merged = self.config() | request.json()
        self.store.run(
            "INSERT OR REPLACE INTO settings (name, value) VALUES ('config', ?)", json.dumps(merged)
        )
        return answer(merged)

    def _abort(self, request: Request) -> Response:
        """It gives a number up: `3天查询无记录` or `60天无变化时`."""
        number, message = asked(request.json(), "number", "message")
        row = self.store.row("SELECT * FROM subscriptions WHERE number = ?", number)
        if row is None:
            raise RefusedError("no such subscription", 404)
        self.store.run("UPDATE subscriptions SET status = 'abort' WHERE id = ?", row["id"])
        return answer({"taken": self._push(row, [], "abort", message)})

    def _home(self, _: Request) -> Response:
        rows = self.store.rows("SELECT * FROM subscriptions ORDER BY id DESC LIMIT 50")
        lines = [[cell(r["company"]), cell(r["number"]), cell(r["told"]), tag(r["status"])] for r in rows]
        heads = ["快递公司 company", "运单号 number", "轨迹 steps", "状态 status"]
        return shell("物流查询服务 Tracking service", table("订阅 Subscriptions", heads, lines), refresh=5)


def _no(code: str, message: str) -> Response:
    return answer({"result": False, "returnCode": code, "message": message})
