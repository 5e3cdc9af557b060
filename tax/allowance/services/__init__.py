"""Verbs of the allowance ledger. All of them may be said twice."""

from tax.allowance.services.reserving import release, reserve
from tax.allowance.services.settling import count, restore
from tax.allowance.services.sweeping import sweep

__all__ = ["count", "release", "reserve", "restore", "sweep"]
