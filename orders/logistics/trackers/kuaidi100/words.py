"""Its states (物流状态值) as steps of ours. What customs does is told by the package's own axes, never from here."""

from __future__ import annotations

from orders.logistics.vocabulary import Step

_STATES: dict[str, Step | None] = {
    "0": Step.IN_TRANSIT, "1001": Step.IN_TRANSIT, "1002": Step.IN_TRANSIT, "1003": Step.IN_TRANSIT,
    "1": Step.PICKED_UP, "101": None, "102": None, "103": Step.PICKED_UP,
    "2": Step.DELAYED,
    "3": Step.SIGNED, "301": Step.SIGNED, "302": Step.SIGNED, "303": Step.SIGNED, "304": Step.SIGNED,
    "4": Step.GOES_BACK, "401": None, "5": Step.OUT_FOR_DELIVERY, "501": Step.AWAITS_COLLECTION,
    "6": Step.GOES_BACK, "7": Step.IN_TRANSIT, "14": Step.REFUSED,
    "8": None, "10": None, "11": None, "12": None, "13": None,
}  # fmt: skip


def step_of(state: str) -> str | None:
    """The step; None for what is no step of a parcel in China; the state itself where nobody knows it."""
    if state in _STATES:
        return _STATES[state]
    if len(state) == 3 and state.startswith("2") and state.isdigit():
        return Step.DELAYED
    return f"state {state}"[:30]
