"""Move a request on the after-sale axis: ask the table, compare and set, write the order's ledger, tell it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from journal.services import record
from orders.aftersale.models import Request
from orders.aftersale.reasons import Kind
from orders.errors import NotAllowedNow
from orders.lifecycle.axes import noop
from orders.services.moving import Entry, allowed, standing_of, write_entry
from orders.states import Axis

_MONEY = ("goods", "discount", "freight", "tax", "amount")


def move_request(
    request: Request,
    event: str,
    *,
    now: datetime,
    actor: str,
    note: str = "",
    money: Decimal | None = None,
    **changes: Any,
) -> str:
    """The caller holds the locks. Returns the new state. Raises NotAllowedNow."""
    facts = standing_of(request.order).facts(
        now=now, goods_come_back=request.kind != Kind.REFUND, reason=note
    )
    before = request.state
    after = allowed(Axis.AFTERSALE, before, event, facts)
    values = changes | {"state": after}
    if Request.objects.filter(pk=request.pk, state=before).update(**values) != 1:
        raise NotAllowedNow(
            "changed_meanwhile", noop("Somebody has changed this meanwhile. Please look again.")
        )
    for name, value in values.items():
        setattr(request, name, value)
    tell(request, event, before, now=now, actor=actor, note=note, money=money)
    return after


def tell(
    request: Request,
    event: str,
    before: str,
    *,
    now: datetime,
    actor: str,
    note: str = "",
    money: Decimal | None = None,
) -> None:
    """One line in the order's ledger, one fact."""
    entry = Entry(actor, note, request.number, money)
    write_entry(
        request.order_id, request.package_id, Axis.AFTERSALE, event, before, request.state, entry, now
    )
    record(
        kind=f"aftersale.{request.state}",
        subject=f"order:{request.order_id}",
        payload={
            "request_id": request.pk,
            "request_number": request.number,
            "order_id": request.order_id,
            "package_id": request.package_id,
            "number": request.order.number,
            "shopper_id": request.shopper_id,
            "kind": request.kind,
            "reason": request.reason,
            "tax_from": request.tax_from,
            **{name: f"{getattr(request, name):f}" for name in _MONEY},
        },
        at=now,
    )
