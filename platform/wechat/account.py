"""A mall's official account (公众号), kept among its secrets as `wechat.official`."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from tenancy.models import MallSecret
from tenancy.vault import secrets

SECRET = "wechat.official"


@dataclass(frozen=True, slots=True)
class OfficialAccount:
    """`pages` is where people are sent, `api` where we ask: two hosts of WeChat's, both to be changed for tests."""

    app_id: str
    secret: str
    pages: str = "https://open.weixin.qq.com"
    api: str = "https://api.weixin.qq.com"

    @classmethod
    def of_mall(cls) -> OfficialAccount | None:
        """None where the mall has none."""
        if not MallSecret.objects.filter(name=SECRET).exists():
            return None
        return cls(**json.loads(secrets.get(SECRET)))

    def keep(self) -> None:
        secrets.put(name=SECRET, value=json.dumps(asdict(self)))
