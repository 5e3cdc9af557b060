"""Reads of who trades in a mall."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet, Sum

from partners import locks
from partners.models import Contract, DepositEntry, ImportJob, Supplier, SupplierPaper, SupplierStaff
from partners.types import MAY, Seat, Shop
from tenancy.bilingual import words

__all__ = [
    "contract_of", "deposit_held", "imports", "keepers_of", "keepers_of_stock", "papers", "seat_of", "ships_itself",
    "shop_of", "staff_of", "supplier", "suppliers",
]  # fmt: skip


def shop_of(code: str) -> Shop | None:
    """The shop of a supplier that trades here; None for any other."""
    row = Supplier.objects.filter(code=code, state=Supplier.State.ACTIVE).first()
    if row is None:
        return None
    return Shop(
        row.pk,
        row.code,
        words(row, "name"),
        words(row, "intro"),
        row.company_name,
        row.logo,
        row.banner,
        tuple(row.featured),
        row.score,
    )


def seat_of(user_id: int) -> Seat | None:
    """Where this person works, by a seat that was not taken away; the one question asked without an actor."""
    row = SupplierStaff.objects.filter(user_id=user_id, is_active=True).select_related("supplier").first()
    if row is None:
        return None
    supplier = row.supplier
    return Seat(supplier.pk, supplier.code, words(supplier, "name"), supplier.state, row.role)


def suppliers() -> QuerySet[Supplier]:
    """What the present actor may see: staff all, a supplier itself, anybody else none."""
    return Supplier.objects.filter(locks.reachable("pk"))


def supplier(supplier_id: int) -> Supplier | None:
    return suppliers().filter(pk=supplier_id).first()


def papers() -> QuerySet[SupplierPaper]:
    return SupplierPaper.objects.filter(locks.reachable())


def staff_of(supplier_id: int) -> list[SupplierStaff]:
    rows = SupplierStaff.objects.filter(locks.reachable(), supplier_id=supplier_id)
    return list(rows.select_related("user").order_by("-is_active", "pk"))


def keepers_of_stock(supplier_ids: Iterable[int]) -> dict[int, list[tuple[int, str]]]:
    """supplier -> (user, language) of those who answer for its stock; suppliers that do not trade are left out."""
    return keepers_of("stock", supplier_ids, states=("active",))


def keepers_of(
    what: str, supplier_ids: Iterable[int], *, states: Iterable[str] = ("active", "suspended")
) -> dict[int, list[tuple[int, str]]]:
    """supplier -> (user, language) of its staff whose role includes `what` (see MAY)."""
    roles = [role for role, may in MAY.items() if what in may]
    rows = SupplierStaff.objects.filter(
        supplier__in=list(supplier_ids), supplier__state__in=list(states), is_active=True, role__in=roles
    )
    found: dict[int, list[tuple[int, str]]] = {}
    for supplier_id, user_id, language in rows.order_by("pk").values_list(
        "supplier_id", "user_id", "user__language"
    ):
        found.setdefault(supplier_id, []).append((user_id, language))
    return found


def imports() -> QuerySet[ImportJob]:
    return ImportJob.objects.filter(locks.reachable())


def contract_of(supplier_id: int, on: date) -> Contract | None:
    """The terms that hold on a day: the latest that have begun and not ended."""
    begun = (
        Contract.objects.filter(supplier_id=supplier_id, valid_from__lte=on).order_by("-valid_from").first()
    )
    return begun if begun is not None and (begun.valid_until is None or begun.valid_until >= on) else None


def ships_itself(supplier_id: int) -> bool:
    """Whether released packages wait until the supplier says that they left."""
    return Supplier.objects.filter(pk=supplier_id, ships_itself=True).exists()


def deposit_held(supplier_id: int) -> Decimal:
    """Yuan: the sum of the ledger."""
    entries = DepositEntry.objects.filter(supplier_id=supplier_id)
    return entries.aggregate(held=Sum("amount"))["held"] or Decimal("0.00")
