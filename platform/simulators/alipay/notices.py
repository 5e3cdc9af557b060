"""Notices (异步通知): a signed form, sent until somebody answers `success`: eight times in 25 hours."""

import json
from urllib.parse import urlencode, urlsplit, urlunsplit

import requests

from simulators.alipay.house import House
from simulators.alipay.signing import sign, text_of
from simulators.clock import beijing
from simulators.keys import KeyPair
from simulators.store import Row, pack

# seconds between the tries, as Alipay publishes them
SCHEDULE = (240, 600, 600, 3600, 7200, 21600, 54000)


def announce(house: House, trade: Row) -> None:
    """In the transaction of the event."""
    number = house.store.count("notice")
    dropped = house.mischief("notice_drop", number)
    first = house.clock() + house.dice.between(tuple(house.settings["notices.first"]), "first", number)
    fields = fields_of(house, trade, house.dice.token("notice", number))
    for copy in range(2 if house.mischief("notice_duplicate", number) else 1):
        house.store.insert(
            "notices", notify_id=fields["notify_id"], trade=trade["id"], fields=pack(fields), dropped=int(dropped),
            next_at=None if dropped else first + _late(house, number, copy),
        )  # fmt: skip


def fields_of(house: House, trade: Row, notify_id: str) -> dict[str, str]:
    merchant = house.merchant(trade["app_id"])
    at = house.clock() if trade["paid_at"] is None else trade["paid_at"]
    return {
        "notify_id": notify_id,
        "notify_type": "trade_status_sync",
        "notify_time": f"{beijing(house.clock()):%Y-%m-%d %H:%M:%S}",
        "app_id": trade["app_id"],
        "seller_id": merchant["seller_id"] if merchant else "",
        "out_trade_no": trade["out_trade_no"],
        "trade_no": trade["trade_no"],
        "trade_status": "TRADE_SUCCESS",
        "total_amount": f"{trade['total'] // 100}.{trade['total'] % 100:02d}",
        "gmt_payment": f"{beijing(at):%Y-%m-%d %H:%M:%S}",
        "charset": "utf-8",
        "sign_type": "RSA2",
    }


def _late(house: House, number: int, copy: int) -> float:
    low, high = house.settings["mischief.delay_seconds"]
    seconds = 0.2 * copy
    if house.mischief("notice_delay", number, copy):
        seconds += house.dice.between((low, high), "delay", number, copy)
    if house.mischief("notice_reorder", number, copy):
        seconds += house.dice.between((0, high), "reorder", number, copy)
    return seconds


def work(house: House) -> bool:
    """One round; False when nothing was due."""
    sql = (
        "SELECT n.*, t.notify_url FROM notices n JOIN trades t ON t.id = n.trade "
        "WHERE n.next_at <= ? ORDER BY n.next_at, n.id LIMIT 8"
    )
    due = house.store.rows(sql, house.clock())
    for notice in due:
        said = send(house, notice["notify_url"], json.loads(notice["fields"]), house.platform)
        _note(house, notice, said)
    return bool(due)


def send(house: House, url: str, fields: dict[str, str], pair: KeyPair) -> str:
    """What was answered, or the name of what went wrong."""
    body = urlencode(fields | {"sign": sign(pair, text_of(fields, "sign", "sign_type"))}).encode()
    address, host = _address(url, house.settings["notices.target"])
    headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8", "Host": host}
    session = requests.Session()
    # the environment's proxies lead out of the house
    session.trust_env = False
    try:
        answer = session.post(
            address,
            data=body,
            headers=headers,
            timeout=house.settings["notices.timeout"],
            allow_redirects=False,
        )
    except requests.RequestException as problem:
        return type(problem).__name__
    finally:
        session.close()
    return answer.text.strip()[:80] if answer.status_code == 200 else str(answer.status_code)


def _address(url: str, target: str | None) -> tuple[str, str]:
    """Names below .localhost live here, whatever the resolver says."""
    parts = urlsplit(url)
    name = parts.hostname or ""
    if target:
        there = urlsplit(target)
        return urlunsplit((there.scheme, there.netloc, parts.path, parts.query, "")), parts.netloc
    if name == "localhost" or name.endswith(".localhost"):
        port = f":{parts.port}" if parts.port else ""
        return urlunsplit((parts.scheme, f"127.0.0.1{port}", parts.path, parts.query, "")), parts.netloc
    return url, parts.netloc


def _note(house: House, notice: Row, said: str) -> None:
    tries, done = notice["tries"] + 1, said == "success"
    wait = SCHEDULE[tries - 1] * house.settings["notices.speed"] if tries <= len(SCHEDULE) else None
    house.store.run(
        "UPDATE notices SET tries = ?, last_answer = ?, done = ?, next_at = ? WHERE id = ?",
        tries, said, int(done), None if done or wait is None else house.clock() + wait, notice["id"],
    )  # fmt: skip
