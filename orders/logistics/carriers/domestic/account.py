"""The mall's account at the domestic carrier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from orders.logistics.carriers.account import CarrierAccount


@dataclass(frozen=True, slots=True)
class Account(CarrierAccount):
    SECRET: ClassVar[str] = "carrier.domestic"
