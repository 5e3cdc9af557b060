"""The face of a tracking service: it knows where parcels of many carriers are, and gives no waybills."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from orders.logistics.types import Followed, TrackerPush


class Tracker(Protocol):
    """Every call may raise CarrierAway (ask again) or CarrierRefused."""

    code: str
    longest_body: int

    def subscribe(self, parcel: Followed, callback: str) -> None:
        """Its news is to be pushed to `callback`; saying so again changes nothing."""

    def query(self, parcel: Followed) -> TrackerPush:
        """Where it is now, asked once. Services lock a number that is asked for more than every half hour."""

    def read_push(self, headers: Mapping[str, str], body: bytes) -> TrackerPush:
        """Verified and read. Raises ForgedPush, BadPush."""

    def answer(self, taken: bool) -> bytes:
        """What the service wants to read; JSON."""
