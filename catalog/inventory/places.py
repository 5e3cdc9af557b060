"""Verbs about places: warehouses, and which batch lies where."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from catalog.inventory.models import OpenPort, Stock, Warehouse
from catalog.types import Words
from tenancy.bilingual import columns


def keep_warehouse(
    *,
    code: str,
    name: Words,
    kind: str,
    country: str,
    port: str,
    account_book: str,
    days: tuple[int, int],
    freight: Decimal,
    free_freight_from: Decimal | None,
) -> int:
    """Make or change a warehouse by its code; `days` until delivery, freight in yuan."""
    values = columns("name", name) | {
        "kind": kind,
        "country": country,
        "port": port,
        "account_book": account_book,
        "days_min": days[0],
        "days_max": days[1],
        "freight": freight,
        "free_freight_from": free_freight_from,
    }
    return Warehouse.objects.update_or_create(code=code, defaults=values)[0].pk


def open_port(*, port: str) -> None:
    """Goods of warehouses at this port may be sold in modes that are declared there."""
    OpenPort.objects.bulk_create([OpenPort(port=port)], ignore_conflicts=True)


def close_port(*, port: str) -> None:
    OpenPort.objects.filter(port=port).delete()


def stock_of(*, sku_id: int, warehouse_id: int) -> int:
    """Pieces on hand."""
    found = Stock.objects.filter(sku_id=sku_id, warehouse_id=warehouse_id).values_list("on_hand", flat=True)
    return found.first() or 0


def note_batch(*, sku_id: int, warehouse_id: int, batch: str, expires_on: date | None) -> None:
    """Which batch lies there, and until when it is good."""
    Stock.objects.filter(sku_id=sku_id, warehouse_id=warehouse_id).update(batch=batch, expires_on=expires_on)
