"""The axes an order lives on, and the facts its guards look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum


def noop(message: str) -> str:
    """Mark `message` for extraction; the door translates it."""
    return message


class Axis(StrEnum):
    ORDER = "order"
    PAYMENT = "payment"
    CLEARANCE = "clearance"
    FULFILMENT = "fulfilment"
    AFTERSALE = "aftersale"


class Order(StrEnum):
    PLACED = "placed"
    PAID = "paid"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    COMPLETED = "completed"


class Payment(StrEnum):
    PENDING = "pending"
    PAID = "paid"
    REFUNDING = "refunding"
    REFUNDED = "refunded"
    FAILED = "failed"


class Clearance(StrEnum):
    """Per package (通关状态)."""

    NONE = "none"
    WAYBILL_ASSIGNED = "waybill_assigned"
    DECLARING = "declaring"
    DECLARED = "declared"
    ACCEPTED = "accepted"
    INSPECTING = "inspecting"
    RELEASED = "released"
    REJECTED = "rejected"
    RETURNED = "returned"


class Fulfilment(StrEnum):
    """Per package, the leg inside China (履约状态)."""

    PENDING = "pending"
    DISPATCHED = "dispatched"
    IN_TRANSIT = "in_transit"
    DELIVERING = "delivering"
    SIGNED = "signed"
    LOST = "lost"


class Aftersale(StrEnum):
    """Per request (售后状态)."""

    NONE = "none"
    REQUESTED = "requested"
    APPROVED = "approved"
    RETURNING = "returning"
    RECEIVED = "received"
    SETTLED = "settled"
    REFUSED = "refused"
    ARBITRATING = "arbitrating"
    WITHDRAWN = "withdrawn"


STATES: dict[Axis, type[StrEnum]] = {
    Axis.ORDER: Order,
    Axis.PAYMENT: Payment,
    Axis.CLEARANCE: Clearance,
    Axis.FULFILMENT: Fulfilment,
    Axis.AFTERSALE: Aftersale,
}
START: dict[Axis, str] = {
    Axis.ORDER: Order.PLACED,
    Axis.PAYMENT: Payment.PENDING,
    Axis.CLEARANCE: Clearance.NONE,
    Axis.FULFILMENT: Fulfilment.PENDING,
    Axis.AFTERSALE: Aftersale.NONE,
}


@dataclass(frozen=True, slots=True)
class Parcel:
    """Where one package stands. `declares`: it clears by a declaration of ours; `mend`: the cause of a
    rejection (a word of customs: identity, limit, …), empty when unknown or none. `closed`: its money went back
    whole before it arrived."""

    clearance: str = Clearance.NONE
    fulfilment: str = Fulfilment.PENDING
    declares: bool = True
    mend: str = ""
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What guards may look at; amounts in yuan, times aware. A package's transition puts it in `parcel`.

    `captured` and `refunded` are what the ledger says before the event, `amount` what the event brings.
    """

    parcels: tuple[Parcel, ...] = ()
    parcel: Parcel | None = None
    order: str = Order.PLACED
    payment: str = Payment.PENDING
    due: Decimal = Decimal("0.00")
    captured: Decimal = Decimal("0.00")
    refunded: Decimal = Decimal("0.00")
    amount: Decimal = Decimal("0.00")
    now: datetime | None = None
    pay_before: datetime | None = None
    return_before: datetime | None = None
    payment_under_way: bool = False
    held: bool = False
    mended: bool = False
    goods_come_back: bool = False
    open_requests: int = 0
    reason: str = ""
