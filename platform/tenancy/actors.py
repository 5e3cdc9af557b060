"""Who asks, inside a mall. A missing actor sees nothing of what belongs to somebody."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    PUBLIC = "public"
    SHOPPER = "shopper"
    SUPPLIER = "supplier"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Actor:
    """`id` is the shopper's user id or the supplier's id; None for the public and for staff."""

    kind: Kind
    id: int | None = None

    @classmethod
    def public(cls) -> Actor:
        return cls(Kind.PUBLIC)

    @classmethod
    def shopper(cls, user_id: int) -> Actor:
        return cls(Kind.SHOPPER, user_id)

    @classmethod
    def supplier(cls, supplier_id: int) -> Actor:
        return cls(Kind.SUPPLIER, supplier_id)

    @classmethod
    def staff(cls) -> Actor:
        """A mall's operator, or the platform's own work (tasks, commands)."""
        return cls(Kind.STAFF)
