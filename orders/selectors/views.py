"""Shapes of the order pages. Amounts are Decimal yuan; texts are in the language that was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Generic, TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class OrderLineView:
    sku_id: int
    product_id: int
    sku_code: str
    slug: str
    title: str
    option: str
    picture: str
    quantity: int
    unit_price: Decimal
    amount: Decimal
    tax: Decimal
    bundle: str = ""
    """The bundle it was bought in, and how many of it; empty where it was bought as such."""


@dataclass(frozen=True, slots=True)
class StatusWord:
    """The one word people see; `attention`: somebody has to do something."""

    code: str
    text: str
    attention: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One moment of the timeline. `says` is for people, `code` the official code behind it."""

    at: datetime
    axis: str
    event: str
    says: str
    note: str = ""
    code: str = ""
    actor: str = ""
    package: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class PackageView:
    """`outcome`: taxed, waived or domestic. `reason` and `mend` stand where customs refused. `token` opens the parcel's
    public pages; empty before it has a waybill."""

    id: int
    number: str
    sequence: int
    supplier_id: int
    supplier_name: str
    warehouse_id: int
    warehouse_name: str
    warehouse_country: str
    promised_days: int
    mode: str
    mode_name: str
    declares: bool
    clearance: str
    fulfilment: str
    word: StatusWord
    status: str
    status_says: str
    reason: str
    mend: str
    list_number: str
    carrier: str
    waybill: str
    token: str
    port: str
    goods: Decimal
    freight: Decimal
    discount: Decimal
    tax: Decimal
    total: Decimal
    outcome: str
    lines: tuple[OrderLineView, ...]
    released_at: datetime | None
    dispatched_at: datetime | None
    signed_at: datetime | None
    closed: bool = False
    together: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PaymentView:
    id: int
    number: str
    gateway: str
    amount: Decimal
    state: str
    package_number: str
    code_url: str
    paid_at: datetime | None


@dataclass(frozen=True, slots=True)
class PaymentsView:
    """`state` is the order's."""

    state: str
    items: tuple[PaymentView, ...]


@dataclass(frozen=True, slots=True)
class OrderPage:
    """An order with everything its page shows. `cannot_cancel` and `cannot_change_address` are the reasons beside
    what is no longer a button.

    `point_of_no_return`: the order is paid and soon cannot be cancelled any more. `expected_hours`: how long
    the present step usually takes, `advice` what to do meanwhile. `province`: its two digits.
    """

    id: int
    number: str
    shopper_id: int
    state: str
    payment_state: str
    word: StatusWord
    advice: str
    expected_hours: int | None
    goods: Decimal
    freight: Decimal
    discount: Decimal
    tax: Decimal
    total: Decimal
    consignee: str
    phone: str
    address: str
    province: str
    orderer: str
    orderer_number: str
    notice_version: str
    placed_at: datetime
    expires_at: datetime
    paid_at: datetime | None
    closed_at: datetime | None
    cannot_cancel: str
    cannot_change_address: str
    point_of_no_return: bool
    wants_identity: bool
    packages: tuple[PackageView, ...]
    payments: tuple[PaymentView, ...]
    timeline: tuple[Step, ...]

    @property
    def can_cancel(self) -> bool:
        return not self.cannot_cancel


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order in a list, with its first lines."""

    id: int
    number: str
    word: StatusWord
    total: Decimal
    pieces: int
    placed_at: datetime
    expires_at: datetime
    lines: tuple[OrderLineView, ...]


@dataclass(frozen=True, slots=True)
class PackageRow:
    """A package in a supplier's or operator's list."""

    id: int
    number: str
    order_number: str
    mode: str
    clearance: str
    fulfilment: str
    word: StatusWord
    reason: str
    total: Decimal
    pieces: int
    paid_at: datetime | None
    waybill: str


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of a list; `number` counts from 1."""

    rows: tuple[Row, ...]
    number: int
    has_next: bool

    @property
    def has_previous(self) -> bool:
        return self.number > 1
