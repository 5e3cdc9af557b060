"""A mall's account at Alipay, kept among its secrets as `gateway.alipay`."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from tenancy.vault import secrets

SECRET = "gateway.alipay"


@dataclass(frozen=True, slots=True)
class Account:
    """`private_key` (PEM) is the merchant's, `alipay_key` (PEM) what Alipay signs with; `host` the door's address."""

    app_id: str
    seller_id: str
    private_key: str
    alipay_key: str
    host: str = "https://openapi.alipay.com/gateway.do"

    @classmethod
    def of_mall(cls) -> Account:
        return cls(**json.loads(secrets.get(SECRET)))

    def keep(self) -> None:
        secrets.put(name=SECRET, value=json.dumps(asdict(self)))
