"""What facts and the clock start in the books; each event is posted once, whoever tells of it again."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from currency.types import NoRate
from journal.types import Fact, RetryLater
from orders.clock import beijing_day
from orders.models import Package
from orders.settlement import services
from orders.settlement.models import Statement, Voucher
from orders.settlement.services.posting import Parts
from partners.selectors import contract_of

_USUAL_DAYS = 15
_LATER = 600
"""Seconds until a rate that is missing is looked for again."""


def post_paid(fact: Fact) -> None:
    for package_id in fact.payload["package_ids"]:
        services.post_paid(package_id=int(package_id), now=fact.occurred_at)


def lock_costs(fact: Fact) -> None:
    """The order is paid: what its goods cost in foreign currency is locked at the rate of the day it was placed."""
    try:
        services.lock_costs(order_id=fact.subject_id, now=fact.occurred_at)
    except NoRate as missing:
        raise RetryLater(str(missing), _LATER) from missing


def post_earned(fact: Fact) -> None:
    try:
        services.post_earned(package_id=int(fact.payload["package_id"]), now=fact.occurred_at)
    except NoRate as missing:
        raise RetryLater(str(missing), _LATER) from missing


def post_refunded(fact: Fact) -> None:
    told = fact.payload
    back = Parts(*(Decimal(told[name]) for name in ("goods", "freight", "discount", "tax")))
    if Decimal(told["amount"]) == 0 or told["kind"] == "exchange":
        return
    services.post_refunded(
        package_id=int(told["package_id"]), number=told["request_number"], back=back, now=fact.occurred_at,
        kept_by_customs=told["tax_from"] == "mall", at_fault=told["reason"] != "lost",
    )  # fmt: skip


def tell_supplier(fact: Fact) -> None:
    services.tell_supplier(
        statement_id=int(fact.payload["statement_id"]), kind=fact.kind, occasion=f"fact:{fact.id}",
        now=fact.occurred_at,
    )  # fmt: skip


def post_split(fact: Fact) -> None:
    told = fact.payload
    services.post_split(
        package_id=int(told["split_from"]), made_id=int(told["package_ids"][0]), now=fact.occurred_at
    )


def post_advanced(fact: Fact) -> None:
    told = fact.payload
    services.post_advanced(
        package_id=int(told["package_id"]), number=told["dispute_number"], amount=Decimal(told["amount"]),
        now=fact.occurred_at,
    )  # fmt: skip


def post_clawed_back(fact: Fact) -> None:
    told = fact.payload
    services.post_clawed_back(
        package_id=int(told["package_id"]), number=told["dispute_number"], amount=Decimal(told["amount"]),
        now=fact.occurred_at,
    )  # fmt: skip


def post_cancelled(fact: Fact) -> None:
    """Only what was paid is in the books."""
    if not fact.payload.get("was_paid"):
        return
    for package in Package.objects.filter(order_id=fact.payload["order_id"]).order_by("pk"):
        services.post_paid(package_id=package.pk, now=fact.occurred_at)
        services.post_cancelled(package_id=package.pk, now=fact.occurred_at)


def draw_statements(now: datetime) -> int:
    """Each supplier whose period is over gets its statement. Returns how many were drawn."""
    today, drawn = beijing_day(now), 0
    owed = (
        Voucher.objects.filter(due_on__lt=today).order_by("supplier_id").values_list("supplier_id", flat=True)
    )
    for supplier_id in owed.distinct():
        begins_on, ends_on = _period(supplier_id, today)
        if ends_on < today:
            made = services.draw_statement(
                supplier_id=supplier_id, begins_on=begins_on, ends_on=ends_on, now=now
            )
            drawn += made is not None and made.drawn_at == now
    return drawn


def _period(supplier_id: int, today: date) -> tuple[date, date]:
    """The next period: from the day after the last one, as long as the contract says; the first ends yesterday."""
    contract = contract_of(supplier_id, today)
    days = contract.period_days if contract else _USUAL_DAYS
    last = Statement.objects.filter(supplier_id=supplier_id).order_by("-ends_on").first()
    if last is None:
        return today - timedelta(days=days), today - timedelta(days=1)
    return last.ends_on + timedelta(days=1), last.ends_on + timedelta(days=days)
