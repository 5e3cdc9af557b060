"""Kinds of rules, and what is made of what they counted (风控规则). Pure but for words."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from orders.risk.types import Hit, Verdict

ACCOUNT, PHONE, ADDRESS, IDENTITY, DEVICE = "account", "phone", "address", "identity", "device"
ID_REUSE, PAYER = "id_reuse", "payer"
#: What is counted by: orders of the same … within the window.
VELOCITY = (ACCOUNT, PHONE, ADDRESS, IDENTITY, DEVICE)
KINDS = {
    ACCOUNT: _("Orders of one account"),
    PHONE: _("Orders to one telephone"),
    ADDRESS: _("Orders to one address"),
    IDENTITY: _("Orders under one ID number"),
    DEVICE: _("Orders from one device"),
    ID_REUSE: _("Accounts that use one ID number"),
    PAYER: _("Payer is not the orderer"),
}
REVIEW, HOLD, REFUSE = "review", "hold", "refuse"
CAUSES = {
    REVIEW: _("Look at it; it goes its way"),
    HOLD: _("Hold it until released"),
    REFUSE: _("Refuse the order"),
}
_STERN = ("", REVIEW, HOLD, REFUSE)


def verdict(hits: Iterable[Hit]) -> Verdict:
    """The sternest consequence of all that struck."""
    struck = tuple(hits)
    return Verdict(max((hit.causes for hit in struck), key=_STERN.index, default=""), struck)


def may_cause(kind: str, causes: str) -> bool:
    """Whether a rule of that kind may have that consequence: money that came in cannot be refused, only held."""
    return not (kind == PAYER and causes == REFUSE)
