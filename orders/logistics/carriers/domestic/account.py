"""A mall's account at the domestic carrier, kept among its secrets as `carrier.domestic`."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from tenancy.vault import secrets

SECRET = "carrier.domestic"


@dataclass(frozen=True, slots=True)
class Account:
    """`company_code` and `company_name` are those customs knows the carrier by (511)."""

    host: str
    company_code: str
    company_name: str

    @classmethod
    def of_mall(cls) -> Account:
        return cls(**json.loads(secrets.get(SECRET)))

    def keep(self) -> None:
        secrets.put(name=SECRET, value=json.dumps(asdict(self)))
