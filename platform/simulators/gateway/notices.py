"""Notices (回调通知): written down with what they tell, sent until somebody answers 2xx."""

import json
from typing import Any

from simulators.clock import iso
from simulators.gateway.house import House
from simulators.gateway.post import post
from simulators.gateway.signing import sealed_json, signed_headers
from simulators.keys import KeyPair
from simulators.store import Row, pack

# seconds between the tries, as WeChat Pay publishes them
SCHEDULE = (15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 3600, 3600, 10800, 21600, 21600)
_SUMMARIES = {"TRANSACTION.SUCCESS": "支付成功", "REFUND.SUCCESS": "退款成功"}


def announce(house: House, payment: Row, event: str, kind: str, url: str, resource: dict[str, Any]) -> None:
    """In the transaction of the event."""
    number = house.store.count("notice")
    dropped = house.mischief("notice_drop", number)
    first = house.clock() + house.dice.between(tuple(house.settings["notices.first"]), "first", number)
    copies = 2 if house.mischief("notice_duplicate", number) else 1
    for copy in range(copies):
        house.store.insert(
            "notices",
            notice_id=house.dice.token("notice", number),
            mchid=payment["mchid"],
            event_type=event,
            out_trade_no=payment["out_trade_no"],
            url=url,
            resource=pack({"kind": kind, "value": resource}),
            dropped=int(dropped),
            next_at=None if dropped else first + _late(house, number, copy),
            created_at=house.clock(),
        )


def _late(house: House, number: int, copy: int) -> float:
    low, high = house.settings["mischief.delay_seconds"]
    seconds = 0.2 * copy
    if house.mischief("notice_delay", number, copy):
        seconds += house.dice.between((low, high), "delay", number, copy)
    if house.mischief("notice_reorder", number, copy):
        seconds += house.dice.between((0, high), "reorder", number, copy)
    return seconds


def due(house: House, most: int) -> list[Row]:
    sql = "SELECT * FROM notices WHERE next_at <= ? ORDER BY next_at, id LIMIT ?"
    return house.store.rows(sql, house.clock(), most)


def deliver(house: House, notice: Row) -> str:
    """One try; the answer's status, or what went wrong. Nothing is locked while the other side thinks."""
    merchant = house.merchant(notice["mchid"])
    if merchant is None:
        status = "no merchant"
    else:
        body = body_of(house, notice, merchant["apiv3_key"])
        status = send(house, notice["url"], body, house.platform)
    _note(house, notice, status)
    return status


def body_of(house: House, notice: Row, apiv3_key: str, value: dict[str, Any] | None = None) -> bytes:
    """`value` takes the place of the true resource in a forgery."""
    resource = json.loads(notice["resource"])
    sealed = sealed_json(apiv3_key, value or resource["value"], resource["kind"])
    body = {
        "id": notice["notice_id"],
        "create_time": iso(notice["created_at"]),
        "resource_type": "encrypt-resource",
        "event_type": notice["event_type"],
        "summary": _SUMMARIES[notice["event_type"]],
        "resource": sealed,
    }
    return json.dumps(body, ensure_ascii=False).encode()


def send(house: House, url: str, body: bytes, pair: KeyPair, serial: str | None = None) -> str:
    headers = signed_headers(pair, body, house.clock(), serial=serial)
    target, timeout = house.settings["notices.target"], house.settings["notices.timeout"]
    return post(url, body, {**headers, "Content-Type": "application/json"}, target=target, timeout=timeout)


def _note(house: House, notice: Row, status: str) -> None:
    tries = notice["tries"] + 1
    done = status.isdigit() and status.startswith("2")
    wait = SCHEDULE[tries - 1] * house.settings["notices.speed"] if tries <= len(SCHEDULE) else None
    house.store.run(
        "UPDATE notices SET tries = ?, last_status = ?, done = ?, next_at = ? WHERE id = ?",
        tries,
        status,
        int(done),
        None if done or wait is None else house.clock() + wait,
        notice["id"],
    )
