"""A mall's account at a carrier, kept among its secrets, sealed, as `carrier.<name>`."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import ClassVar, Self

from tenancy.vault import secrets


@dataclass(frozen=True, slots=True)
class CarrierAccount:
    """`company_code` and `company_name` are those customs knows the carrier by (511). `tracked_as`: the carrier's code
    at the mall's tracking service, where news of its parcels comes from there instead of from the carrier."""

    SECRET: ClassVar[str] = ""

    host: str
    company_code: str
    company_name: str
    account: str
    secret: str = field(repr=False)
    tracked_as: str = ""

    @classmethod
    def of_mall(cls) -> Self:
        return cls(**json.loads(secrets.get(cls.SECRET)))

    def keep(self) -> None:
        secrets.put(name=self.SECRET, value=json.dumps(asdict(self)))
