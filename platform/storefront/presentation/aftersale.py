"""Requests for money or goods back."""

from dataclasses import dataclass
from datetime import date, datetime

from storefront.presentation.basket import CartLine
from storefront.presentation.money import Price
from storefront.presentation.order import TimelineStep


@dataclass(frozen=True, slots=True)
class KindChoice:
    """A kind of request; ``why_not`` stands beside one that is closed."""

    value: str
    title: str
    text: str
    open: bool
    chosen: bool = False
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class ReasonChoice:
    value: str
    text: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class PieceLine:
    """A line with its field of pieces; ``left`` may still be asked for, ``pieces`` are."""

    line: CartLine
    field: str
    left: int
    pieces: int


@dataclass(frozen=True, slots=True)
class Amount:
    title: str
    price: Price
    minus: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """A clock: ``by`` a day (customs') or a moment (the mall's)."""

    title: str
    by: datetime | date
    text: str = ""


@dataclass(frozen=True, slots=True)
class RequestForm:
    """First the pieces, kind and reason; once they fit, ``amounts`` and the confirmation."""

    order_number: str
    order_url: str
    package_number: str
    kinds: tuple[KindChoice, ...]
    reasons: tuple[ReasonChoice, ...]
    lines: tuple[PieceLine, ...]
    closed: str = ""
    problem: str = ""
    words: str = ""
    confirming: bool = False
    amounts: tuple[Amount, ...] = ()
    total: Price | None = None
    windows: tuple[Window, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RequestCard:
    number: str
    url: str
    order_number: str
    kind: str
    state_text: str
    tone: str
    at: datetime
    total: Price
    lines: tuple[CartLine, ...]


@dataclass(frozen=True, slots=True)
class RequestView:
    """``withdraw``, ``appeal``, ``send_back``: what the shopper can do now."""

    number: str
    kind: str
    reason: str
    words: str
    reply: str
    state_text: str
    tone: str
    headline: str
    order_number: str
    order_url: str
    lines: tuple[CartLine, ...]
    amounts: tuple[Amount, ...]
    total: Price
    windows: tuple[Window, ...]
    steps: tuple[TimelineStep, ...]
    pictures: tuple[str, ...]
    notes: tuple[str, ...] = ()
    return_address: str = ""
    waybill: str = ""
    replacement: str = ""
    withdraw: bool = False
    appeal: bool = False
    send_back: bool = False
