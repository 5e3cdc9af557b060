"""Terms, and the deposit behind them. Only the mall's staff do this."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from journal.services import record
from partners import locks
from partners.models import Contract, DepositEntry
from partners.selectors import deposit_held
from partners.types import NotThere, PartnerError, Terms
from tenancy.actors import Kind
from tenancy.scope import current_actor

ZERO = Decimal("0.00")


def sign_contract(*, supplier_id: int, terms: Terms, now: datetime, actor: str) -> int:
    """Terms from a day on; earlier ones stay as they were. Raises PartnerError."""
    _staff_only()
    if not ZERO <= terms.commission < 1:
        raise PartnerError(_("The commission is a share between 0 and 100 %."), field="commission")
    if terms.period_days < 1:
        raise PartnerError(_("A settlement period has at least one day."), field="period_days")
    with transaction.atomic():
        row = locks.supplier(supplier_id)
        if Contract.objects.filter(supplier=row, valid_from=terms.valid_from).exists():
            raise PartnerError(_("There is a contract from that day on already."), field="valid_from")
        made = Contract.objects.create(
            supplier=row, signed_at=now, **{name: getattr(terms, name) for name in Terms.__slots__}
        )
        payload = {"supplier_id": row.pk, "contract_id": made.pk, "commission": str(terms.commission)}
        record(kind="supplier.contract_signed", subject=f"supplier:{row.pk}", payload=payload, at=now)
    return made.pk


def move_deposit(
    *, supplier_id: int, kind: str, amount: Decimal, reference: str, reason: str, now: datetime, actor: str
) -> Decimal:
    """Write what moved the deposit (`amount` in yuan, above zero); the same reference counts once.

    Returns what is held afterwards. Raises PartnerError where more would go out than is held.
    """
    _staff_only()
    if amount <= 0 or amount != amount.quantize(Decimal("0.01")):
        raise PartnerError(_("An amount is above zero, with two decimals."), field="amount")
    signed = amount if kind == DepositEntry.Kind.PAID else -amount
    with transaction.atomic():
        row = locks.supplier(supplier_id)
        if DepositEntry.objects.filter(supplier=row, reference=reference).exists():
            return deposit_held(row.pk)
        held = deposit_held(row.pk)
        if held + signed < 0:
            raise PartnerError(_("More than the deposit that is held cannot go out."), field="amount")
        values = {"kind": kind, "amount": signed, "reference": reference, "reason": reason, "actor": actor}
        DepositEntry.objects.create(supplier=row, at=now, **values)
    return held + signed


def _staff_only() -> None:
    actor = current_actor()
    if actor is None or actor.kind is not Kind.STAFF:
        raise NotThere
