"""What others hear from the allowance ledger."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from tax.types import TaxError


class NoRoomError(TaxError):
    """The amount does not fit into the year. Says nothing about who holds the rest."""

    code = "over_annual_limit"
    message = _("The orderer's yearly allowance has no room for this order.")


class NoRoomForGoodError(NoRoomError):
    """A capped good (rice, sugar) does not fit into the year."""

    code = "over_goods_cap"
    message = _("The orderer's yearly cap for this kind of goods has no room for this order.")

    def __init__(self, good: str) -> None:
        super().__init__(good)
        self.good = good


class ReferenceTakenError(TaxError):
    """The same reference was used for another key, year or amount."""

    code = "reference_taken"
    message = _("This reference is in use for another amount.")


class NothingToRestoreError(TaxError):
    """More would be given back than was counted, or nothing was."""

    code = "nothing_to_restore"
    message = _("There is no counted allowance to give back.")


ZERO = Decimal("0.00")
