"""One vocabulary for a parcel's whole way (物流轨迹), from abroad to the signature, whatever a carrier calls it.

Three legs: abroad (海外段) and inside China (国内段) are told by carriers, customs (清关) by the package's own axes.
`moves` is the event of the fulfilment axis that a step stands for (orders.states).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from customs.rules.modes import Mode


class Leg(StrEnum):
    OVERSEAS = "overseas"
    CUSTOMS = "customs"
    DOMESTIC = "domestic"


class Step(StrEnum):
    OVERSEAS_PICKED_UP = "overseas_picked_up"
    EXPORTED = "exported"
    DEPARTED = "departed"
    ARRIVED = "arrived"
    CUSTOMS_DECLARED = "customs_declared"
    CUSTOMS_RECEIVED = "customs_received"
    CUSTOMS_REVIEW = "customs_review"
    CUSTOMS_INSPECTION = "customs_inspection"
    CUSTOMS_REFUSED = "customs_refused"
    CUSTOMS_AGAIN = "customs_again"
    CUSTOMS_RELEASED = "customs_released"
    CUSTOMS_RETURNED = "customs_returned"
    LEFT_WAREHOUSE = "left_warehouse"
    PICKED_UP = "picked_up"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    AWAITS_COLLECTION = "awaits_collection"
    NOT_DELIVERED = "not_delivered"
    SIGNED = "signed"
    REFUSED = "refused"
    GOES_BACK = "goes_back"
    DELAYED = "delayed"
    LOST = "lost"
    FOUND = "found"


@dataclass(frozen=True, slots=True)
class Phrase:
    """`leg` None: it may happen on any leg. `by_carrier`: a carrier may say it. `trouble`: shown as such."""

    leg: Leg | None
    says: Promise | str
    icon: str
    moves: str = ""
    by_carrier: bool = True
    trouble: bool = False


def _customs(says: Promise | str, icon: str, trouble: bool = False) -> Phrase:
    return Phrase(Leg.CUSTOMS, says, icon, by_carrier=False, trouble=trouble)


PHRASES: dict[Step, Phrase] = {
    Step.OVERSEAS_PICKED_UP: Phrase(Leg.OVERSEAS, _("Picked up at the warehouse abroad"), "warehouse"),
    Step.EXPORTED: Phrase(Leg.OVERSEAS, _("Released by export customs"), "stamp"),
    Step.DEPARTED: Phrase(Leg.OVERSEAS, _("Departed by air"), "plane"),
    Step.ARRIVED: Phrase(Leg.OVERSEAS, _("Arrived at the port in China"), "pin"),
    Step.CUSTOMS_DECLARED: _customs(_("Documents sent to customs"), "doc"),
    Step.CUSTOMS_RECEIVED: _customs(_("Received by the port"), "doc"),
    Step.CUSTOMS_REVIEW: _customs(_("Under review by customs"), "stamp"),
    Step.CUSTOMS_INSPECTION: _customs(_("Being inspected by customs"), "stamp"),
    Step.CUSTOMS_REFUSED: _customs(_("Returned by customs to be put right"), "alert", trouble=True),
    Step.CUSTOMS_AGAIN: _customs(_("Put right and sent to customs again"), "doc"),
    Step.CUSTOMS_RELEASED: _customs(_("Released by customs"), "shield"),
    Step.CUSTOMS_RETURNED: _customs(_("Returned abroad"), "alert", trouble=True),
    Step.LEFT_WAREHOUSE: Phrase(
        Leg.DOMESTIC, _("Handed to the carrier in China"), "parcel", by_carrier=False
    ),
    Step.PICKED_UP: Phrase(Leg.DOMESTIC, _("Picked up by the carrier"), "truck", "move"),
    Step.IN_TRANSIT: Phrase(Leg.DOMESTIC, _("On its way"), "truck", "move"),
    Step.OUT_FOR_DELIVERY: Phrase(Leg.DOMESTIC, _("Out for delivery"), "truck", "deliver"),
    Step.AWAITS_COLLECTION: Phrase(Leg.DOMESTIC, _("Waiting at the pick-up point"), "pin", "deliver"),
    Step.NOT_DELIVERED: Phrase(Leg.DOMESTIC, _("Could not be delivered"), "alert", trouble=True),
    Step.SIGNED: Phrase(Leg.DOMESTIC, _("Signed for"), "check", "sign"),
    Step.REFUSED: Phrase(Leg.DOMESTIC, _("The consignee did not take it"), "alert", trouble=True),
    Step.GOES_BACK: Phrase(Leg.DOMESTIC, _("On its way back to the sender"), "refresh", trouble=True),
    Step.DELAYED: Phrase(None, _("Held up on the way"), "alert", trouble=True),
    Step.LOST: Phrase(None, _("The carrier cannot find the parcel"), "alert", "lose", trouble=True),
    Step.FOUND: Phrase(None, _("The parcel has been found"), "check", "find"),
}
LEG_NAMES: dict[Leg, Promise | str] = {
    Leg.OVERSEAS: _("Abroad"),
    Leg.CUSTOMS: _("Customs clearance"),
    Leg.DOMESTIC: _("In China"),
}
#: What the package's own axes say of its way: (axis, event) of the ledger.
_OF_LEDGER: dict[tuple[str, str], Step] = {
    ("clearance", "declare"): Step.CUSTOMS_DECLARED,
    ("clearance", "port_received"): Step.CUSTOMS_RECEIVED,
    ("clearance", "port_accepts"): Step.CUSTOMS_REVIEW,
    ("clearance", "port_inspects"): Step.CUSTOMS_INSPECTION,
    ("clearance", "port_rejects"): Step.CUSTOMS_REFUSED,
    ("clearance", "declare_again"): Step.CUSTOMS_AGAIN,
    ("clearance", "port_releases"): Step.CUSTOMS_RELEASED,
    ("clearance", "port_returns"): Step.CUSTOMS_RETURNED,
    ("fulfilment", "dispatch"): Step.LEFT_WAREHOUSE,
}


def step_of(axis: str, event: str) -> Step | None:
    """The step behind an entry of the ledger or a carrier's event (`tracking`); None for what is no step."""
    if axis == "tracking":
        return Step(event) if event in set(Step) else None
    return _OF_LEDGER.get((axis, event))


def may_say(leg: str, step: Step) -> bool:
    """Whether the carrier of that leg may tell this step: nobody else's leg, and never what customs says."""
    phrase = PHRASES[step]
    return phrase.by_carrier and phrase.leg in (None, leg)


def legs_of(mode: str) -> tuple[Leg, ...]:
    """The legs for which a package of the mode needs a waybill: goods posted from abroad (9610, 个人物品) fly first."""
    if Mode(mode) in (Mode.DIRECT_9610, Mode.PERSONAL_PARCEL):
        return (Leg.OVERSEAS, Leg.DOMESTIC)
    return (Leg.DOMESTIC,)
