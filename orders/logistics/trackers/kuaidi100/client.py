"""Kuaidi100: subscription with pushes, and the query of one number."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

import requests

from orders.logistics.trackers.kuaidi100.account import Account
from orders.logistics.trackers.kuaidi100.signing import is_ours, query_sign
from orders.logistics.trackers.kuaidi100.words import step_of
from orders.logistics.types import (
    BadPush,
    CarrierAway,
    CarrierEvent,
    CarrierRefused,
    Followed,
    ForgedPush,
    TrackerPush,
)

_TIMEOUT = (3, 8)
_BEIJING = ZoneInfo("Asia/Shanghai")
MOST_EVENTS = 500
#: 501: it is subscribed to already (not seen in the papers, see README).
_TAKEN = ("200", "501")


class Kuaidi100:
    code = "kuaidi100"
    longest_body = 256 * 1024

    def __init__(self, account: Account) -> None:
        self.account = account

    @classmethod
    def of_mall(cls) -> Kuaidi100:
        return cls(Account.of_mall())

    def subscribe(self, parcel: Followed, callback: str) -> None:
        extra = {"callbackurl": callback, "salt": self.account.salt, "resultv2": "4", "phone": parcel.phone}
        param = {"company": parcel.company, "number": parcel.number, "to": parcel.to, "key": self.account.key}
        said = self._post("/poll", {"schema": "json", "param": _pack(param | {"parameters": extra})})
        if str(said.get("returnCode")) not in _TAKEN:
            raise CarrierRefused(f"{said.get('returnCode')} {said.get('message')}"[:200])

    def query(self, parcel: Followed) -> TrackerPush:
        param = _pack(
            {
                "com": parcel.company,
                "num": parcel.number,
                "phone": parcel.phone,
                "to": parcel.to,
                "resultv2": "4",
            }
        )
        own = self.account
        sign = query_sign(param, own.key, own.customer)
        said = self._post("/poll/query.do", {"customer": own.customer, "sign": sign, "param": param})
        if said.get("result") is False or str(said.get("returnCode", "200")) != "200":
            raise CarrierRefused(f"{said.get('returnCode')} {said.get('message')}"[:200])
        try:
            return TrackerPush("", "", tuple(_events(said)))
        except BadPush as nonsense:
            raise CarrierAway(str(nonsense)) from nonsense

    def read_push(self, headers: Mapping[str, str], body: bytes) -> TrackerPush:
        try:
            form = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=20)
        except ValueError as problem:
            raise ForgedPush("no form") from problem
        param, sign = form.get("param", [""])[0], form.get("sign", [""])[0]
        if not param or not is_ours(param, self.account.salt, sign):
            raise ForgedPush(self.code)
        said = _object(param)
        last = said.get("lastResult")
        if not isinstance(last, dict):
            raise BadPush("no lastResult")
        return TrackerPush(
            str(said.get("status", ""))[:20], str(said.get("message", ""))[:80], tuple(_events(last))
        )

    def answer(self, taken: bool) -> bytes:
        code, text = ("200", "成功") if taken else ("500", "失败")
        return _pack({"result": taken, "returnCode": code, "message": text}).encode()

    def _post(self, path: str, form: dict[str, str]) -> dict[str, Any]:
        try:
            answer = requests.post(
                self.account.host + path, data=form, timeout=_TIMEOUT, allow_redirects=False
            )
            if answer.status_code >= 500:
                raise CarrierAway(str(answer.status_code))
            said = answer.json()
        except (requests.RequestException, ValueError) as error:
            raise CarrierAway(type(error).__name__) from error
        if answer.status_code >= 400 or not isinstance(said, dict):
            raise CarrierRefused(str(answer.status_code))
        return said


def _pack(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _object(text: str) -> dict[str, Any]:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise BadPush("param is no JSON") from problem
    if not isinstance(said, dict):
        raise BadPush("param is no object")
    return said


def _events(result: dict[str, Any]) -> list[CarrierEvent]:
    """The whole way, oldest first. Raises BadPush."""
    number, rows = result.get("nu"), result.get("data")
    if not isinstance(number, str) or not isinstance(rows, list) or len(rows) > MOST_EVENTS:
        raise BadPush("no nu or no data")
    found = [_event(number[:60], row, str(result.get("state", ""))) for row in reversed(rows)]
    return [event for event in found if event is not None]


def _event(number: str, row: Any, state: str) -> CarrierEvent | None:
    """A step without a state of its own has that of the parcel (`resultv2` is not open for every account)."""
    if not isinstance(row, dict):
        raise BadPush("a step that is no object")
    step = step_of(str(row.get("statusCode") or state))
    area = row.get("areaName")
    if step is None:
        return None
    return CarrierEvent(0, number, step, area if isinstance(area, str) else "", _moment(row))


def _moment(row: dict[str, Any]) -> datetime:
    """Beijing time without a zone."""
    text = row.get("ftime") or row.get("time")
    try:
        return datetime.strptime(str(text)[:19], "%Y-%m-%d %H:%M:%S").replace(tzinfo=_BEIJING)
    except ValueError as problem:
        raise BadPush("a step without a time") from problem
