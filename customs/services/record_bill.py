"""Tax bills (电子税单 816, 818) as they come, in any order and any number of times; and the way to either recorder."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from customs.models import Declaration, TaxBill
from customs.services.record_receipt import record_receipt
from customs.types import Bill, Outcome, PortReceipt

STATUSES = ("1", "2", "3")


def record(*, port: str, row: PortReceipt | Bill, now: datetime) -> Outcome:
    """A receipt or a bill, each to its own."""
    if isinstance(row, Bill):
        return record_bill(port=port, row=row, now=now)
    return record_receipt(port=port, row=row, now=now)


def record_bill(*, port: str, row: Bill, now: datetime) -> Outcome:
    """Keep the bill under its number; its state only goes on, its amounts are those of the first that has any.

    A bill for a list that nobody knows is kept, and tied to it once it is known.
    """
    if row.status not in STATUSES or not row.list_number or len(row.list_number) > 18:
        return Outcome.UNKNOWN_STATUS
    with transaction.atomic():
        key = {"port": port, "list_number": row.list_number, "tax_no": row.tax_no[:50]}
        TaxBill.objects.bulk_create(
            [TaxBill(**key, status="", status_at="", received_at=now)], ignore_conflicts=True
        )
        kept = TaxBill.objects.select_for_update(no_key=True).get(**key)
        changes = _changes(kept, row)
        if not changes:
            return Outcome.REPEATED
        TaxBill.objects.filter(pk=kept.pk).update(**changes, compared_at=None)
    return Outcome.APPLIED if changes.get("declaration_id") or kept.declaration_id else Outcome.UNMATCHED  # type: ignore[attr-defined]


def _changes(kept: TaxBill, row: Bill) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if row.status > kept.status:
        changes |= {"status": row.status, "status_at": row.returned_at}
    if row.payment_book and not kept.payment_book:
        changes["payment_book"] = row.payment_book[:50]
    if row.kind == "816" and not kept.has_amounts:
        lines = [{name: str(value) for name, value in asdict(line).items()} for line in row.lines]
        amounts = {"duty": row.duty, "consumption_tax": row.consumption_tax, "vat": row.vat}
        changes |= {**amounts, "lines": lines, "has_amounts": True}
    if kept.declaration_id is None:  # type: ignore[attr-defined]
        found = Declaration.objects.filter(port=kept.port, list_number=row.list_number).first()
        changes |= {"declaration_id": found.pk} if found else {}
    return changes
