"""What a label says of packages, as the actor may see them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from customs.rules.modes import Mode, rule
from orders.papers.label import Label
from orders.selectors.parcels import domestic
from orders.selectors.visible import visible_packages
from tenancy.actors import Actor
from tenancy.hosts import address_of


def trace_address(mall_id: int, token: str) -> str:
    """Where the code on the label leads; empty for a waybill of the time before there were any."""
    return address_of(mall_id, f"/trace/{token}") if token else ""


def labels_of(package_ids: list[int], actor: Actor | None, *, language: str = "zh-hans") -> list[Label]:
    """Labels of those of the packages that have a waybill, one for each parcel, in the order of their numbers.

    A parcel of several packages is labelled with all of them, whichever is asked for. Three statements.
    """
    seen = visible_packages(actor).filter(waybills__leg="domestic")
    asked = list(seen.filter(pk__in=package_ids).values_list("waybills__number", flat=True))
    rows = seen.filter(waybills__number__in=asked)
    rows = rows.select_related("order", "supplier").annotate(pieces=Sum("lines__quantity"))
    found: dict[str, Label] = {}
    for row in rows.prefetch_related("waybills").order_by("number"):
        made = _label(row, language)
        known = found.get(made.waybill)
        found[made.waybill] = made if known is None else _joined(known, made)
    return list(found.values())


def _joined(one: Label, more: Label) -> Label:
    weight = Decimal(one.kilograms) + Decimal(more.kilograms)
    return replace(
        one,
        package=f"{one.package} + {more.package}",
        pieces=one.pieces + more.pieces,
        kilograms=f"{weight:.2f}",
    )


def _label(row: Any, language: str) -> Label:
    """`row`: a package with its `pieces` counted."""
    waybill, order = domestic(row), row.order
    return Label(
        carrier=waybill.carrier_name, waybill=waybill.number, consignee=order.consignee, phone=order.phone,
        address=order.address, sender=row.supplier.company_name or row.supplier.name, package=row.number,
        pieces=row.pieces or 0, kilograms=f"{row.gross_kg:.2f}", mode=rule(Mode(row.mode)).name(language),
        sorting_code=waybill.sorting_code, page=trace_address(row.mall_id, waybill.token),
    )  # fmt: skip
