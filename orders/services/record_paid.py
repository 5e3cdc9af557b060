"""An order's money has come in: called once all its payments are paid (支付成功)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from django.db import transaction

from catalog.inventory.services import confirm
from journal.services import record
from orders.locks import lock_order
from orders.models import Order
from orders.services.moving import Entry, Standing, move_order, standing_of
from orders.states import Axis


class PaidOutcome(StrEnum):
    PAID = "paid"
    ALREADY = "already"
    LATE = "late"
    """The order was closed meanwhile: the money is in the ledger, and must be given back."""


def record_paid(
    *,
    order_id: int,
    now: datetime,
    amount: Decimal | None = None,
    paid_at: datetime | None = None,
    actor: str = "gateway",
    code: str = "",
    note: str = "",
    locked: Order | None = None,
) -> PaidOutcome:
    """Record the capture of the whole order; idempotent. `amount` (all payments together) must be the total.

    `paid_at` is the gateway's time. `locked`: the order as it is now, where the caller's transaction holds its lock.
    Raises NoSuchOrder, NotAllowedNow (`wrong_amount`).
    """
    with transaction.atomic():
        order = locked or lock_order(order_id)
        if order.payment_state not in ("pending", "failed"):
            return PaidOutcome.ALREADY
        taken = order.total if amount is None else amount
        standing = standing_of(order)
        entry = Entry(actor, note, code, taken)
        move_order(order, Axis.PAYMENT, "capture", standing.facts(now=now, amount=taken), entry, now)
        if order.state != "placed":
            return PaidOutcome.LATE
        _pay(
            Standing(order, standing.packages, standing.captured + taken, standing.refunded),
            now,
            paid_at,
            actor,
        )
    return PaidOutcome.PAID


def _pay(standing: Standing, now: datetime, paid_at: datetime | None, actor: str) -> None:
    order = standing.order
    move_order(order, Axis.ORDER, "pay", standing.facts(now=now), Entry(actor), now, paid_at=paid_at or now)
    confirm(references=[f"package:{package.pk}" for package in standing.packages])
    record(kind="order.paid", subject=f"order:{order.pk}", payload=_payload(order, standing), at=now)


def _payload(order: Order, standing: Standing) -> dict[str, object]:
    return {
        "order_id": order.pk,
        "number": order.number,
        "shopper_id": order.shopper_id,
        "total": f"{order.total:f}",
        "package_ids": [package.pk for package in standing.packages],
    }
