"""Pushes: news goes, signed, to who asked for it, until the other side answers with 2xx; ever further apart."""

from urllib.parse import urlsplit, urlunsplit

import requests

from simulators.carrier.accounts import pushed_to, sign
from simulators.carrier.parcels import shown
from simulators.store import Row, Store, pack

FIRST, LONGEST = 2.0, 3600.0


def push(store: Store, now: float) -> bool:
    """One round for each account with an address. Whether anything was sent."""
    sent = False
    for account in pushed_to(store):
        rows = store.rows(
            "SELECT * FROM events WHERE account = ? AND pushed = 0 AND push_at <= ? ORDER BY id LIMIT 50",
            account["account"], now,
        )  # fmt: skip
        if rows:
            _send(store, account, rows, now)
            sent = True
    return sent


def _send(store: Store, account: Row, rows: list[Row], now: float) -> None:
    body = pack({"events": [shown(row) for row in rows]}).encode()
    taken = _taken(account, body, now)
    for row in rows:
        if taken:
            store.run("UPDATE events SET pushed = 1 WHERE id = ?", row["id"])
        else:
            wait = min(LONGEST, FIRST * 2 ** row["tries"])
            store.run("UPDATE events SET tries = tries + 1, push_at = ? WHERE id = ?", now + wait, row["id"])


def _taken(account: Row, body: bytes, now: float) -> bool:
    moment = str(int(now))
    url, host = route(account["push_url"])
    headers = {
        "Host": host,
        "Content-Type": "application/json",
        "X-Account": account["account"],
        "X-Time": moment,
        "X-Sign": sign(account["secret"], moment, "PUSH", account["account"], body),
    }
    try:
        return requests.post(url, data=body, headers=headers, timeout=5).ok
    except requests.RequestException:
        return False


def route(url: str) -> tuple[str, str]:
    """Where to connect, and the name to ask for: names below .localhost live here, whatever the resolver says."""
    parts = urlsplit(url)
    name = parts.hostname or ""
    if name == "localhost" or name.endswith(".localhost"):
        port = f":{parts.port}" if parts.port else ""
        return urlunsplit((parts.scheme, f"127.0.0.1{port}", parts.path, parts.query, "")), parts.netloc
    return url, parts.netloc
