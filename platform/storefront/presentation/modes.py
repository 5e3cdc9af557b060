"""Modes as shoppers see them: a word, an icon and a colour class, never colour alone."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class ModeView:
    """``code`` is the class suffix of the badge; ``cross_border`` sets CBEC goods apart from others."""

    code: str
    word: str | Promise
    says: str | Promise
    icon: str
    cross_border: bool = True


BONDED = ModeView("bonded", _("Bonded"), _("Ships from a bonded warehouse in China"), "warehouse")
DIRECT = ModeView("direct", _("Direct mail"), _("Ships from abroad to your door"), "plane")
PARCEL = ModeView(
    "parcel", _("Buyer's parcel"), _("Bought abroad for you and sent as a personal parcel"), "parcel"
)
GENERAL = ModeView(
    "general", _("General trade"), _("Imported under general trade"), "store", cross_border=False
)

MODES = {
    "bonded": BONDED,
    "1210": BONDED,
    "1239": BONDED,
    "direct": DIRECT,
    "direct_mail": DIRECT,
    "9610": DIRECT,
    "parcel": PARCEL,
    "personal": PARCEL,
    "buyer": PARCEL,
    "general": GENERAL,
    "general_trade": GENERAL,
    "0110": GENERAL,
}


def mode_view(code: str) -> ModeView | None:
    """The view of a mode by its code, whatever its case; "bonded_1210" is found by its first word."""
    key = str(code).lower()
    return MODES.get(key) or MODES.get(key.split("_")[0])
