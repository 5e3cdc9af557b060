"""The mall's clocks, and until when what may be asked for."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from orders.aftersale.models import Policy
from orders.aftersale.reasons import REASONS
from orders.aftersale.types import Clocks
from orders.clock import beijing_day
from orders.models import Package
from tax.rules.returns import window_on


def policy() -> Policy:
    """The mall's own, or the defaults."""
    return Policy.objects.first() or Policy()


def open_until(package: Package, reason: str, rules: Policy) -> datetime | None:
    """The last moment to ask for something back; None: no end (the goods never came)."""
    row = REASONS.get(reason)
    if package.signed_at is None or row is None or not row.arrived:
        return None
    return package.signed_at + timedelta(days=rules.fault_days if row.fault else rules.mind_days)


def customs_clocks(package: Package, declares: bool) -> Clocks:
    """Customs' own windows: until when to ask, until when the goods must be back, to give tax and allowance back."""
    if not declares or package.released_at is None:
        return Clocks()
    released: date = beijing_day(package.released_at)
    window = window_on(released)
    back = None if window.back_within is None else released + timedelta(days=window.back_within)
    return Clocks(released + timedelta(days=window.apply_within), back, window.source)
