"""Values and errors of payments. Amounts at a gateway are whole fen; ours are Decimal yuan."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class PaymentError(Exception):
    """`code` is stable; the message is for the person."""

    code = "payment"

    def __init__(self, message: str | Promise = "") -> None:
        super().__init__(message)
        self.message = message


class GatewayAway(PaymentError):
    """No answer, or not an answer of the gateway: what was asked for may or may not have happened."""

    code = "gateway_away"

    def __init__(self) -> None:
        super().__init__(
            _("The payment service does not answer at the moment. Please try again in a minute.")
        )


class GatewayRefused(PaymentError):
    """The gateway's own refusal, with its code."""

    code = "gateway_refused"

    def __init__(self, gateway_code: str, says: str) -> None:
        super().__init__(f"{gateway_code}: {says}")
        self.gateway_code = gateway_code


class ForgedNotice(PaymentError):
    """A notice whose signature, key or shape is not the gateway's. Nothing was changed."""

    code = "forged_notice"


class SecondOperatorNeeded(PaymentError):
    code = "second_operator_needed"

    def __init__(self) -> None:
        super().__init__(_("Another operator than the one who entered the receipt has to confirm it."))


class TradeState(StrEnum):
    """How a payment stands at its gateway."""

    PENDING = "pending"
    PAID = "paid"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class Scene(StrEnum):
    """Where the shopper pays: scans a code, on a page of a computer, on a phone, inside WeChat, at a bank."""

    QR = "qr"
    PAGE = "page"
    WAP = "wap"
    JSAPI = "jsapi"
    TRANSFER = "transfer"


@dataclass(frozen=True, slots=True)
class Started:
    """What is scanned or opened, with the original request and answer (customs may ask for them, 179)."""

    url: str
    request: str
    response: str


@dataclass(frozen=True, slots=True)
class BillRow:
    """A line of the gateway's daily bill. `kind`: payment or refund."""

    kind: str
    number: str
    refund_number: str
    transaction_id: str
    amount_fen: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Payer:
    """Who paid, where a gateway knows it by ID card (支付人). Never log it, never put it into a URL or a queue."""

    name: str = field(repr=False)
    number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Trade:
    """A payment as its gateway tells it; `original` is its word as it came, `payer` None where it names nobody."""

    number: str
    state: TradeState
    amount_fen: int = 0
    transaction_id: str = ""
    paid_at: datetime | None = None
    original: str = ""
    payer: Payer | None = None


@dataclass(frozen=True, slots=True)
class NoticeRead:
    """A notice that was verified: its id at the gateway and the trade it tells of."""

    event_id: str
    trade: Trade


class Outcome(StrEnum):
    """What became of the news that a payment was paid."""

    APPLIED = "applied"
    REPEATED = "repeated"
    WRONG_AMOUNT = "wrong_amount"
    UNKNOWN_PAYMENT = "unknown_payment"
    NOT_PAID = "not_paid"
    LATE = "late"
