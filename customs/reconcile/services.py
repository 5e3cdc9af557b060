"""Compare the bills that came with what was quoted."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from customs.models import TaxBill
from customs.reconcile.compare import Count, Pair, compare, verdict

_AT_ONCE = 200


def compare_bills(*, now: datetime) -> int:
    """Those not compared yet, and those whose list has become known; returns how many were."""
    done = 0
    rows = TaxBill.objects.filter(compared_at__isnull=True, has_amounts=True, declaration__isnull=False)
    for bill in rows.order_by("pk")[:_AT_ONCE]:
        difference, cause = verdict(pairs(bill))
        TaxBill.objects.filter(pk=bill.pk).update(difference=difference, cause=cause.value, compared_at=now)
        done += 1
    return done


def pairs(bill: TaxBill) -> list[Pair]:
    """Our lines and theirs, side by side. Two statements; empty where the list is not known."""
    if bill.declaration is None or not bill.has_amounts:
        return []
    ours = [
        Count(
            line.sequence,
            str(line.trade.get("hs_code", "")),
            line.dutiable_value,
            line.duty,
            line.consumption_tax,
            line.vat,
        )
        for line in bill.declaration.package.lines.all()
    ]
    return compare(ours, [_count(row) for row in bill.lines])


def _count(row: dict[str, str]) -> Count:
    amounts = {name: Decimal(row[name]) for name in ("value", "duty", "consumption_tax", "vat")}
    return Count(int(row["gnum"]), row["hs_code"], **amounts)
