"""What a label says of packages, as the actor may see them."""

from __future__ import annotations

from django.db.models import Sum

from customs.rules.modes import Mode, rule
from orders.papers.label import Label
from orders.selectors.visible import visible_packages
from tenancy.actors import Actor
from tenancy.hosts import address_of


def trace_address(mall_id: int, token: str) -> str:
    """Where the code on the label leads; empty for a waybill of the time before there were any."""
    return address_of(mall_id, f"/trace/{token}") if token else ""


def labels_of(package_ids: list[int], actor: Actor | None, *, language: str = "zh-hans") -> list[Label]:
    """Labels of those of the packages that have a waybill, in the order of their numbers. Two statements."""
    rows = visible_packages(actor).filter(pk__in=package_ids, waybills__leg="domestic")
    rows = rows.select_related("order", "supplier").annotate(pieces=Sum("lines__quantity"))
    found = []
    for row in rows.prefetch_related("waybills").order_by("number"):
        waybill = next(waybill for waybill in row.waybills.all() if waybill.leg == "domestic")
        order = row.order
        found.append(
            Label(
                carrier=waybill.carrier_name, waybill=waybill.number, consignee=order.consignee, phone=order.phone,
                address=order.address, sender=row.supplier.company_name or row.supplier.name, package=row.number,
                pieces=row.pieces or 0, kilograms=f"{row.gross_kg:.2f}", mode=rule(Mode(row.mode)).name(language),
                sorting_code=waybill.sorting_code, page=trace_address(row.mall_id, waybill.token),
            )
        )  # fmt: skip
    return found
