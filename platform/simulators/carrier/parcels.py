"""Parcels: numbers, labels, hand-over, cancelling, and their way, step by step."""

import hashlib
import json
import sqlite3
import uuid
from typing import Any

from simulators.carrier.company import Company
from simulators.store import Row, Store
from simulators.web.routing import RefusedError

SCHEMA = """
CREATE TABLE IF NOT EXISTS waybills (
    id INTEGER PRIMARY KEY, account TEXT NOT NULL, number TEXT NOT NULL UNIQUE, order_no TEXT NOT NULL,
    body TEXT NOT NULL, step INTEGER NOT NULL DEFAULT -1, due_at REAL, cancelled INTEGER NOT NULL DEFAULT 0,
    UNIQUE (account, order_no)
);
CREATE INDEX IF NOT EXISTS waybills_due ON waybills (due_at) WHERE due_at IS NOT NULL;
CREATE TABLE IF NOT EXISTS events (
    id INTEGER PRIMARY KEY, account TEXT NOT NULL, number TEXT NOT NULL, code TEXT NOT NULL, place TEXT NOT NULL,
    place_en TEXT NOT NULL, at REAL NOT NULL, pushed INTEGER NOT NULL DEFAULT 0, tries INTEGER NOT NULL DEFAULT 0,
    push_at REAL NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS events_account ON events (account, id);
"""
SHOWN = ("id", "number", "code", "place", "place_en", "at")


def create(store: Store, company: Company, account: str, body: Row) -> Row:
    """The same number for the same order number of the same account."""
    order_no = body.get("order_no")
    if not isinstance(order_no, str) or not 1 <= len(order_no) <= 60:
        raise RefusedError("order_no must be a text of 1 to 60 characters")
    for name in ("consignee", "phone", "address"):
        if not isinstance(body.get(name), str) or not body[name].strip():
            raise RefusedError(f"{name} is missing")
    with store.transaction():
        known = store.row("SELECT * FROM waybills WHERE account = ? AND order_no = ?", account, order_no)
        if known:
            return label_of(known)
        number = f"{company.prefix}{uuid.uuid4().int % 10**13:013d}"
        try:
            store.insert("waybills", account=account, number=number, order_no=order_no, body=json.dumps(body))
        except sqlite3.IntegrityError as taken:
            raise RefusedError("try again", 503) from taken
        return label_of(own(store, account, number))


def own(store: Store, account: str, number: str) -> Row:
    """The account's own parcel; somebody else's is not there."""
    row = store.row("SELECT * FROM waybills WHERE account = ? AND number = ?", account, number)
    if row is None:
        raise RefusedError("no such waybill", 404)
    return row


def label_of(parcel: Row) -> Row:
    """`sorting_code` (大头笔): what the sorting belt reads, by where the parcel goes."""
    address = json.loads(parcel["body"])["address"]
    belt = int(hashlib.sha256(address.encode()).hexdigest()[:8], 16)
    return {"number": parcel["number"], "sorting_code": f"{belt % 900 + 100}-{belt // 900 % 90 + 10}"}


def hand_over(store: Store, parcel: Row, at: float) -> None:
    if parcel["cancelled"]:
        raise RefusedError("this waybill was cancelled", 409)
    store.run(
        "UPDATE waybills SET due_at = ? WHERE id = ? AND step = -1 AND due_at IS NULL", at, parcel["id"]
    )


def cancel(store: Store, parcel: Row) -> None:
    done = store.run(
        "UPDATE waybills SET cancelled = 1, due_at = NULL WHERE id = ? AND step = -1", parcel["id"]
    )
    if not done:
        raise RefusedError("the parcel was picked up already", 409)


def move(store: Store, company: Company, config: Row, now: float) -> bool:
    """Every parcel that is due goes one step."""
    with store.transaction():
        due = store.rows("SELECT * FROM waybills WHERE due_at <= ? ORDER BY due_at LIMIT 100", now)
        for parcel in due:
            step = parcel["step"] + 1
            mark = company.way[step]
            for _ in range(2 if config["duplicate"] else 1):
                say(store, parcel, mark.code, mark.place, mark.place_en, now)
            more = step + 1 < len(company.way)
            next_at = now + float(config["step_seconds"]) if more else None
            store.run("UPDATE waybills SET step = ?, due_at = ? WHERE id = ?", step, next_at, parcel["id"])
    return bool(due)


def say(store: Store, parcel: Row, code: str, place: str, place_en: str, at: float) -> None:
    store.insert(
        "events", account=parcel["account"], number=parcel["number"], code=code, place=place, place_en=place_en, at=at
    )  # fmt: skip


def events_of(store: Store, account: str, after: int) -> list[Row]:
    """Of this account's parcels only, oldest first."""
    rows = store.rows(
        "SELECT * FROM events WHERE account = ? AND id > ? ORDER BY id LIMIT 500", account, after
    )
    return [shown(row) for row in rows]


def shown(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in SHOWN}


def track(store: Store, number: str, phone: str) -> list[Row]:
    """What the carrier's own page tells whoever knows the number and the last four digits of the phone."""
    parcel = store.row("SELECT * FROM waybills WHERE number = ?", number)
    if parcel is None or len(phone) < 4 or not json.loads(parcel["body"])["phone"].endswith(phone[-4:]):
        raise RefusedError("no such waybill", 404)
    rows = store.rows("SELECT * FROM events WHERE number = ? ORDER BY id LIMIT 500", number)
    return [shown(row) for row in rows]
