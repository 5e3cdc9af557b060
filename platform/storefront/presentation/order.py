"""Orders, their packages and the timeline that goes through customs."""

from dataclasses import dataclass
from datetime import datetime

from storefront.presentation.basket import CartLine
from storefront.presentation.money import Price, TaxTable
from storefront.presentation.page import Country, Link


@dataclass(frozen=True, slots=True)
class TimelineStep:
    """``state``: done, current, todo or problem. ``actor``: who acts; ``do``: what the shopper can do."""

    title: str
    state: str
    at: datetime | None = None
    actor: str = ""
    text: str = ""
    expected: str = ""
    do: Link | None = None
    icon: str = ""


@dataclass(frozen=True, slots=True)
class TrackPoint:
    at: datetime
    text: str
    place: str = ""
    trouble: bool = False


@dataclass(frozen=True, slots=True)
class PackageView:
    """``state`` is a stable code, ``tone`` one of ok, busy, warn, bad, quiet, ``state_text`` the words. ``together``:
    numbers of other packages in the same parcel."""

    number: str
    mode: str
    state: str
    state_text: str
    tone: str = "busy"
    warehouse: str = ""
    supplier: str = ""
    country: Country | None = None
    carrier: str = ""
    waybill: str = ""
    declaration: str = ""
    lines: tuple[CartLine, ...] = ()
    timeline: tuple[TimelineStep, ...] = ()
    track_url: str = ""
    track: tuple[TrackPoint, ...] = ()
    problem: str = ""
    problem_do: Link | None = None
    aftersale_url: str = ""
    eta: str = ""
    trace_url: str = ""
    review_url: str = ""
    together: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderCard:
    """An order in a list."""

    number: str
    url: str
    placed_at: datetime
    state_text: str
    total: Price
    lines: tuple[CartLine, ...]
    tone: str = "busy"
    pieces: int = 1
    pay_url: str = ""
    actions: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderView:
    """``live``: the page keeps asking ``order_status`` for news (answer: ``storefront/order_live.html``)."""

    number: str
    url: str
    placed_at: datetime
    state: str
    state_text: str
    total: Price
    tax: TaxTable
    packages: tuple[PackageView, ...]
    tone: str = "busy"
    headline: str = ""
    timeline: tuple[TimelineStep, ...] = ()
    consignee: str = ""
    orderer: str = ""
    paid_with: str = ""
    notice_version: str = ""
    notice_agreed_at: datetime | None = None
    notice_url: str = ""
    pay_url: str = ""
    cancel_url: str = ""
    cancel_note: str = ""
    address_url: str = ""
    address_note: str = ""
    live: bool = False


@dataclass(frozen=True, slots=True)
class PaymentPart:
    """One payment of an order, one for each package. ``qr_url``: picture of a code; ``open_url``: an address to
    open, on phones, or everywhere where it ``opens``; ``call``: JSON that WeChat's own browser is called with;
    ``bank``: what to fill in at the bank."""

    number: str
    title: str
    amount: Price
    state: str
    text: str = ""
    qr_url: str = ""
    open_url: str = ""
    opens: bool = False
    call: str = ""
    bank: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PaymentWay:
    """A gateway and scene one may choose."""

    value: str
    title: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class PaymentView:
    """The payments of an order. ``state`` of the whole: waiting, paid, closed or failed.

    ``simulated``: the gateway is a simulated one, and its page of a phone may be opened from here.
    """

    number: str
    amount: Price
    state: str
    ends_at: datetime | None = None
    payer: str = ""
    order_url: str = ""
    message: str = ""
    parts: tuple[PaymentPart, ...] = ()
    ways: tuple[PaymentWay, ...] = ()
    simulated: bool = False
