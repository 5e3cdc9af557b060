"""Whoever keeps a supplier's accounts hears that a statement was drawn, answered or paid."""

from __future__ import annotations

from datetime import datetime

from money.formatting import grouped
from notifications.services import send
from orders.settlement.models import Statement
from partners.selectors import keepers_of


def tell_supplier(*, statement_id: int, kind: str, occasion: str, now: datetime) -> int:
    """`kind`: `settlement.drawn`, `.answered` or `.paid`. Messages sent; hearing twice sends none again."""
    row = Statement.objects.filter(pk=statement_id).first()
    if row is None:
        return 0
    keepers = keepers_of("money", [row.supplier_id]).get(row.supplier_id, [])
    context = {"number": row.number, "amount": grouped(row.payable), "reference": row.bank_reference}
    return sum(
        send(
            kind=kind, user_id=user_id, language=language, occasion=occasion, context=context,
            link=f"/seller/statements/{row.pk}", now=now,
        )
        for user_id, language in keepers
    )  # fmt: skip
