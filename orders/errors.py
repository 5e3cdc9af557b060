"""What the orders floor refuses: `code` is stable, `message` is for the person, translated at the door."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class OrderError(Exception):
    """Base of all refusals. `values` fill the message."""

    code = "order"
    message: str | Promise = _("This cannot be done.")

    def __init__(self, **values: Any) -> None:
        super().__init__(self.code)
        self.values = values

    def __str__(self) -> str:
        return str(self.message) % self.values


class BadQuantity(OrderError):
    code = "bad_quantity"
    message = _("Please enter a quantity from 1 to 999.")


class NotOffered(OrderError):
    """The SKU is not sold here now (also: it is another mall's)."""

    code = "not_offered"
    message = _("This item is not on sale.")


class OutOfStock(OrderError):
    code = "out_of_stock"
    message = _("An item has just sold out or is short in stock. Please check your cart.")

    def __init__(self, sku_ids: Iterable[int], sellable: int | None = None) -> None:
        super().__init__()
        self.sku_ids = tuple(sku_ids)
        self.sellable = sellable


class NotDelivered(OrderError):
    """The freight template of the warehouse leaves the province out."""

    code = "not_delivered"
    message = _("Some of these goods are not delivered to the province of your address.")


class TooManyUnpaid(OrderError):
    """A shopper holds as many unpaid pieces as one may: others want them too."""

    code = "too_many_unpaid"
    message = _(
        "Pay or cancel your open orders first: at most %(most)s unpaid pieces are kept for one person."
    )


class CartFull(OrderError):
    code = "cart_full"
    message = _("The cart is full: please check out or remove something first.")


class EmptyCart(OrderError):
    code = "empty_cart"
    message = _("There is nothing in the cart to buy.")


class CartChanged(OrderError):
    """The lines were bought or changed meanwhile, in another tab or on another device."""

    code = "cart_changed"
    message = _("The cart has changed meanwhile. Please look at it again.")


class PriceChanged(OrderError):
    code = "price_changed"
    message = _("The price has changed from ¥%(seen)s to ¥%(now)s. Please confirm again.")

    def __init__(self, seen: Decimal, now: Decimal) -> None:
        super().__init__(seen=f"{seen:f}", now=f"{now:f}")
        self.seen, self.now = seen, now


class OverLimit(OrderError):
    """A package holds more than one transaction, or one person a year, may. `code` says which."""

    message = _("These goods are over the limit for cross-border purchases.")

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__()

    def __str__(self) -> str:
        return str(_LIMITS.get(self.code, self.message))


_LIMITS: dict[str, str | Promise] = {
    "over_single_limit": _("One cross-border order may hold goods for at most 5,000 yuan. Please split it."),
    "over_annual_limit": _("Your cross-border allowance of 26,000 yuan a year is not enough for this order."),
    "over_goods_cap": _(
        "One person may buy only so much rice (20 kg) and sugar (2 kg) a year across borders."
    ),
    "over_parcel_limit": _(
        "A personal parcel may hold goods for at most 1,000 yuan (800 from Hong Kong, Macao, Taiwan)."
    ),
}


class Untaxable(OrderError):
    """The tax could not be counted: a rate or a fact about the goods is missing."""

    code = "untaxable"
    message = _("The tax of an item cannot be counted now, so it cannot be sold.")


class CustomsRefuses(OrderError):
    """The port would refuse this later, so it is refused now. `findings` are those of customs.rules."""

    code = "customs_refuses"

    def __init__(self, findings: Iterable[Any]) -> None:
        self.findings = tuple(findings)
        self.code = self.findings[0].code
        super().__init__()

    def __str__(self) -> str:
        from django.utils.translation import gettext

        return str(self.findings[0].text(gettext))


class NothingToSplit(OrderError):
    code = "nothing_to_split"
    message = _("Choose pieces that go first; some must stay. Parts of a bundle stay together.")


class IdentityMissing(OrderError):
    code = "identity_missing"
    message = _("Cross-border goods need the real name and ID number of the person who orders.")


class NoticeNotAccepted(OrderError):
    code = "notice_not_accepted"
    message = _("Please read the notice for buyers of cross-border goods and tick that you agree.")


class OtherProvince(OrderError):
    """Freight was counted for the province: another one is another order."""

    code = "other_province"
    message = _("The freight was counted for this province. For another one, please cancel and order again.")


class NotYours(OrderError):
    """A cart, address, identity or order of somebody else (or none at all): told as not found."""

    code = "not_found"
    message = _("This was not found.")


class NoSuchOrder(NotYours):
    message = _("This order was not found.")


class NotAllowedNow(OrderError):
    """The transition table says no. `code` and message are those of the guard."""

    def __init__(self, code: str, reason: str) -> None:
        self.code = code
        self.reason = reason
        super().__init__()

    def __str__(self) -> str:
        from django.utils.translation import gettext

        return gettext(self.reason)


class NotAdding(ValueError):
    """A quote that does not add up: a fault of ours, never shown."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} does not add up")
