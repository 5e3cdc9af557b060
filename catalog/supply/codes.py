"""From codes that people write to ids, among what the actor may change."""

from __future__ import annotations

from collections.abc import Sequence

from catalog import locks
from catalog.models import Product


def ids_of(codes: Sequence[str]) -> dict[str, int]:
    """code -> id of a product; a code of somebody else's is simply not in it."""
    rows = Product.objects.filter(locks.reachable(), code__in=list(codes))
    return dict(rows.values_list("code", "pk"))


def codes_of(ids: Sequence[int]) -> list[str]:
    """Codes in the order of the ids; those that are gone are left out."""
    rows = dict(Product.objects.filter(locks.reachable(), pk__in=list(ids)).values_list("pk", "code"))
    return [rows[pk] for pk in ids if pk in rows]
