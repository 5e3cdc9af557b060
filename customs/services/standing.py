"""What the receipts of the four documents say together. Pure, so that any order of receipts ends the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from customs.messages.times import moment
from customs.models import Declaration, Message
from customs.rules.phases import Phase
from customs.rules.refusals import explain
from customs.rules.statuses import ClearanceState

LIST = "621"
_ENDS = (Phase.RELEASED, Phase.RETURNED)
_FRAMED = re.compile(r"\[Code:([^;\]]{1,20});")

STATES = {
    Phase.ACCEPTED: Declaration.State.ACCEPTED,
    Phase.INSPECTING: Declaration.State.ACCEPTED,
    Phase.RELEASED: Declaration.State.RELEASED,
    Phase.REJECTED: Declaration.State.REJECTED,
    Phase.RETURNED: Declaration.State.RETURNED,
}
"""Phases that move a declaration; the earlier ones leave it where sending left it."""


@dataclass(frozen=True, slots=True)
class Overall:
    """The code that stands for the declaration: the list's, or of a document refused before it."""

    phase: Phase = Phase.DECLARING
    kind: str = LIST
    status: str = ""
    status_at: str = ""
    info: str = ""

    @property
    def reason_code(self) -> str:
        """The port's own code inside the text of a rejection, else the status. Empty unless rejected."""
        if self.phase is not Phase.REJECTED:
            return ""
        framed = _FRAMED.search(self.info)
        return framed[1] if framed else self.status

    @property
    def reason(self) -> str:
        return explain(self.status, self.info).desc[:1000] if self.phase is Phase.REJECTED else ""

    @property
    def mend(self) -> str:
        return str(explain(self.status, self.info).cause) if self.phase is Phase.REJECTED else ""


def state_of(message: Message) -> ClearanceState:
    """A message's receipts so far."""
    at = moment(message.status_at) if message.status_at else None
    return ClearanceState(status=message.status, returned_at=at)


def overall(messages: Mapping[str, Message]) -> Overall:
    """Of the messages that count, by kind. A list that got through decides; else the first refused document does,
    since a list falls when what it is matched with is missing."""
    listed = _said(messages.get(LIST))
    if listed.phase in _ENDS:
        return listed
    refused = (_said(row) for kind, row in sorted(messages.items()) if kind != LIST)
    return next((said for said in refused if said.phase is Phase.REJECTED), listed)


def _said(message: Message | None) -> Overall:
    if message is None:
        return Overall()
    phase = state_of(message).phase
    return Overall(phase, message.kind, message.status, message.status_at, message.status_info)
