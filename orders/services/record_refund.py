"""Money goes back: the payments floor tells each step, the ledger keeps it (退款)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from journal.services import record
from orders.locks import lock_order
from orders.services.moving import Entry, allowed, move_order, standing_of, write_entry
from orders.states import Axis


def record_refund(
    *, order_id: int, event: str, amount: Decimal, now: datetime, actor: str, code: str = "", note: str = ""
) -> str:
    """`event`: refund (asked for), refund_settled, refund_failed. Returns the payment state.

    Several may be under way at once (one per payment). More than was captured and not yet given back is
    refused. Raises NoSuchOrder, NotAllowedNow.
    """
    with transaction.atomic():
        order = lock_order(order_id)
        facts = standing_of(order).facts(now=now, amount=amount)
        entry = Entry(actor, note, code, amount)
        if event == "refund" and order.payment_state == "refunding":
            allowed(Axis.PAYMENT, "paid", "refund", facts)
            write_entry(order.pk, None, Axis.PAYMENT, event, "refunding", "refunding", entry, now)
            return order.payment_state
        if event != "refund" and order.payment_state == "paid":
            move_order(order, Axis.PAYMENT, "refund", facts, Entry(actor, note, code), now)
        after = move_order(order, Axis.PAYMENT, event, facts, entry, now)
        if event == "refund_settled":
            payload = {
                "order_id": order.pk,
                "number": order.number,
                "shopper_id": order.shopper_id,
                "amount": f"{amount:f}",
            }
            record(kind="order.refunded", subject=f"order:{order.pk}", payload=payload, at=now)
    return after
