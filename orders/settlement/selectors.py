"""Reads of the books: balances, a supplier's statements, and the alarm that they do not add up."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import F, QuerySet, Sum

from orders.settlement.models import ACCOUNTS, Statement, Voucher
from tenancy.actors import Actor, Kind

ZERO = Decimal("0.00")


def balances() -> dict[str, Decimal]:
    """Every account of the open mall; together they are zero."""
    sums = Voucher.objects.aggregate(**{name: Sum(name) for name in ACCOUNTS})
    return {name: total or ZERO for name, total in sums.items()}


def held_for(package_id: int) -> Decimal:
    """What is held for a package until receipt."""
    total = Voucher.objects.filter(package_id=package_id).aggregate(s=Sum("escrow"))["s"]
    return -(total or ZERO)


def owed_to(supplier_id: int) -> Decimal:
    total = Voucher.objects.filter(supplier_id=supplier_id).aggregate(s=Sum("payable"))["s"]
    return -(total or ZERO)


def held_until_receipt(supplier_id: int) -> Decimal:
    """What is held for all packages of a supplier."""
    total = Voucher.objects.filter(supplier_id=supplier_id).aggregate(s=Sum("escrow"))["s"]
    return -(total or ZERO)


def to_confirm(actor: Actor | None) -> int:
    """Statements that wait for the supplier's word."""
    return visible_statements(actor).filter(state=Statement.State.DRAWN).count()


def visible_statements(actor: Actor | None) -> QuerySet[Statement]:
    """All for staff, its own for a supplier, none for anybody else."""
    if actor is None or actor.kind not in (Kind.STAFF, Kind.SUPPLIER):
        return Statement.objects.none()
    rows = Statement.objects.select_related("supplier").order_by("-ends_on", "-pk")
    return rows if actor.kind is Kind.STAFF else rows.filter(supplier_id=actor.id or 0)


def statement_vouchers(statement_id: int) -> list[Voucher]:
    rows = Voucher.objects.filter(statement_lines__statement_id=statement_id)
    return list(rows.select_related("package", "package__order").order_by("pk"))


def statement_total(statement_id: int) -> Decimal:
    """What the vouchers of a statement come to: equal to its `payable`, or something is wrong."""
    rows = Voucher.objects.filter(statement_lines__statement_id=statement_id)
    return -(rows.aggregate(s=Sum(F("payable")))["s"] or ZERO)
