"""Which requests a package is open for, and in words why not (售后入口)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from customs.rules.modes import Mode, rule
from orders.aftersale.models import Policy
from orders.aftersale.policy import open_until
from orders.aftersale.reasons import REASONS, Kind, Reason
from orders.aftersale.types import Choice, NotOpen, WrongReason
from orders.models import Package

_STOPPED = ("rejected", "returned")


def choices(package: Package, order_state: str, rules: Policy, now: datetime) -> tuple[Choice, ...]:
    """Every kind, open or with its reason; the same words refuse a request that comes all the same."""
    return tuple(_choice(package, order_state, kind, rules, now) for kind in Kind)


def reasons_for(package: Package, kind: str) -> list[Reason]:
    """The reasons that fit where the package stands."""
    arrived = package.fulfilment == "signed"
    fitting = [row for row in REASONS.values() if kind in row.kinds and row.arrived == arrived]
    if arrived:
        return fitting
    return [row for row in fitting if (row.code == "customs") == (package.clearance in _STOPPED)]


def check_open(
    package: Package, order_state: str, kind: str, reason: str, rules: Policy, now: datetime
) -> None:
    """Raises WrongReason, NotOpen."""
    if kind not in set(Kind) or reason not in {row.code for row in reasons_for(package, kind)}:
        raise WrongReason()
    found = next(c for c in choices(package, order_state, rules, now) if c.kind == kind)
    if not found.open:
        raise NotOpen(found.why_not)
    until = open_until(package, reason, rules)
    if until is not None and now > until:
        raise NotOpen(_("The time for this reason is over."))


def _choice(package: Package, order_state: str, kind: Kind, rules: Policy, now: datetime) -> Choice:
    why = _why_not(package, order_state, kind)
    ends = [end for row in reasons_for(package, kind) if (end := open_until(package, row.code, rules))]
    if not why and ends and now > max(ends):
        why = _("The time for a return or refund is over.")
    return Choice(kind.value, not why, why, max(ends) if ends else None)


def _why_not(package: Package, order_state: str, kind: Kind) -> str:
    if order_state not in ("paid", "completed"):
        return _("The order is not paid.")
    if package.closed_at is not None:
        return _("This package was refunded and closed.")
    stopped = package.fulfilment == "lost" or (
        package.clearance in _STOPPED and package.fulfilment == "pending"
    )
    if kind is Kind.REFUND and stopped:
        return ""
    if package.fulfilment != "signed":
        return _("Possible once the parcel was signed for, lost, or returned by customs.")
    if kind is Kind.EXCHANGE and rule(Mode(package.mode)).declared:
        return _(
            "Goods from abroad cannot be exchanged: a second parcel would need an order and a payment of its own. "
            "Please return them and order again."
        )
    return ""
