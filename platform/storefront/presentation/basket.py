"""Cart and checkout. A group is what clears customs as one declaration: supplier, warehouse, mode."""

from dataclasses import dataclass

from storefront.presentation.money import NOTHING, Price, TaxTable
from storefront.presentation.page import Country, Image


@dataclass(frozen=True, slots=True)
class CartLine:
    """``problem`` (plain words) marks a line that cannot be ordered: gone, sold out, from a closed shop.
    ``fixable``: another quantity mends it. ``tax_note``: the import tax of the line, where it is not in the price.
    """

    id: str
    title: str
    price: Price
    quantity: int
    amount: Price
    url: str = ""
    sku_id: str = ""
    sku: str = ""
    image: Image | None = None
    most: int = 99
    stock_note: str = ""
    problem: str = ""
    fixable: bool = False
    tax_note: str = ""
    similar_url: str = ""


@dataclass(frozen=True, slots=True)
class LimitView:
    """The single limit (单次限值) of a group: "4,280 / 5,000".

    ``used`` and ``limit`` in whole yuan, for the bar; ``state``: ok, near or over.
    """

    used: int
    limit: int
    used_text: str
    limit_text: str
    state: str = "ok"
    says: str = ""

    @property
    def shown(self) -> int:
        return min(self.used, self.limit)


@dataclass(frozen=True, slots=True)
class SplitPart:
    text: str
    total: Price


@dataclass(frozen=True, slots=True)
class SplitProposal:
    """An offered split of an over-limit group: shown with its reason, never made silently."""

    reason: str
    parts: tuple[SplitPart, ...]
    action: str = ""


@dataclass(frozen=True, slots=True)
class WayView:
    """A lawful way for a group's goods beside the others. ``days``: from dispatch to the door, as text."""

    mode: str
    name: str
    tax: Price
    total: Price
    days: str
    own: bool = False
    waived: bool = False


@dataclass(frozen=True, slots=True)
class CartGroup:
    key: str
    supplier: str
    warehouse: str
    mode: str
    lines: tuple[CartLine, ...]
    goods: Price
    tax: Price
    freight: Price
    total: Price
    country: Country | None = None
    shop_url: str = ""
    limit: LimitView | None = None
    split: SplitProposal | None = None
    checkout_url: str = ""
    freight_note: str = ""
    ways: tuple[WayView, ...] = ()
    """Only where more than one is lawful."""


@dataclass(frozen=True, slots=True)
class CartView:
    """``separate``: groups that must be paid one by one; then each group has its own button. ``broken_ids``: of
    the broken ones that no other quantity mends, to be removed together."""

    groups: tuple[CartGroup, ...] = ()
    broken: tuple[CartLine, ...] = ()
    broken_ids: str = ""
    total: Price = NOTHING
    tax: Price = NOTHING
    count: int = 0
    separate: bool = False
    checkout_url: str = ""


@dataclass(frozen=True, slots=True)
class AddressView:
    """A consignee's address. ``phone`` is masked everywhere but in its own form."""

    id: str
    name: str
    phone: str
    text: str
    default: bool = False
    chosen: bool = False
    edit_url: str = ""
    delete_url: str = ""


@dataclass(frozen=True, slots=True)
class IdentityView:
    """An orderer (订购人) of the identity book; name and number come masked."""

    id: str
    name: str
    number: str
    verified: bool = False
    chosen: bool = False
    used_text: str = ""
    delete_url: str = ""


@dataclass(frozen=True, slots=True)
class CheckoutView:
    """``key``: idempotency key of this checkout, sent back with the form; so are ``sku_ids`` and ``split``.

    ``writes_address``, ``writes_identity``: a new one was being written, and stays open.

    ``notice_version`` and ``notice_points`` are the buyer's notice (购买须知) the tick refers to.
    """

    key: str
    groups: tuple[CartGroup, ...]
    addresses: tuple[AddressView, ...]
    identities: tuple[IdentityView, ...]
    tax: TaxTable
    payable: Price
    needs_identity: bool = True
    notice_version: str = ""
    notice_points: tuple[str, ...] = ()
    notice_hash: str = ""
    sku_ids: tuple[str, ...] = ()
    split: bool = False
    writes_address: bool = False
    writes_identity: bool = False
    quota_text: str = ""
    warnings: tuple[str, ...] = ()
