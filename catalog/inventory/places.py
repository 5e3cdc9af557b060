"""Verbs about places: warehouses, and which batch lies where."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction

from catalog.freight import WEIGHT, Zone
from catalog.inventory.models import FreightTemplate, FreightZone, OpenPort, Stock, Warehouse
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
    freight_template_id: int | None = None,
) -> int:
    """Make or change a warehouse by its code; `days` until delivery, freight in yuan, or by a template."""
    values = columns("name", name) | {
        "kind": kind,
        "country": country,
        "port": port,
        "account_book": account_book,
        "days_min": days[0],
        "days_max": days[1],
        "freight": freight,
        "free_freight_from": free_freight_from,
        "freight_template_id": freight_template_id,
    }
    return Warehouse.objects.update_or_create(code=code, defaults=values)[0].pk


def open_port(*, port: str, wants_filing: bool = False) -> None:
    """Goods of warehouses at this port may be sold in modes that are declared there; `wants_filing`: those that are
    filed there only."""
    OpenPort.objects.update_or_create(port=port, defaults={"wants_filing": wants_filing})


def close_port(*, port: str) -> None:
    OpenPort.objects.filter(port=port).delete()


def keep_freight_template(
    *, name: str, counts_by: str = WEIGHT, divisor: int = 6000, zones: Sequence[Zone]
) -> int:
    """Make or change a freight template by its name; its zones become these, in this order."""
    values = {"counts_by": counts_by, "divisor": divisor}
    with transaction.atomic():
        template, _ = FreightTemplate.objects.update_or_create(name=name, defaults=values)
        FreightZone.objects.filter(template=template).delete()
        FreightZone.objects.bulk_create(
            FreightZone(
                template=template, provinces=" ".join(sorted(zone.provinces)), delivers=zone.delivers, first=zone.first,
                first_fee=zone.first_fee, next=zone.next, next_fee=zone.next_fee, free_from=zone.free_from,
                position=place,
            )
            for place, zone in enumerate(zones)
        )  # fmt: skip
    return template.pk


def stock_of(*, sku_id: int, warehouse_id: int) -> int:
    """Pieces on hand."""
    found = Stock.objects.filter(sku_id=sku_id, warehouse_id=warehouse_id).values_list("on_hand", flat=True)
    return found.first() or 0


def note_batch(*, sku_id: int, warehouse_id: int, batch: str, expires_on: date | None) -> None:
    """Which batch lies there, and until when it is good."""
    Stock.objects.filter(sku_id=sku_id, warehouse_id=warehouse_id).update(batch=batch, expires_on=expires_on)


def note_days(*, warehouse_id: int, days: dict[str, int]) -> bool:
    """What its parcels took lately (`parcels`, `p50`, `p90`; empty: nobody knows). Whether that is news."""
    rows = Warehouse.objects.filter(pk=warehouse_id).exclude(measured_days=days)
    return bool(rows.update(measured_days=days))
