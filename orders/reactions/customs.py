"""What customs decided about a declaration, for the yearly allowance: one call each, harmless when heard again."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from journal.types import Fact
from orders import allowance


def free_cancelled(fact: Fact) -> None:
    """declaration.cancelled: the list is gone before release; what the package reserved is free."""
    allowance.release(int(fact.payload["package_id"]), fact.occurred_at)


def restore_taken_back(fact: Fact) -> None:
    """declaration.taken_back: customs accepted the return (625) of these pieces; money alone restores nothing."""
    pieces, before = (_pieces(fact.payload[name]) for name in ("pieces", "before"))
    if pieces:
        allowance.taken_back(
            int(fact.payload["package_id"]),
            pieces,
            before,
            f"application:{fact.payload['application']}",
            fact.occurred_at,
        )


def _pieces(told: Mapping[str, str]) -> dict[int, Decimal]:
    return {int(place): Decimal(count) for place, count in told.items()}
