"""Values and errors of logistics."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Step(StrEnum):
    """One vocabulary for a parcel's way, whatever a carrier calls it."""

    PICKED_UP = "picked_up"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    SIGNED = "signed"
    LOST = "lost"


class CarrierAway(Exception):
    """No answer: what was asked for may or may not have happened; the same question is safe."""

    code = "carrier_away"


class CarrierRefused(Exception):
    """The carrier's own refusal."""

    code = "carrier_refused"


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a carrier must know to make a waybill. `order_no` makes asking twice harmless."""

    order_no: str
    consignee: str
    phone: str
    address: str
    weight_kg: str


@dataclass(frozen=True, slots=True)
class CarrierEvent:
    """`id` is the carrier's own and grows."""

    id: int
    number: str
    step: str
    place: str
    at: datetime
