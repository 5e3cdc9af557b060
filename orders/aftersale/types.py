"""Values and refusals of after-sale. Amounts are Decimal yuan to the fen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from orders.errors import OrderError

ZERO = Decimal("0.00")


class TaxFrom(StrEnum):
    """Who gives the tax back (税款由谁退)."""

    UNTAKEN = "untaken"
    """Customs never took it: the goods were not released."""
    CUSTOMS = "customs"
    """Returned within the windows of customs: not levied."""
    MALL = "mall"
    """Customs keeps it, and the mall answers for the fault."""
    NOBODY = "nobody"
    """Customs keeps it, and nobody is at fault: it is not given back."""


class AftersaleError(OrderError):
    code = "aftersale"


class NoSuchRequest(AftersaleError):
    code = "not_found"
    message = _("This request was not found.")


class NothingLeft(AftersaleError):
    """More pieces than were bought and are not in another request."""

    code = "nothing_left"
    message = _("Please choose how many pieces; no more than you bought, and not twice.")


class NotOpen(AftersaleError):
    """The package is not where such a request can be made, or its time is over."""

    code = "not_open"
    message = _("This request is not possible for the package now.")

    def __init__(self, why: str = "") -> None:
        super().__init__()
        self.why = why

    def __str__(self) -> str:
        return self.why or str(self.message)


class WrongReason(AftersaleError):
    code = "wrong_reason"
    message = _("Please choose a reason that fits this request.")


class NotAllHeard(AftersaleError):
    code = "words_missing"
    message = _("Please say in a few words what is wrong.")


class SecondOperatorNeeded(AftersaleError):
    code = "second_operator_needed"
    message = _("Above ¥%(limit)s another operator than the one who approved has to let the money go.")


class BadPicture(AftersaleError):
    code = "bad_picture"
    message = _("Pictures must be JPEG, PNG or WebP of at most 5 MB; at most six of them.")


class WaybillMissing(AftersaleError):
    code = "waybill_missing"
    message = _("Please enter the carrier and its waybill number.")


@dataclass(frozen=True, slots=True)
class Part:
    """Shares of one line for `pieces` of it: what was taken for them, to the fen."""

    line_id: int
    pieces: int
    goods: Decimal
    discount: Decimal
    duty: Decimal
    consumption_tax: Decimal
    vat: Decimal
    postal_tax: Decimal
    dutiable_value: Decimal
    freight: Decimal

    @property
    def tax(self) -> Decimal:
        return self.duty + self.consumption_tax + self.vat + self.postal_tax


@dataclass(frozen=True, slots=True)
class Clocks:
    """The windows of customs for this package (海关退货时限): None where customs has no say in it."""

    apply_by: date | None = None
    back_by: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """What goes back, and why. `amount` = goods - discount + freight + tax, and no other sum can be built."""

    parts: tuple[Part, ...]
    goods: Decimal
    discount: Decimal
    freight: Decimal
    tax: Decimal
    tax_kept: Decimal
    tax_from: TaxFrom
    amount: Decimal
    clocks: Clocks = field(default_factory=Clocks)

    def __post_init__(self) -> None:
        if self.goods - self.discount + self.freight + self.tax != self.amount:
            raise ValueError("a refund that does not add up")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a shopper asks for: `pieces` line_id -> pieces, all of one package."""

    package_id: int
    kind: str
    reason: str
    pieces: dict[int, int]
    words: str = ""
    pictures: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A kind of request as the page offers it: open, or with the words why not."""

    kind: str
    open: bool
    why_not: str = ""
    until: datetime | None = None


class NoSuchDispute(AftersaleError):
    """Not there, or another supplier's."""

    code = "not_found"
    message = _("This dispute was not found.")


class DisputeStands(AftersaleError):
    code = "dispute_stands"
    message = _("A dispute or a request about this package is open. Please finish that one first.")


class DisputeDecided(AftersaleError):
    code = "dispute_decided"
    message = _("This dispute is not where that can be done.")


class DisputeAnswered(AftersaleError):
    """By the supplier, who answers once."""

    code = "dispute_answered"
    message = _("This dispute was answered before.")


class TooMuchDisputed(AftersaleError):
    code = "too_much_disputed"
    message = _("At most %(left)s yuan are left to give back for this package.")


class SupplierNotHeard(AftersaleError):
    code = "supplier_not_heard"
    message = _("The supplier has not answered yet, and still has time until %(until)s.")
