"""A mall's bank account for companies, kept among its secrets as `gateway.bank`."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from tenancy.vault import secrets

SECRET = "gateway.bank"


@dataclass(frozen=True, slots=True)
class Account:
    holder: str
    bank: str
    number: str

    @classmethod
    def of_mall(cls) -> Account:
        return cls(**json.loads(secrets.get(SECRET)))

    def keep(self) -> None:
        secrets.put(name=SECRET, value=json.dumps(asdict(self)))
