"""The mall's account at Kuaidi100, kept among its secrets as `tracker.kuaidi100`."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field

from tenancy.vault import secrets

SECRET = "tracker.kuaidi100"


@dataclass(frozen=True, slots=True)
class Account:
    """`key` (授权码) and `customer` as the vendor gave them; `salt` is ours: the pushes are signed with it."""

    customer: str
    key: str = field(repr=False)
    salt: str = field(repr=False)
    host: str = "https://poll.kuaidi100.com"

    @classmethod
    def of_mall(cls) -> Account:
        return cls(**json.loads(secrets.get(SECRET)))

    def keep(self) -> None:
        secrets.put(name=SECRET, value=json.dumps(asdict(self)))
