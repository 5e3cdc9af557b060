"""Verbs of goods that come, come back, go elsewhere, or are found to be more or fewer."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from catalog.inventory import batches
from catalog.inventory.days import day_of
from catalog.inventory.ledger import Change, write
from catalog.inventory.models import Batch, Movement, Stock
from catalog.inventory.types import HeldStock, NotEnough, StockChanged, UnknownStock
from journal.services import record

_OTHER_GOODS = (Movement.Kind.RECEIVED, Movement.Kind.ARRIVED)
"""What these bring in need not be good until the day of what lies there. A count finds more of the same."""


def receive(
    *, sku_id: int, warehouse_id: int, quantity: int, reference: str, now: datetime, batch: str = "",
    expires_on: date | None = None,
) -> None:  # fmt: skip
    """Goods arrive: on hand grows by `quantity` pieces. Makes the stock row at the first arrival."""
    _positive(quantity)
    with transaction.atomic():
        row = _locked(sku_id, warehouse_id)
        _raise(row, quantity, batch, expires_on, Movement.Kind.RECEIVED, reference, now)
        _tell("stock.received", sku_id, now)


def take_back(
    *, sku_id: int, warehouse_id: int, quantity: int, reference: str, now: datetime, batch: str = "",
    expires_on: date | None = None,
) -> int:  # fmt: skip
    """退货入库: pieces of `reference` that can be sold again. Returns the pieces; 0 the second time."""
    _positive(quantity)
    with transaction.atomic():
        row = _locked(sku_id, warehouse_id)
        if row.movements.filter(kind=Movement.Kind.RETURNED, reference=reference).exists():
            return 0
        _raise(row, quantity, batch, expires_on, Movement.Kind.RETURNED, reference, now)
        _tell("stock.received", sku_id, now)
        return quantity


def transfer(
    *, sku_id: int, from_warehouse_id: int, to_warehouse_id: int, quantity: int, reference: str, now: datetime
) -> None:
    """调拨: pieces go to another warehouse with their batches. Raises NotEnough: what orders hold stays."""
    _positive(quantity)
    if from_warehouse_id == to_warehouse_id:
        raise UnknownStock("Choose another warehouse.")
    with transaction.atomic():
        for place in (from_warehouse_id, to_warehouse_id):
            Stock.objects.get_or_create(sku_id=sku_id, warehouse_id=place)
        pair = Stock.objects.select_for_update(no_key=True).filter(
            sku=sku_id, warehouse__in=[from_warehouse_id, to_warehouse_id]
        )
        rows = {row.warehouse_id: row for row in pair.order_by("pk")}
        source, target = rows[from_warehouse_id], rows[to_warehouse_id]
        known = {pk: (code, day) for pk, code, day in source.batches.values_list("pk", "code", "expires_on")}
        undated = batches.own_date(source) or ("", None)
        for batch_id, pieces in _lower(source, quantity, Movement.Kind.SENT, reference, now):
            code, day = known[batch_id] if batch_id is not None else undated
            target.refresh_from_db(fields=["on_hand", "batch", "expires_on"])
            _raise(target, pieces, code, day, Movement.Kind.ARRIVED, reference, now)
        _tell("stock.received", sku_id, now)


def count(
    *, sku_id: int, warehouse_id: int, counted: int, seen: int, reference: str, now: datetime
) -> int:  # fmt: skip
    """盘点: what was counted becomes what is on hand; `seen` is what the list said when counting began.

    Returns the difference. Raises StockChanged where the row moved meanwhile, HeldStock where orders hold more.
    """
    if counted < 0:
        raise UnknownStock("A count is not negative.")
    with transaction.atomic():
        row = _locked(sku_id, warehouse_id)
        if row.on_hand != seen:
            raise StockChanged(row.on_hand)
        if counted < row.reserved:
            raise HeldStock(row.reserved)
        change = counted - row.on_hand
        if change > 0:
            _raise(row, change, "", None, Movement.Kind.COUNTED, reference, now)
        elif change < 0:
            _lower(row, -change, Movement.Kind.COUNTED, reference, now)
        if change:
            _tell("stock.counted", sku_id, now)
        return change


def write_off(*, batch_id: int, reference: str, now: datetime) -> int:
    """报损: a batch that is out of date or spoilt leaves; what orders hold stays. Returns the pieces that left."""
    with transaction.atomic():
        stock_id = Batch.objects.values_list("stock_id", flat=True).get(pk=batch_id)
        row = Stock.objects.select_for_update(no_key=True).get(pk=stock_id)
        batch = Batch.objects.get(pk=batch_id)
        pieces = min(batch.on_hand, row.on_hand - row.reserved)
        if pieces:
            Stock.objects.filter(pk=row.pk).update(on_hand=row.on_hand - pieces)
            Batch.objects.filter(pk=batch_id).update(on_hand=batch.on_hand - pieces)
            batches.show_first([row.pk], day_of(now))
            write(Movement.Kind.WRITTEN_OFF, [Change(row.pk, -pieces, 0, reference, batch_id)], now)
            _tell("stock.counted", row.sku_id, now)
        return pieces


def _positive(quantity: int) -> None:
    if quantity < 1:
        raise UnknownStock("Only a positive number of pieces can move.")


def _locked(sku_id: int, warehouse_id: int) -> Stock:
    made, _ = Stock.objects.get_or_create(sku_id=sku_id, warehouse_id=warehouse_id)
    return Stock.objects.select_for_update(no_key=True).get(pk=made.pk)


def _raise(
    row: Stock, quantity: int, code: str, day: date | None, kind: str, reference: str, now: datetime
) -> None:
    if code or kind in _OTHER_GOODS:
        batches.set_apart(row, row.on_hand)
    Stock.objects.filter(pk=row.pk).update(on_hand=row.on_hand + quantity)
    batch_id = batches.put(row.pk, code, day, quantity, day_of(now))
    write(kind, [Change(row.pk, quantity, 0, reference, batch_id)], now)


def _lower(row: Stock, quantity: int, kind: str, reference: str, now: datetime) -> batches.Parts:
    if row.on_hand - row.reserved < quantity:
        raise NotEnough(row.on_hand - row.reserved)
    Stock.objects.filter(pk=row.pk).update(on_hand=row.on_hand - quantity)
    parts = batches.take({row.pk: [quantity]}, day_of(now))[row.pk][0]
    write(kind, [Change(row.pk, -pieces, 0, reference, batch_id) for batch_id, pieces in parts], now)
    return parts


def _tell(kind: str, sku_id: int, now: datetime) -> None:
    record(kind=kind, subject=f"sku:{sku_id}", payload={"sku_id": sku_id}, at=now)
