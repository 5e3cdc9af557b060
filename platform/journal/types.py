"""Facts, and what a hearer may answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened. The payload is small, of values, versioned, and never changes."""

    id: int
    mall_id: int
    kind: str
    subject: str
    occurred_at: datetime
    payload: dict[str, Any] = field(default_factory=dict)
    version: int = 1

    @property
    def subject_id(self) -> int:
        """The id behind `order:17` or `package:4`."""
        return int(self.subject.partition(":")[2])


class RetryLater(Exception):
    """Not now: try again some time within `seconds` (full jitter), or by the usual back-off when None."""

    def __init__(self, reason: str, seconds: float | None = None) -> None:
        super().__init__(reason)
        self.seconds = seconds


class GiveUp(Exception):
    """No retry will help: straight to the dead letters, with the reason for a person to read."""


class KeyReused(Exception):
    """An idempotency key came back with another request."""
