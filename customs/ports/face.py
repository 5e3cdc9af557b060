"""The face of every port, and the account it is spoken to with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, runtime_checkable

from customs.types import Bill, DoorShut, Letter, Page, PortReceipt


@dataclass(frozen=True, slots=True)
class Door:
    """Where a mall's account is at a port, and under which box.

    `company`: the declarant's code; `secrets`: what else the door's family needs (`customs.ports.doors`).
    """

    endpoint: str
    dxp_id: str
    company: str = ""
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)

    def secret(self, name: str) -> str:
        """Raises DoorShut where the mall gave none: nothing can be sent without it."""
        if not self.secrets.get(name):
            raise DoorShut(f"{name} is missing among the credentials")
        return self.secrets[name]


class Port(Protocol):
    """Every call may raise PortAway (unknown: ask or send again), its kind DoorShut (our settings are not the door's),
    or PortRefused (this message was not received, and will not be)."""

    code: str

    def send(self, letter: Letter) -> None:
        """Returns when the port says it was received; that is not yet accepted."""

    def poll(self, since: str) -> Page:
        """Receipts published at or after `since` (yyyyMMddHHmmss, Beijing time; empty: all), oldest first."""


@runtime_checkable
class Pushed(Protocol):
    """A port that comes to us: its receipts arrive as requests."""

    def receive(self, body: Mapping[str, str], now: datetime) -> tuple[PortReceipt | Bill, ...]:
        """What a request brought. Raises PushRefused for one that is not the port's."""

    def answered(self, taken: bool, why: str) -> str:
        """What the port is told."""


@dataclass(frozen=True, slots=True)
class Known:
    """One thing known of a port; `value` is empty where it is not. `confidence`: verified, one_source, memory."""

    value: str = ""
    source: str = ""
    confidence: str = ""


@dataclass(frozen=True, slots=True)
class PortData:
    """What is known of a port. `family`: its door's; where that is unknown, the one it is rehearsed through.

    `live`: its door was tried with a certificate of one's own, so that it may be switched to live.
    """

    code: str
    name_zh: str
    name_en: str
    family: str
    door: Known
    live: bool
    facts: Mapping[str, Known]
    overlap_seconds: int = 5
    look_back_seconds: int = 3600

    @property
    def confidence(self) -> str:
        return self.door.confidence

    @property
    def source(self) -> str:
        return self.door.source

    def name(self, language: str) -> str:
        return self.name_zh if language.lower().startswith("zh") else self.name_en

    def known(self, what: str) -> Known:
        return self.facts.get(what, Known())
