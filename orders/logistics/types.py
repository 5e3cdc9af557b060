"""Values and errors of logistics."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from orders.errors import OrderError
from orders.logistics.vocabulary import Leg, Step

__all__ = [
    "BadPush", "CarrierAway", "CarrierEvent", "CarrierRefused", "Followed", "ForgedPush", "Issued", "Leg", "NoCarrier",
    "NotArrived", "NothingToMerge", "Parcel", "ParcelChanged", "Step", "TrackerPush",
]  # fmt: skip


class CarrierAway(Exception):
    """No answer: what was asked for may or may not have happened; the same question is safe."""

    code = "carrier_away"


class CarrierRefused(Exception):
    """The carrier's own refusal."""

    code = "carrier_refused"


class ForgedPush(Exception):
    """Not signed by whom it claims to come from."""

    code = "forged_push"


class BadPush(Exception):
    """Signed, and not to be read: the reason names what is wrong."""

    code = "bad_push"


class NoCarrier(Exception):
    """The mall has no account there."""

    code = "no_carrier"


class NotArrived(OrderError):
    """The parcel is still on its way from abroad."""

    code = "not_arrived"
    message = _("The parcel has not arrived from abroad yet.")


class NothingToMerge(OrderError):
    """Fewer than two, or more than a parcel holds."""

    code = "nothing_to_merge"
    message = _("Choose two to twenty packages that should leave together.")


class ParcelChanged(OrderError):
    """Somebody else put it together, took it apart or sent it meanwhile."""

    code = "parcel_changed"
    message = _("The parcel was changed meanwhile. Please look again.")


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a carrier must know to make a waybill. `order_no` makes asking twice harmless."""

    order_no: str
    consignee: str
    phone: str
    address: str
    weight_kg: str


@dataclass(frozen=True, slots=True)
class Issued:
    """A waybill. `sorting_code` (大头笔): what the carrier's belt reads; empty where it has none."""

    number: str
    sorting_code: str = ""


@dataclass(frozen=True, slots=True)
class Followed:
    """A parcel as a tracking service asks for it: `company` in its code, `to` the address."""

    company: str
    number: str
    phone: str
    to: str


@dataclass(frozen=True, slots=True)
class CarrierEvent:
    """`id` is the carrier's own and grows; `step` a word of the vocabulary, or the carrier's own where unknown."""

    id: int
    number: str
    step: str
    place: str
    at: datetime
    place_en: str = ""


@dataclass(frozen=True, slots=True)
class TrackerPush:
    """What a tracking service says of one parcel: its whole way so far, oldest first. `status` and `message` are of
    its watch: `abort` where it gives the number up."""

    status: str
    message: str
    events: tuple[CarrierEvent, ...]
