"""Tax bills (电子税单 816, 818) as they come, in any order and any number of times; and the way to either recorder."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from customs.models import Declaration, TaxBill
from customs.services.record_receipt import keep_strange, record_receipt
from customs.types import Bill, Outcome, PortReceipt

STATUSES = ("1", "2", "3")
_LIST_NUMBER = 18


def record(*, port: str, row: PortReceipt | Bill, now: datetime) -> Outcome:
    """A receipt or a bill, each to its own."""
    if isinstance(row, Bill):
        return record_bill(port=port, row=row, now=now)
    return record_receipt(port=port, row=row, now=now)


def record_bill(*, port: str, row: Bill, now: datetime) -> Outcome:
    """Keep the bill under its number; its state only goes on, its amounts are those of the first that has any.

    A bill for a list that nobody knows is kept, and tied to it once it is known.
    """
    if row.status not in STATUSES:
        return _strange(port, row, now)
    return _keep(port, row, now)


def _strange(port: str, row: Bill, now: datetime) -> Outcome:
    """Its amounts are kept where they can be; what it says of its state is shown among what nobody could place."""
    with transaction.atomic():
        if row.list_number and len(row.list_number) <= _LIST_NUMBER:
            _keep(port, replace(row, status=""), now)
        told = PortReceipt(
            kind=row.kind,
            business_key=row.list_number or row.tax_no,
            status=row.status,
            returned_at=row.returned_at,
            source_key=row.source_key,
            info=row.tax_no,
            list_number=row.list_number,
        )
        return keep_strange(port=port, row=told, now=now)


def _keep(port: str, row: Bill, now: datetime) -> Outcome:
    if not row.list_number or len(row.list_number) > _LIST_NUMBER:
        return _strange(port, row, now)
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
    return Outcome.APPLIED if changes.get("declaration_id") or kept.declaration_id else Outcome.UNMATCHED


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
    if kept.declaration_id is None:
        found = Declaration.objects.filter(port=kept.port, list_number=row.list_number).first()
        changes |= {"declaration_id": found.pk} if found else {}
    return changes
