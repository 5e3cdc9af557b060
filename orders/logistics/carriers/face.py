"""The face of every carrier."""

from __future__ import annotations

from typing import Protocol

from orders.logistics.types import CarrierEvent, Parcel


class Carrier(Protocol):
    """Every call may raise CarrierAway (ask again) or CarrierRefused."""

    code: str
    company_code: str
    company_name: str

    def create(self, parcel: Parcel) -> str:
        """A waybill number; the same one for the same order number."""

    def hand_over(self, number: str) -> None:
        """The parcel is ready to be fetched; saying so again changes nothing."""

    def events(self, after: int) -> list[CarrierEvent]:
        """What happened since the event with that id, oldest first."""
