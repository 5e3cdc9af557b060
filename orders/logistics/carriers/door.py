"""A carrier with a signed JSON door: waybills, labels, hand-over, cancelling, events by cursor and by push.

What differs between two such carriers is their account and their words; both live in the carrier's folder.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, ClassVar
from urllib.parse import urlencode

import requests

from orders.logistics.carriers.account import CarrierAccount
from orders.logistics.carriers.signing import holds, sign
from orders.logistics.types import (
    BadPush,
    CarrierAway,
    CarrierEvent,
    CarrierRefused,
    ForgedPush,
    Issued,
    Parcel,
)
from orders.logistics.vocabulary import Step

_TIMEOUT = (3, 8)
MOST_EVENTS = 500
_TEXTS = ("number", "code", "place")


class SignedDoor:
    code: ClassVar[str] = ""
    words: ClassVar[Mapping[str, Step]] = {}

    def __init__(self, account: CarrierAccount) -> None:
        self.account = account
        self.company_code, self.company_name = account.company_code, account.company_name
        self.tracked_as = account.tracked_as

    def create(self, parcel: Parcel) -> Issued:
        return _issued(self._ask("POST", "/waybills", asdict(parcel)))

    def label(self, number: str) -> Issued:
        return _issued(self._ask("GET", f"/waybills/{number}/label"))

    def hand_over(self, number: str) -> None:
        self._ask("POST", f"/waybills/{number}/handover")

    def cancel(self, number: str) -> None:
        self._ask("POST", f"/waybills/{number}/cancel")

    def events(self, after: int) -> list[CarrierEvent]:
        try:
            return self._read(self._ask("GET", f"/events?{urlencode({'after': after})}"))
        except BadPush as nonsense:
            raise CarrierAway(str(nonsense)) from nonsense

    def read_push(self, headers: Mapping[str, str], body: bytes, now: float) -> list[CarrierEvent]:
        account, moment = headers.get("X-Account", ""), headers.get("X-Time", "")
        said = headers.get("X-Sign", "")
        own = self.account
        if account != own.account or not holds(own.secret, moment, "PUSH", own.account, body, said, now):
            raise ForgedPush(self.code)
        try:
            return self._read(json.loads(body))
        except (ValueError, RecursionError) as problem:
            raise BadPush("no JSON") from problem

    def _read(self, said: Any) -> list[CarrierEvent]:
        rows = said.get("events") if isinstance(said, dict) else None
        if not isinstance(rows, list) or len(rows) > MOST_EVENTS:
            raise BadPush("no list of events")
        return [self._event(row) for row in rows]

    def _event(self, row: Any) -> CarrierEvent:
        """Raises BadPush for what has not the shape of an event; a word nobody knows is judged later."""
        texts: list[Any] = [row.get(name) for name in _TEXTS] if isinstance(row, dict) else []
        if not texts or not all(isinstance(text, str) for text in texts):
            raise BadPush("an event without number, code or place")
        number, code, place = texts
        place_en = row.get("place_en")
        return CarrierEvent(
            _id(row.get("id")), number[:60], self.words.get(code, code[:30]), place, _moment(row.get("at")),
            place_en if isinstance(place_en, str) else "",
        )  # fmt: skip

    def _ask(self, method: str, target: str, values: dict[str, Any] | None = None) -> dict[str, Any]:
        body = json.dumps(values, ensure_ascii=False).encode() if values is not None else b""
        moment = str(int(time.time()))
        headers = {
            "Content-Type": "application/json",
            "X-Account": self.account.account,
            "X-Time": moment,
            "X-Sign": sign(self.account.secret, moment, method, target, body),
        }
        try:
            answer = requests.request(
                method, self.account.host + target, data=body, headers=headers, timeout=_TIMEOUT,
                allow_redirects=False,
            )  # fmt: skip
            if answer.status_code >= 500:
                raise CarrierAway(str(answer.status_code))
            said = answer.json()
        except (requests.RequestException, ValueError) as error:
            raise CarrierAway(type(error).__name__) from error
        if answer.status_code >= 400 or not isinstance(said, dict):
            raise CarrierRefused(
                str(said.get("error", answer.status_code) if isinstance(said, dict) else said)
            )
        return said


def _issued(said: dict[str, Any]) -> Issued:
    number, belt = said.get("number"), said.get("sorting_code") or ""
    if not isinstance(number, str) or not 6 <= len(number) <= 40 or not number.isascii():
        raise CarrierRefused("no waybill number in the answer")
    return Issued(number, str(belt)[:30])


def _id(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**63:
        raise BadPush("an event without its number in the carrier's row")
    return value


def _moment(seconds: Any) -> datetime:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds < 4e9:
        raise BadPush("an event without a time")
    return datetime.fromtimestamp(float(seconds), UTC)
