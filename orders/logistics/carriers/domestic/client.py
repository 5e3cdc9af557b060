"""The domestic leg: a carrier with a JSON door (waybills, hand-over, events by cursor)."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import requests

from orders.logistics.carriers.domestic.account import Account
from orders.logistics.types import CarrierAway, CarrierEvent, CarrierRefused, Parcel

_TIMEOUT = (3, 8)


class DomesticCarrier:
    code = "domestic"

    def __init__(self, account: Account) -> None:
        self.account = account
        self.company_code, self.company_name = account.company_code, account.company_name

    @classmethod
    def of_mall(cls) -> DomesticCarrier:
        return cls(Account.of_mall())

    def create(self, parcel: Parcel) -> str:
        return str(self._ask("POST", "/waybills", json=asdict(parcel))["number"])

    def hand_over(self, number: str) -> None:
        self._ask("POST", f"/waybills/{number}/handover")

    def events(self, after: int) -> list[CarrierEvent]:
        rows = self._ask("GET", "/events", params={"after": after})["events"]
        return [
            CarrierEvent(int(r["id"]), str(r["number"]), str(r["code"]), str(r["place"]), _moment(r["at"]))
            for r in rows
        ]

    def _ask(self, method: str, path: str, **how: Any) -> dict[str, Any]:
        try:
            answer = requests.request(
                method, self.account.host + path, timeout=_TIMEOUT, allow_redirects=False, **how
            )
            if answer.status_code >= 500:
                raise CarrierAway(str(answer.status_code))
            body = answer.json()
        except (requests.RequestException, ValueError) as error:
            raise CarrierAway(type(error).__name__) from error
        if answer.status_code >= 400:
            raise CarrierRefused(str(body.get("error", answer.status_code)))
        return dict(body)


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(float(seconds), UTC)
