"""A mall's merchant account at WeChat Pay, kept among its secrets as `gateway.wechat`."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from tenancy.vault import secrets

SECRET = "gateway.wechat"


@dataclass(frozen=True, slots=True)
class Account:
    """`host` is the API's address; `platform_key` (PEM) with its id is what WeChat signs answers with."""

    mchid: str
    appid: str
    serial: str
    private_key: str
    apiv3_key: str
    platform_key: str
    platform_key_id: str
    host: str = "https://api.mch.weixin.qq.com"

    @classmethod
    def of_mall(cls) -> Account:
        return cls(**json.loads(secrets.get(SECRET)))

    def keep(self) -> None:
        secrets.put(name=SECRET, value=json.dumps(asdict(self)))
