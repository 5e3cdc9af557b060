"""The goods come back: the shopper sends them, the mall looks at them and says what becomes of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from orders.aftersale.breakdown import breakdown, who_gives_tax
from orders.aftersale.locks import lock_request
from orders.aftersale.models import Request
from orders.aftersale.policy import policy
from orders.aftersale.services.moving import move_request
from orders.aftersale.types import Part, TaxFrom, WaybillMissing


def send_back(*, request_id: int, shopper_id: int, carrier: str, waybill: str, now: datetime) -> None:
    """The shopper gave the parcel to a carrier, which is when customs is applied to.

    Raises NoSuchRequest, WaybillMissing, NotAllowedNow.
    """
    carrier, waybill = carrier.strip()[:60], waybill.strip()[:40]
    if not carrier or len(waybill) < 5:
        raise WaybillMissing()
    with transaction.atomic():
        request = lock_request(request_id, shopper_id)
        changes = _late_for_customs(request, applied=now)
        move_request(
            request,
            "send_back",
            now=now,
            actor=f"shopper:{shopper_id}",
            note=f"{carrier} {waybill}",
            carrier=carrier,
            waybill=waybill,
            acts_by=now + timedelta(days=policy().receive_days),
            **changes,
        )


def receive(*, request_id: int, fate: str, now: datetime, actor: str, words: str = "") -> Request:
    """The parcel is here. `fate`: restock or destroy. Goods that came too late for customs lose their tax, unless
    the mall answers for the fault. Raises NoSuchRequest, NotAllowedNow.
    """
    with transaction.atomic():
        request = lock_request(request_id)
        changes = _late_for_customs(request, applied=request.created_at, arrived=now)
        move_request(
            request, "receive", now=now, actor=actor, note=words, fate=Request.Fate(fate), received_at=now,
            acts_by=None, **changes,
        )  # fmt: skip
    return request


def _late_for_customs(
    request: Request, *, applied: datetime, arrived: datetime | None = None
) -> dict[str, Any]:
    """The first window of customs runs to the day it is applied to, the second to the day the goods are back."""
    if request.tax_from != TaxFrom.CUSTOMS:
        return {}
    tax_from = who_gives_tax(request.package, request.kind, request.reason, applied, arrived=arrived)
    if tax_from is TaxFrom.CUSTOMS:
        return {}
    back = breakdown(request.package, _parts(request), request.kind, request.reason, tax_from)
    return {
        "tax_from": tax_from.value, "tax": back.tax, "tax_kept": back.tax_kept, "amount": back.amount,
    }  # fmt: skip


def _parts(request: Request) -> tuple[Part, ...]:
    return tuple(
        Part(
            row.line_id, row.pieces, row.goods, row.discount, row.duty, row.consumption_tax, row.vat,
            row.postal_tax, row.dutiable_value, row.freight,
        )
        for row in request.lines.order_by("line_id")
    )  # fmt: skip
