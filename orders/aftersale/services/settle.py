"""The end of a request: money through the gateway it came by, and stock; or other goods.

The yearly allowance is not a matter of money: it goes back when customs accepts the return (orders.reactions.customs).
Only a package that will never be declared gives its room back here.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from catalog.inventory.services import consume, receive, release, reserve
from catalog.inventory.types import OutOfStock as StockGone
from orders import allowance
from orders.aftersale.breakdown import held_lines
from orders.aftersale.locks import lock_request
from orders.aftersale.models import Request
from orders.aftersale.policy import policy
from orders.aftersale.reasons import Kind
from orders.aftersale.services.moving import move_request
from orders.aftersale.types import SecondOperatorNeeded, TaxFrom, WaybillMissing
from orders.errors import NotAllowedNow, OutOfStock
from orders.lifecycle.axes import noop
from orders.models import Line, Package
from orders.payments.models import Payment
from orders.payments.selectors import key_of, payment_of
from orders.payments.services import refund


def settle(*, request_id: int, now: datetime, actor: str, carrier: str = "", waybill: str = "") -> Request:
    """Let the money go, or (exchange) the other goods, whose waybill is named.

    Above the mall's limit by another operator than the one who approved. Raises NoSuchRequest, NotAllowedNow,
    SecondOperatorNeeded, WaybillMissing, OutOfStock.
    """
    with transaction.atomic():
        request = lock_request(request_id)
        if request.kind == Kind.EXCHANGE:
            _exchange(request, now, actor, carrier.strip()[:60], waybill.strip()[:40])
        else:
            settle_locked(request, now, actor)
    return request


def settle_locked(request: Request, now: datetime, actor: str) -> None:
    """The caller holds the locks."""
    _two_people(request, actor)
    move_request(
        request, "settle", now=now, actor=actor, money=request.amount, settled_at=now, settled_by=actor,
        acts_by=None,
    )  # fmt: skip
    if request.amount > 0:
        row = refund(
            payment_id=_payment(request).pk,
            amount=request.amount,
            reason="aftersale",
            key=key_of(request.package, "A", request.number),
            now=now,
        )
        Request.objects.filter(pk=request.pk).update(refund=row)
    _goods(request, now)
    _close_package(request, now)


def _two_people(request: Request, actor: str) -> None:
    """Above the limit one person never lets money go alone; the clock is nobody's second."""
    limit = policy().second_above
    if request.amount > limit and actor in ("clock", request.approved_by):
        raise SecondOperatorNeeded(limit=f"{limit:f}")


def _payment(request: Request) -> Payment:
    found = payment_of(request.package_id)
    if found is None:
        raise NotAllowedNow("nothing_paid", noop("There is no payment left to give back from."))
    return found


def _goods(request: Request, now: datetime) -> None:
    """What came back goes on the shelf it left, or is destroyed and stays out of stock."""
    if request.fate != Request.Fate.RESTOCK:
        return
    for row in request.lines.select_related("line", "line__package").order_by("line__sku_id"):
        receive(
            sku_id=row.line.sku_id,
            warehouse_id=row.line.package.warehouse_id,
            quantity=row.pieces,
            reference=f"aftersale:{request.number}"[:60],
            now=now,
        )


def _close_package(request: Request, now: datetime) -> None:
    """A package that never arrived and whose money went back whole is over: nobody declares or sends it again."""
    package = request.package
    if package.fulfilment == "signed":
        return
    bought = sum(Line.objects.filter(package_id=package.pk).values_list("quantity", flat=True))
    if bought == sum(row.pieces for row in held_lines(package.pk)):
        Package.objects.filter(pk=package.pk).update(closed_at=now)
        release(references=[f"package:{package.pk}"], now=now)
        if request.tax_from == TaxFrom.UNTAKEN:
            allowance.release(package.pk, now)


def _exchange(request: Request, now: datetime, actor: str, carrier: str, waybill: str) -> None:
    """The same goods again, out of the same warehouse. Raises OutOfStock, WaybillMissing."""
    if not carrier or len(waybill) < 5:
        raise WaybillMissing()
    move_request(
        request, "settle", now=now, actor=actor, note=f"{carrier} {waybill}", settled_at=now, settled_by=actor,
        acts_by=None, sent_carrier=carrier, sent_waybill=waybill,
    )  # fmt: skip
    _goods(request, now)
    reference = f"exchange:{request.number}"[:60]
    rows = list(request.lines.select_related("line", "line__package"))
    wants: dict[int, int] = {}
    for row in rows:
        wants[row.line.sku_id] = wants.get(row.line.sku_id, 0) + row.pieces
    places = {row.line.sku_id: row.line.package.warehouse_id for row in rows}
    try:
        reserve(wants={reference: wants}, warehouses=places, expires_at=now, now=now)
    except StockGone as gone:
        raise OutOfStock(gone.sku_ids) from gone
    consume(reference=reference, now=now)
