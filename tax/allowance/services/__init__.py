"""Verbs of the allowance ledger. All of them may be said twice."""

from tax.allowance.services.reserving import Part, release, reserve, reserve_parts
from tax.allowance.services.settling import count, give_up, restore
from tax.allowance.services.sweeping import sweep

__all__ = ["Part", "count", "give_up", "release", "reserve", "reserve_parts", "restore", "sweep"]
