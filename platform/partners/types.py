"""What partners tell other floors, and what goes wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenancy.bilingual import Words as Words

OWNER, GOODS, WAREHOUSE, FINANCE = "owner", "goods", "warehouse", "finance"
MAY: dict[str, frozenset[str]] = {
    OWNER: frozenset({"goods", "stock", "orders", "shop", "staff", "money", "company"}),
    GOODS: frozenset({"goods", "stock", "shop"}),
    WAREHOUSE: frozenset({"stock", "orders"}),
    FINANCE: frozenset({"orders", "money"}),
}
"""What each role of a supplier's staff works on; everybody reads the dashboard, messages and help."""


def named(registered: str, said: Words) -> Words:
    """How shoppers read a supplier: by its registered name; in English by its English name, where it has one."""
    name = registered or said["zh-hans"] or said["en"]
    return {"zh-hans": name, "en": said["en"] or name}


class PartnerError(Exception):
    """`code` is stable; the message is for the person; `field` names the form's field."""

    code = "partner"

    def __init__(self, message: str | Promise, *, field: str = "") -> None:
        super().__init__(message)
        self.message, self.field = message, field


class NotThere(PartnerError):
    """No such row, or one of another supplier: both look the same."""

    code = "not_there"

    def __init__(self) -> None:
        super().__init__(_("This is not there."))


class NotNow(PartnerError):
    """The supplier's state does not allow it."""

    code = "not_now"


class Stale(PartnerError):
    """Somebody else changed it meanwhile; nothing was written."""

    code = "stale"

    def __init__(self) -> None:
        super().__init__(_("Somebody else changed this meanwhile. Look at the new values and save again."))


@dataclass(frozen=True, slots=True)
class Application:
    """What a company says of itself. `company_code`: 10 digits of customs or 18 characters of the credit code."""

    name: Words
    company_name: str
    company_code: str
    country: str
    contact_name: str
    contact_phone: str
    contact_email: str
    intro: Words = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Terms:
    """`commission` is a share (0.08), `deposit_due` in yuan."""

    number: str
    commission: Decimal
    period_days: int
    hold_days: int
    deposit_due: Decimal
    valid_from: date
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a person works: which supplier, as what, and whether it trades."""

    supplier_id: int
    code: str
    name: Words
    state: str
    role: str

    @property
    def may(self) -> frozenset[str]:
        return MAY.get(self.role, frozenset())

    @property
    def trades(self) -> bool:
        return self.state == "active"


@dataclass(frozen=True, slots=True)
class Shop:
    """A supplier as shoppers see it; texts by language. Pictures are names below /media/, or empty."""

    id: int
    code: str
    name: dict[str, str]
    intro: dict[str, str]
    company_name: str
    logo: str = ""
    banner: str = ""
    featured: tuple[int, ...] = ()
    score: Decimal | None = None
