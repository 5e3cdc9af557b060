"""Why something comes back: each reason with whose fault it is and which kinds of request it opens.

Seven days to change one's mind: Consumer Rights Law, art. 25, and the measure of the market regulator on it.
A fault is answered for longer, and then freight and tax are never the shopper's.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(StrEnum):
    """仅退款、退货退款、换货."""

    REFUND = "refund"
    RETURN = "return"
    EXCHANGE = "exchange"


@dataclass(frozen=True, slots=True)
class Reason:
    """`fault`: the mall or its supplier answers for it. `arrived`: it is said of goods that were signed for."""

    code: str
    words: str | Promise
    kinds: frozenset[Kind]
    fault: bool = True
    arrived: bool = True


_BACK = frozenset({Kind.RETURN})
_BACK_OR_OTHER = frozenset({Kind.RETURN, Kind.EXCHANGE})
_ANY = frozenset(Kind)
_MONEY = frozenset({Kind.REFUND})

REASONS: dict[str, Reason] = {
    row.code: row
    for row in (
        Reason("change_of_mind", _("I changed my mind"), _BACK, fault=False),
        Reason("not_as_described", _("Not as described"), _ANY),
        Reason("damaged", _("Damaged or leaking"), _ANY),
        Reason("wrong_item", _("Not what I ordered"), _BACK_OR_OTHER),
        Reason("short_dated", _("Expired or about to expire"), _BACK_OR_OTHER),
        Reason("missing", _("Something is missing"), _MONEY),
        Reason("never_came", _("Marked as delivered, but it never came"), _MONEY),
        Reason("lost", _("Lost on the way"), _MONEY, arrived=False),
        Reason("customs", _("Returned by customs"), _MONEY, fault=False, arrived=False),
    )
}
