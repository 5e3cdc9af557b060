"""A supplier's own warehouses: it makes them, says what they cost and take, and closes them. The mall's own ones are
kept by its operators; nobody else ever sees another supplier's.

Goods under bond lie where the mall has an account book: such a warehouse is the operators' to make.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from catalog import locks
from catalog.inventory.models import OpenPort, Stock, Warehouse
from catalog.models import Product
from catalog.types import CatalogError, NotThere, Words
from journal.services import record
from partners.selectors import supplier
from tenancy.bilingual import columns

KINDS = (Warehouse.Kind.OVERSEAS, Warehouse.Kind.DOMESTIC)
MOST = 30
"""Warehouses of one supplier."""
_LONGEST, _DEAREST = 90, Decimal("9999.99")


@dataclass(frozen=True, slots=True)
class Place:
    """What its supplier says of a warehouse. `days` (from, to) until delivery; yuan a package, and from which goods'
    value on it is free; `port`: where parcels from abroad are declared."""

    name: Words
    kind: str
    country: str
    port: str
    days: tuple[int, int]
    freight: Decimal
    free_freight_from: Decimal | None = None


def usable() -> QuerySet[Warehouse]:
    """Where goods of the actor may lie: what the mall keeps, and its own that are not closed."""
    return Warehouse.objects.filter(Q(supplier=None) | locks.reachable(), closed_at=None).order_by("pk")


def own_places() -> list[Warehouse]:
    """The actor's own, the open ones first; `in_use`: goods lie there or are on sale from there."""
    return list(_own().annotate(in_use=_in_use()).order_by("closed_at", "pk"))


def own_place(warehouse_id: int) -> Warehouse | None:
    return _own().annotate(in_use=_in_use()).filter(pk=warehouse_id).first()


def open_ports() -> list[str]:
    """Where the mall may declare now."""
    return sorted(OpenPort.objects.values_list("port", flat=True))


def make_place(*, supplier_id: int, place: Place, now: datetime) -> int:
    """A new warehouse of the supplier. Raises NotThere, CatalogError."""
    owner = supplier(supplier_id)
    if owner is None:
        raise NotThere
    with transaction.atomic():
        if Warehouse.objects.filter(supplier=supplier_id).count() >= MOST:
            raise CatalogError(str(_("A supplier has at most %(count)d warehouses.")) % {"count": MOST})
        values = _checked(place)
        made = Warehouse.objects.create(supplier_id=supplier_id, code=_code(owner.code), **values)
        _tell(made.pk, now)
    return made.pk


def change_place(*, warehouse_id: int, place: Place, now: datetime) -> None:
    """Raises NotThere for what is not the actor's own, CatalogError (`field` tells where)."""
    with transaction.atomic():
        row = _locked(warehouse_id)
        values = _checked(place)
        if (row.kind, row.country) != (place.kind, place.country) and _used(row):
            raise CatalogError(
                _("Goods lie there or are on sale from there: its kind and country stay."), field="kind"
            )
        Warehouse.objects.filter(pk=row.pk).update(**values)
        _tell(row.pk, now)


def close_place(*, warehouse_id: int, now: datetime) -> None:
    """Nothing is brought there any more. Raises NotThere; CatalogError while goods lie there or are on sale from
    there."""
    with transaction.atomic():
        row = _locked(warehouse_id)
        if _used(row):
            raise CatalogError(
                _(
                    "Goods lie there or are on sale from there: move or sell them, and take the products off sale."
                )
            )
        Warehouse.objects.filter(pk=row.pk, closed_at=None).update(closed_at=now)
        _tell(row.pk, now)


def open_again(*, warehouse_id: int, now: datetime) -> None:
    """A closed one takes goods again. Raises NotThere."""
    with transaction.atomic():
        row = _locked(warehouse_id)
        Warehouse.objects.filter(pk=row.pk).update(closed_at=None)
        _tell(row.pk, now)


def _own() -> QuerySet[Warehouse]:
    return Warehouse.objects.filter(locks.reachable(), supplier__isnull=False)


def _locked(warehouse_id: int) -> Warehouse:
    row = _own().select_for_update(of=("self",), no_key=True).filter(pk=warehouse_id).first()
    if row is None:
        raise NotThere
    return row


def _in_use() -> Any:
    return Exists(Stock.objects.filter(warehouse=OuterRef("pk"), on_hand__gt=0)) | Exists(
        Product.objects.filter(warehouse=OuterRef("pk"), state=Product.State.LISTED)
    )


def _used(row: Warehouse) -> bool:
    return Warehouse.objects.filter(_in_use(), pk=row.pk).exists()


def _code(supplier_code: str) -> str:
    """Its supplier's code and signs that no other warehouse of the mall has: spreadsheets name it so."""
    return f"{supplier_code[:32]}-{secrets.token_hex(3)}"


def _checked(place: Place) -> dict[str, object]:
    """Its columns. Raises CatalogError."""
    if not any(place.name.values()):
        raise CatalogError(_("This is needed."), field="name")
    if place.kind not in KINDS:
        raise CatalogError(_("Choose one of the offered values."), field="kind")
    at_home = place.kind == Warehouse.Kind.DOMESTIC
    if at_home != (place.country == "CN"):
        raise CatalogError(
            _("A domestic warehouse lies in China, an overseas one in another country."), field="country"
        )
    if not at_home and place.port not in open_ports():
        raise CatalogError(_("Choose the port that declares what comes from there."), field="port")
    start, end = place.days
    if not 1 <= start <= end <= _LONGEST:
        raise CatalogError(_("From the fewest to the most days, between 1 and 90."), field="days_max")
    for name in ("freight", "free_freight_from"):
        amount = getattr(place, name)
        if amount is not None and not Decimal(0) <= amount <= _DEAREST:
            raise CatalogError(_("This price is not possible."), field=name)
    return columns("name", place.name) | {
        "kind": place.kind, "country": place.country, "port": "" if at_home else place.port,
        "days_min": start, "days_max": end, "freight": place.freight,
        "free_freight_from": place.free_freight_from,
    }  # fmt: skip


def _tell(warehouse_id: int, now: datetime) -> None:
    record(
        kind="warehouse.changed", subject=f"warehouse:{warehouse_id}", payload={"warehouse_id": warehouse_id},
        at=now,
    )  # fmt: skip
