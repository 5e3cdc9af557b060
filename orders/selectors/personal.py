"""What the orders floor knows of one shopper: for the shopper's own copy, and for how long it must be kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from accounts.models import Identity
from orders.models import CartLine, Order
from tenancy.models import DataKey

_ORDER = (
    "number", "state", "payment_state", "goods", "freight", "discount", "tax", "total", "consignee", "phone",
    "address", "language", "notice_version", "notice_hash", "notice_accepted_at", "ip", "placed_at", "paid_at",
    "closed_at",
)  # fmt: skip
_PACKAGE = (
    "number", "mode", "port", "clearance", "fulfilment", "status", "list_number", "goods", "freight", "discount",
    "tax", "total", "released_at", "dispatched_at", "signed_at",
)  # fmt: skip
_LINE = (
    "sku_code", "title", "option", "quantity", "unit_price", "amount", "discount", "duty", "consumption_tax", "vat",
    "postal_tax",
)  # fmt: skip
_PAYMENT = ("number", "gateway", "scene", "amount", "state", "transaction_id", "paid_at")
_REFUND = ("number", "amount", "reason", "state", "done_at")
_STEP = ("axis", "event", "before", "after", "actor", "note", "at")


def orders_in_full(shopper_id: int) -> list[dict[str, Any]]:
    """Every order of the shopper, the oldest first, with packages, lines, payments, refunds and what happened."""
    rows = Order.objects.filter(shopper_id=shopper_id).order_by("pk")
    rows = rows.prefetch_related("packages__lines", "packages__waybills", "payments__refunds", "ledger")
    return [_order(row) for row in rows]


def _order(row: Order) -> dict[str, Any]:
    return _taken(row, _ORDER) | {
        "packages": [
            _taken(package, _PACKAGE)
            | {
                "lines": [_taken(line, _LINE) for line in package.lines.all()],
                "waybills": [
                    _taken(waybill, ("carrier_name", "number")) for waybill in package.waybills.all()
                ],
            }
            for package in row.packages.all()
        ],
        "payments": [
            _taken(payment, _PAYMENT)
            | {
                "refunds": [
                    _taken(r, ("number", "amount", "reason", "state", "done_at"))
                    for r in payment.refunds.all()
                ]
            }
            for payment in row.payments.all()
        ],
        "what_happened": [_taken(step, _STEP) for step in row.ledger.all()],
    }


def _taken(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


@dataclass(frozen=True, slots=True)
class NoticeAccepted:
    number: str
    version: str
    accepted_at: datetime


def notices_accepted(shopper_id: int, most: int) -> list[NoticeAccepted]:
    """The newest agreements to the buyer's notice."""
    rows = Order.objects.filter(shopper_id=shopper_id).order_by("-pk")
    accepted = rows.filter(notice_accepted_at__isnull=False).only(
        "number", "notice_version", "notice_accepted_at"
    )
    return [
        NoticeAccepted(row.number, row.notice_version, row.notice_accepted_at)
        for row in accepted[:most]
        if row.notice_accepted_at is not None
    ]


def cart_in_full(shopper_id: int) -> list[dict[str, Any]]:
    rows = CartLine.objects.filter(cart__shopper_id=shopper_id).order_by("pk")
    return [dict(row) for row in rows.values("sku_id", "quantity", "added_at")]


def open_orders_of(shopper_id: int) -> list[str]:
    """Numbers of orders that still wait for money, goods or a refund."""
    rows = Order.objects.filter(shopper_id=shopper_id).filter(
        Q(state__in=("placed", "paid")) & ~Q(payment_state="refunded") | Q(payment_state="refunding")
    )
    return list(rows.order_by("pk").values_list("number", flat=True))


def dealt_until(shopper_id: int) -> datetime | None:
    """When the newest dealing of the shopper ended; None where there were none.

    A dealing ends when the order is closed or completed; one that is still open counts from when it was paid or placed.
    """
    rows = ended(Order.objects.filter(shopper_id=shopper_id))
    return rows.order_by("-ended").values_list("ended", flat=True).first()


def ended(rows: QuerySet[Order]) -> QuerySet[Any]:
    return rows.annotate(ended=Coalesce(F("closed_at"), F("paid_at"), F("placed_at")))


def identities_let_go(before: datetime, most: int) -> list[int]:
    """Identities that can still be read and that no law keeps: every dealing since they were kept ended before that.

    Without a dealing: those taken out of the book, and those kept before that time. An order counts for each identity
    its shopper had when it was placed, and for the one it stands under now: later than what was truly declared, never
    sooner.
    """
    dealings = ended(
        Order.objects.filter(
            Q(shopper_id=OuterRef("shopper_id"), placed_at__gte=OuterRef("consented_at"))
            | Q(identity_id=OuterRef("pk"))
        )
    )
    recent = dealings.filter(
        Q(ended__gte=before) | Q(state__in=("placed", "paid")) | Q(payment_state="refunding")
    )
    readable = DataKey.objects.filter(subject=OuterRef("subject"), shredded_at=None)
    rows = Identity.objects.filter(Exists(readable), ~Exists(recent))
    rows = rows.filter(Exists(dealings) | Q(replaced_at__isnull=False) | Q(consented_at__lt=before))
    return list(rows.order_by("pk").values_list("pk", flat=True)[:most])
