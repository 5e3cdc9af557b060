"""The face of every carrier."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from orders.logistics.types import CarrierEvent, Issued, Parcel


class Carrier(Protocol):
    """Every call may raise CarrierAway (ask again) or CarrierRefused."""

    @property
    def code(self) -> str:
        """Its name in the registry."""

    company_code: str
    company_name: str
    tracked_as: str
    """The carrier's code at the mall's tracking service, where news comes from there; empty: the carrier tells."""

    def create(self, parcel: Parcel) -> Issued:
        """A waybill; the same one for the same order number."""

    def label(self, number: str) -> Issued:
        """What its label needs, once more."""

    def hand_over(self, number: str) -> None:
        """The parcel is ready to be fetched; saying so again changes nothing."""

    def cancel(self, number: str) -> None:
        """Nobody fetches it any more. Refused once it was picked up; saying so again changes nothing."""

    def events(self, after: int) -> list[CarrierEvent]:
        """What happened to this account's parcels since the event with that id, oldest first."""

    def read_push(self, headers: Mapping[str, str], body: bytes, now: float) -> list[CarrierEvent]:
        """The events of a push, verified on the raw body. Raises ForgedPush, BadPush."""
