"""Goods that arrive, go to another warehouse or are spoilt, as their supplier says it: the wall first, then the verb.

Each carries the pieces that its person saw: a form sent twice, or beside a sale, is told and moves nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from catalog import locks
from catalog.inventory import arrivals
from catalog.inventory.days import day_of
from catalog.inventory.models import Batch, Stock
from catalog.inventory.types import StockChanged
from catalog.supply.places import usable
from catalog.types import CatalogError, NotThere

_MOST = 10_000_000


@dataclass(frozen=True, slots=True)
class BatchLine:
    """Pieces that came together; `is_old`: out of date today."""

    id: int
    code: str
    expires_on: date | None
    on_hand: int
    is_old: bool
    is_near: bool


def batches_in(stock_id: int, now: datetime, near: date) -> list[BatchLine]:
    """What lies there, first expired first; of an own row only."""
    rows = Batch.objects.filter(
        locks.reachable("stock__sku__product__supplier"), stock=stock_id, on_hand__gt=0
    ).order_by("expires_on", "pk")
    on = day_of(now)
    return [
        BatchLine(
            row.pk, row.code, row.expires_on, row.on_hand, row.expires_on is not None and row.expires_on < on,
            row.expires_on is not None and row.expires_on <= near,
        )
        for row in rows
    ]  # fmt: skip


def receive_own(
    *, stock_id: int, seen: int, pieces: int, batch: str, expires_on: date | None, note: str, now: datetime
) -> None:  # fmt: skip
    """Goods arrive, in a batch where one is named. Raises NotThere, CatalogError, StockChanged."""
    if not 1 <= pieces <= _MOST:
        raise CatalogError(_("Enter whole pieces."), field="pieces")
    if expires_on is not None and not batch.strip():
        raise CatalogError(_("A date belongs to a batch: name it."), field="batch")
    if expires_on is not None and expires_on < day_of(now):
        raise CatalogError(_("This day is past: goods out of date are not received."), field="expires_on")
    with transaction.atomic():
        row = _unmoved(stock_id, seen)
        known = row.batches.filter(code=batch.strip()[:40]).values_list("expires_on", flat=True).first()
        if known is not None and expires_on is not None and known != expires_on:
            says = _("Batch %(code)s is good until %(day)s: give other goods another batch.")
            values = {"code": batch.strip(), "day": known.isoformat()}
            raise CatalogError(str(says) % values, field="expires_on")
        arrivals.receive(
            sku_id=row.sku_id, warehouse_id=row.warehouse_id, quantity=pieces, batch=batch.strip()[:40],
            expires_on=expires_on, reference=f"note:{note.strip()}"[:60], now=now,
        )  # fmt: skip


def send_own(*, stock_id: int, seen: int, to_warehouse_id: int, pieces: int, by: str, now: datetime) -> None:
    """调拨 to another warehouse of the same kind, batches and all. Goods under bond move with customs papers only.

    Raises NotThere, CatalogError, StockChanged, NotEnough.
    """
    if not 1 <= pieces <= _MOST:
        raise CatalogError(_("Enter whole pieces."), field="sent")
    with transaction.atomic():
        row = _unmoved(stock_id, seen)
        target = usable().filter(pk=to_warehouse_id).first()
        if target is None or target.pk == row.warehouse_id:
            raise CatalogError(_("Choose another warehouse."), field="to")
        if "bonded" in (row.warehouse.kind, target.kind):
            says = _(
                "Goods under bond change their account book with customs papers: ask the mall's operators."
            )
            raise CatalogError(says, field="to")
        if target.country != row.warehouse.country:
            raise CatalogError(_("Between countries goods are exported and imported, not moved."), field="to")
        arrivals.transfer(
            sku_id=row.sku_id, from_warehouse_id=row.warehouse_id, to_warehouse_id=target.pk, quantity=pieces,
            reference=f"transfer:{by}"[:60], now=now,
        )  # fmt: skip


def write_off_own(*, stock_id: int, batch_id: int, by: str, now: datetime) -> int:
    """报损 of what is left of a batch; what orders hold stays. Returns the pieces that left. Raises NotThere."""
    with transaction.atomic():
        mine = locks.reachable("stock__sku__product__supplier")
        if not Batch.objects.filter(mine, pk=batch_id, stock=stock_id).exists():
            raise NotThere
        return arrivals.write_off(batch_id=batch_id, reference=f"spoilt:{by}"[:60], now=now)


def _unmoved(stock_id: int, seen: int) -> Stock:
    """The own row, locked, as its person saw it. Raises NotThere, StockChanged."""
    rows = Stock.objects.select_for_update(of=("self",), no_key=True).select_related("warehouse")
    row = rows.filter(locks.reachable("sku__product__supplier"), pk=stock_id).first()
    if row is None:
        raise NotThere
    if row.on_hand != seen:
        raise StockChanged(row.on_hand)
    return row
