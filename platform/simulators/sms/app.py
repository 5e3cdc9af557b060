"""The sender of text messages as one callable, and the inbox of every phone in the world.

Door: `POST /messages` {phone, text} with `Authorization: Bearer <key>` of a registered account; 201 {id}. A phone is 11
digits, a text 1 to 500 characters; a phone gets one message in `pause` seconds, then 429, as real ones do.
"""

import hmac
import json
from pathlib import Path

from simulators.clock import Clock
from simulators.store import COMMON_SCHEMA, Row, Store
from simulators.web.html import cell, shell, table
from simulators.web.outage import Outage
from simulators.web.routing import Handler, RefusedError, Request, Response, Router, answer

DEFAULT = {"pause": 1.0}
SCHEMA = (
    COMMON_SCHEMA
    + """
CREATE TABLE IF NOT EXISTS accounts (name TEXT PRIMARY KEY, key TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS messages (
    id INTEGER PRIMARY KEY, account TEXT NOT NULL, phone TEXT NOT NULL, text TEXT NOT NULL, at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS messages_phone ON messages (phone, id);
"""
)


class Messenger:
    def __init__(self, state: Path, seed: str, clock: Clock) -> None:
        self.store = Store(state / "sms.sqlite3", SCHEMA)
        self.clock = clock
        self._outage = Outage(clock)
        self._router = Router()
        add = self._router.add
        add("GET", "/healthz", lambda _: answer({"status": "ok", "simulator": "sms"}))
        add("GET", "/", self._home)
        add("POST", "/messages", self._open(self._send))
        add("POST", "/_sim/accounts", self._register)
        add("GET", "/_sim/messages", self._messages)
        add("GET", "/_sim/config", lambda _: answer(self.config()))
        add("POST", "/_sim/config", self._configure)
        add("POST", "/_sim/down", lambda request: answer(self._outage.begin(request.json())))

    def __call__(self, request: Request) -> Response:
        return self._router(request)

    def start(self) -> None:
        """Nothing happens here by itself."""

    def stop(self) -> None:
        self.store.close()

    def config(self) -> Row:
        kept = self.store.value("SELECT value FROM settings WHERE name = 'config'")
        return DEFAULT | (json.loads(kept) if kept else {})

    def _open(self, handler: Handler) -> Handler:
        return lambda request: self._outage.answer() or handler(request)

    def _send(self, request: Request) -> Response:
        account, body = self._account(request), request.json()
        phone, text = body.get("phone"), body.get("text")
        if not isinstance(phone, str) or not (phone.isascii() and phone.isdigit() and len(phone) == 11):
            raise RefusedError("phone must be 11 digits")
        if not isinstance(text, str) or not 1 <= len(text) <= 500:
            raise RefusedError("text must have 1 to 500 characters")
        now = self.clock()
        with self.store.transaction():
            last = self.store.value("SELECT max(at) FROM messages WHERE phone = ?", phone)
            if last is not None and now - float(last) < float(self.config()["pause"]):
                raise RefusedError("too many messages to this phone", 429)
            row = self.store.insert("messages", account=account, phone=phone, text=text, at=now)
        return answer({"id": str(row)}, 201)

    def _account(self, request: Request) -> str:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        for row in self.store.rows("SELECT name, key FROM accounts"):
            if hmac.compare_digest(row["key"].encode(), given.encode()):
                return str(row["name"])
        raise RefusedError("unknown key", 401)

    def _register(self, request: Request) -> Response:
        body = request.json()
        if not all(isinstance(body.get(name), str) and body[name] for name in ("name", "key")):
            raise RefusedError("name and key are needed")
        self.store.run("INSERT OR REPLACE INTO accounts (name, key) VALUES (?, ?)", body["name"], body["key"])
        return answer({"name": body["name"]})

    def _messages(self, request: Request) -> Response:
        rows = self.store.rows(
            "SELECT id, account, phone, text, at FROM messages WHERE phone = ? ORDER BY id DESC LIMIT 50",
            request.query.get("phone", ""),
        )
        return answer({"messages": rows})

    def _configure(self, request: Request) -> Response:
        merged = self.config() | request.json()
        self.store.run(
            "INSERT OR REPLACE INTO settings (name, value) VALUES ('config', ?)", json.dumps(merged)
        )
        return answer(merged)

    def _home(self, request: Request) -> Response:
        phone = request.query.get("phone", "")
        where, values = ("WHERE phone = ? ", (phone,)) if phone else ("", ())
        rows = self.store.rows(f"SELECT * FROM messages {where}ORDER BY id DESC LIMIT 50", *values)
        lines = [[cell(row["phone"]), cell(row["text"]), cell(row["account"])] for row in rows]
        return shell(
            "短信 Text messages",
            table("收件箱 Inbox", ["手机号 phone", "内容 text", "发送方 sender"], lines),
            refresh=3,
        )
