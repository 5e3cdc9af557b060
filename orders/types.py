"""What others say to the orders floor and hear from it. Amounts are Decimal yuan to the fen, times aware."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from orders.errors import (
    BadQuantity,
    CartChanged,
    CartFull,
    CustomsRefuses,
    EmptyCart,
    IdentityMissing,
    NoSuchOrder,
    NotAdding,
    NotAllowedNow,
    NoticeNotAccepted,
    NotOffered,
    NotYours,
    OrderError,
    OutOfStock,
    OverLimit,
    PriceChanged,
    Untaxable,
)

__all__ = [
    "BadQuantity",
    "CartChanged",
    "CartFull",
    "CartGroup",
    "CartLineView",
    "CartView",
    "CheckoutRequest",
    "CustomsRefuses",
    "DocumentLine",
    "EmptyCart",
    "IdentityMissing",
    "NoSuchOrder",
    "NotAdding",
    "NotAllowedNow",
    "NotOffered",
    "NotYours",
    "NoticeNotAccepted",
    "OrderError",
    "OutOfStock",
    "OverLimit",
    "PackageDocuments",
    "PaymentFacts",
    "PlacedOrder",
    "PriceChanged",
    "Quote",
    "QuoteLine",
    "QuotePackage",
    "Untaxable",
    "WaybillFacts",
]

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """One SKU in one package. `amount` = quantity x unit price; `discount` is what marketing took off it.

    A part of a bundle names it: `bundle_id` is the SKU that was bought, `bundles` how many of it.
    """

    sku_id: int
    quantity: int
    unit_price: Decimal
    amount: Decimal
    discount: Decimal = ZERO
    dutiable_value: Decimal = ZERO
    duty: Decimal = ZERO
    consumption_tax: Decimal = ZERO
    vat: Decimal = ZERO
    postal_tax: Decimal = ZERO
    bundle_id: int | None = None
    bundles: int = 0

    def __post_init__(self) -> None:
        if self.amount != self.unit_price * self.quantity:
            raise NotAdding("amount of a line")

    @property
    def tax(self) -> Decimal:
        """All taxes of the line."""
        return self.duty + self.consumption_tax + self.vat + self.postal_tax


@dataclass(frozen=True, slots=True)
class QuotePackage:
    """What will clear customs as one declaration: one supplier, one warehouse, one mode.

    `outcome`: taxed, waived, domestic or refused; refused has `refusal` (a code of the tax app) and no tax.
    `free_from`: goods from this value on travel free (None: never).
    """

    supplier_id: int
    warehouse_id: int
    mode: str
    lines: tuple[QuoteLine, ...]
    goods: Decimal
    freight: Decimal
    discount: Decimal
    tax: Decimal
    total: Decimal
    dutiable_value: Decimal
    outcome: str
    refusal: str = ""
    free_from: Decimal | None = None
    rule_version: str = ""
    tax_snapshot: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def wanted(self) -> dict[int, int]:
        """SKU -> pieces as they were asked for: a bundle is one SKU again."""
        plain = {line.sku_id: line.quantity for line in self.lines if line.bundle_id is None}
        return plain | {line.bundle_id: line.bundles for line in self.lines if line.bundle_id is not None}

    @property
    def pieces(self) -> dict[int, int]:
        """SKU -> pieces that leave the warehouse, alone and inside bundles."""
        sums: dict[int, int] = {}
        for line in self.lines:
            sums[line.sku_id] = sums.get(line.sku_id, 0) + line.quantity
        return sums

    def __post_init__(self) -> None:
        _same("goods of a package", self.goods, (line.amount for line in self.lines))
        _same("discount of a package", self.discount, (line.discount for line in self.lines))
        _same("tax of a package", self.tax, (line.tax for line in self.lines))
        _same("total of a package", self.total, (self.goods, self.freight, self.tax, -self.discount))


@dataclass(frozen=True, slots=True)
class Quote:
    """The price of everything wanted. Lines that do not sum to the totals, to the fen, cannot be built."""

    packages: tuple[QuotePackage, ...]
    goods: Decimal
    freight: Decimal
    discount: Decimal
    tax: Decimal
    total: Decimal

    def __post_init__(self) -> None:
        for name in ("goods", "freight", "discount", "tax", "total"):
            _same(f"{name} of a quote", getattr(self, name), (getattr(p, name) for p in self.packages))

    @property
    def refusals(self) -> tuple[str, ...]:
        """Codes for which this cannot be sold as it stands; empty when it can."""
        return tuple(package.refusal for package in self.packages if package.refusal)

    @property
    def rule_version(self) -> str:
        """The law and rate tables used, once each."""
        return ",".join(dict.fromkeys(p.rule_version for p in self.packages if p.rule_version))


def _same(name: str, total: Decimal, parts: Any) -> None:
    if sum(parts, ZERO) != total:
        raise NotAdding(name)


@dataclass(frozen=True, slots=True)
class CartLineView:
    """A line as the cart shows it. `problem`: empty, delisted, sold_out, few_left, untaxable."""

    sku_id: int
    product_id: int | None
    slug: str
    title: str
    option: str
    picture: str
    origin: str
    quantity: int
    unit_price: Decimal
    amount: Decimal
    tax: Decimal
    sellable: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class CartGroup:
    """Lines that travel together. `limit` is None where the mode knows none; `held` is measured against it.

    `proposal`: an honest split when over the limit: parts of (sku_id, quantity) that each fit. `freight_varies`: it
    depends on size and province.
    """

    supplier_id: int
    supplier_name: str
    warehouse_id: int
    warehouse_name: str
    warehouse_country: str
    mode: str
    days: tuple[int, int]
    lines: tuple[CartLineView, ...]
    goods: Decimal
    freight: Decimal
    tax: Decimal
    total: Decimal
    to_free_freight: Decimal | None
    limit: Decimal | None
    held: Decimal
    outcome: str
    refusal: str = ""
    proposal: tuple[tuple[tuple[int, int], ...], ...] = ()
    freight_varies: bool = False

    @property
    def share(self) -> int:
        """How much of the single limit is used, in whole percent, 100 at most: the bar."""
        return 0 if not self.limit else min(100, int(self.held * 100 / self.limit))


@dataclass(frozen=True, slots=True)
class CartView:
    """A cart in one language. `invalid` lines are left out of every sum."""

    cart_id: int
    groups: tuple[CartGroup, ...]
    invalid: tuple[CartLineView, ...]
    goods: Decimal
    freight: Decimal
    discount: Decimal
    tax: Decimal
    total: Decimal
    pieces: int

    @property
    def may_check_out(self) -> bool:
        """Whether something is left to buy and nothing stands in the way (a split may still be asked)."""
        blocked = any(group.refusal and not group.proposal for group in self.groups)
        return bool(self.groups) and not blocked


@dataclass(frozen=True, slots=True)
class CheckoutRequest:
    """What a person asks to buy. No price of theirs is believed: `seen_total` is only compared.

    `sku_ids` picks lines of the cart (None: all). `accept_split`: the shopper agreed to the proposed split.
    `idempotency_key`: the same key gives the same order.
    """

    shopper_id: int
    cart_id: int
    address_id: int
    identity_id: int | None = None
    notice_version: str = ""
    notice_hash: str = ""
    notice_accepted: bool = False
    language: str = "zh-hans"
    ip: str | None = None
    sku_ids: tuple[int, ...] | None = None
    seen_total: Decimal | None = None
    accept_split: bool = False
    idempotency_key: str = ""
    device: str = ""


@dataclass(frozen=True, slots=True)
class PlacedOrder:
    """The answer of place_order. `fresh` is False where the key had been answered before."""

    order_id: int
    number: str
    total: Decimal
    packages: tuple[tuple[int, str], ...]
    expires_at: datetime
    fresh: bool = True


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A line for customs: `trade` is the profile as it was sold (texts), `price` of one piece without tax."""

    sequence: int
    sku_code: str
    title: dict[str, str]
    quantity: int
    price: Decimal
    amount: Decimal
    dutiable_value: Decimal
    tax: Decimal
    trade: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PayerFacts:
    """Name and ID number in clear. Never log it."""

    name: str = field(repr=False)
    number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PaymentFacts:
    """The money of a package, as the gateway told it; `payer` where it named one."""

    id: int
    gateway: str
    number: str
    transaction_id: str
    amount: Decimal
    paid_at: datetime | None
    payer: PayerFacts | None = None


@dataclass(frozen=True, slots=True)
class WaybillFacts:
    id: int
    carrier: str
    carrier_code: str
    carrier_name: str
    number: str


@dataclass(frozen=True, slots=True)
class PackageDocuments:
    """All that the four documents of one package need. The orderer stands behind `identity_id`."""

    order_id: int
    order_number: str
    package_id: int
    number: str
    mode: str
    port: str
    clearance: str
    placed_at: datetime
    paid_at: datetime | None
    shopper_id: int
    identity_id: int | None
    consignee: str
    phone: str
    address: str
    district_code: str
    supplier_code: str
    supplier_company_code: str
    supplier_company_name: str
    warehouse_code: str
    warehouse_country: str
    account_book: str
    goods: Decimal
    freight: Decimal
    discount: Decimal
    tax: Decimal
    total: Decimal
    net_kg: Decimal
    gross_kg: Decimal
    lines: tuple[DocumentLine, ...]
    payment: PaymentFacts | None
    waybill: WaybillFacts | None
