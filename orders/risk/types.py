"""What the risk part tells the verbs above it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from orders.errors import OrderError


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that struck, or an entry of the blacklist: what it counted, and over which bound."""

    kind: str
    causes: str
    rule_id: int | None = None
    entry_id: int | None = None
    found: int = 0
    most: int = 0

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind, "causes": self.causes, "rule_id": self.rule_id, "entry_id": self.entry_id,
            "found": self.found, "most": self.most,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdict:
    """`causes`: empty, `review`, `hold` or `refuse`: the sternest of the hits."""

    causes: str = ""
    hits: tuple[Hit, ...] = ()


class NotServed(OrderError):
    """A rule or the blacklist refuses. The same words whichever it was: nobody learns how to get round it."""

    code = "not_served"
    message = _("We cannot take this order online. Please contact our customer service, who will help you.")


class BadEntry(OrderError):
    code = "bad_entry"

    def __init__(self, message: Any) -> None:
        super().__init__()
        self.message = message


class CaseClosed(OrderError):
    code = "case_closed"
    message = _("Somebody has decided this case already.")


class TooLateToHold(OrderError):
    code = "too_late_to_hold"
    message = _("It has a waybill already, or is over: it can no longer be held.")
