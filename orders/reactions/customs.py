"""What customs decided about a declaration, for the yearly allowance: one call each, harmless when heard again."""

from __future__ import annotations

from decimal import Decimal

from journal.types import Fact
from orders import allowance


def free_cancelled(fact: Fact) -> None:
    """declaration.cancelled: the list is gone before release; what the package reserved is free."""
    allowance.release(int(fact.payload["package_id"]), fact.occurred_at)


def restore_taken_back(fact: Fact) -> None:
    """declaration.taken_back: customs accepted the return (625) of these pieces; money alone restores nothing."""
    pieces = {int(place): Decimal(count) for place, count in fact.payload["pieces"].items()}
    if not pieces:
        return
    allowance.taken_back(
        int(fact.payload["package_id"]),
        pieces,
        f"declaration:{fact.payload['declaration_id']}",
        fact.occurred_at,
    )
