"""A supplier's statement: drawn from vouchers that are due, confirmed or disputed by the supplier, paid by the mall."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q, Sum

from journal.services import record
from orders.settlement.models import Statement, StatementLine, Voucher
from orders.settlement.services.posting import ZERO, Kind, post_adjusted, post_paid_out
from orders.settlement.types import NothingToPay, NotYourStatement, SettlementError

State = Statement.State
_SUMS = ("goods", "freight", "tax", "promotion", "commission", "claw_back")
_COUNTED = Q(kind__in=(Kind.EARNED, Kind.ADJUSTED)) | Q(kind__in=(Kind.REFUNDED, Kind.CLAWED)) & ~Q(payable=0)


def draw_statement(*, supplier_id: int, begins_on: date, ends_on: date, now: datetime) -> Statement | None:
    """All vouchers of the supplier that are due by `ends_on` and stand in no statement; None where there are none.

    Refunds of a package that was never earned only move what is held, and stand in no statement. Of two who draw at
    once, one fails on a voucher that is settled once.
    """
    with transaction.atomic():
        known = Statement.objects.filter(supplier_id=supplier_id, ends_on=ends_on).first()
        if known is not None:
            return known
        taken = StatementLine.objects.values("voucher_id")
        rows = Voucher.objects.filter(_COUNTED, supplier_id=supplier_id, due_on__lte=ends_on).exclude(
            pk__in=taken
        )
        ids = list(rows.values_list("pk", flat=True))
        if not ids:
            return None
        return _drawn(supplier_id, begins_on, ends_on, ids, now)


def _drawn(supplier_id: int, begins_on: date, ends_on: date, ids: list[int], now: datetime) -> Statement:
    rows = Voucher.objects.filter(pk__in=ids)
    sums = {name: total or ZERO for name, total in rows.aggregate(**{n: Sum(n) for n in _SUMS}).items()}
    payable = -(rows.aggregate(s=Sum("payable"))["s"] or ZERO)
    refunds = rows.filter(kind=Kind.REFUNDED).aggregate(s=Sum("payable"))["s"] or ZERO
    statement = Statement.objects.create(
        number=f"S{ends_on:%Y%m%d}-{supplier_id}", supplier_id=supplier_id, begins_on=begins_on, ends_on=ends_on,
        drawn_at=now, payable=payable, refunds=refunds, **sums,
    )  # fmt: skip
    StatementLine.objects.bulk_create(StatementLine(statement=statement, voucher_id=pk) for pk in ids)
    _tell(statement, "settlement.drawn", now)
    return statement


def confirm(*, statement_id: int, actor: str, now: datetime, supplier_id: int | None = None) -> None:
    """The supplier agrees (or the mall for it). Raises NotYourStatement, SettlementError."""
    _move(statement_id, supplier_id, (State.DRAWN, State.DISPUTED), State.CONFIRMED, now, "settlement.confirmed",
          confirmed_by=actor, confirmed_at=now)  # fmt: skip


def dispute(*, statement_id: int, supplier_id: int, words: str, now: datetime) -> None:
    """The supplier does not agree, and says why. Raises NotYourStatement, SettlementError."""
    if not words.strip():
        raise SettlementError()
    _move(statement_id, supplier_id, (State.DRAWN,), State.DISPUTED, now, "settlement.disputed",
          words=words.strip()[:500])  # fmt: skip


def answer(*, statement_id: int, words: str, amount: Decimal, actor: str, now: datetime) -> None:
    """The mall answers a dispute; `amount` (may be zero, or below) is put right in the next statement."""
    with transaction.atomic():
        row = _move(statement_id, None, (State.DISPUTED,), State.DRAWN, now, "settlement.answered",
                    answer=words.strip()[:500])  # fmt: skip
        if amount:
            post_adjusted(
                supplier_id=row.supplier_id, amount=amount, key=f"{row.number}:{now:%H%M%S%f}",
                note=words.strip(), now=now,
            )  # fmt: skip


def pay(*, statement_id: int, bank_reference: str, actor: str, now: datetime) -> None:
    """The bank sent it. By another person than the one who confirmed for the supplier.

    Raises SettlementError, NothingToPay (a balance below zero is carried on).
    """
    with transaction.atomic():
        row = _locked(statement_id, None)
        if row.payable <= 0:
            raise NothingToPay()
        if len(bank_reference.strip()) < 3 or row.confirmed_by == actor:
            raise SettlementError()
        _move(statement_id, None, (State.CONFIRMED,), State.PAID, now, "settlement.paid",
              bank_reference=bank_reference.strip()[:60], paid_at=now)  # fmt: skip
        post_paid_out(supplier_id=row.supplier_id, amount=row.payable, number=row.number, now=now)


def _locked(statement_id: int, supplier_id: int | None) -> Statement:
    rows = Statement.objects.filter(pk=statement_id)
    if supplier_id is not None:
        rows = rows.filter(supplier_id=supplier_id)
    found = rows.select_for_update(no_key=True).first()
    if found is None:
        raise NotYourStatement()
    return found


def _move(
    statement_id: int,
    supplier_id: int | None,
    before: tuple[str, ...],
    after: str,
    now: datetime,
    kind: str,
    **values: object,
) -> Statement:
    with transaction.atomic():
        row = _locked(statement_id, supplier_id)
        if row.state not in before:
            raise SettlementError()
        Statement.objects.filter(pk=row.pk).update(state=after, **values)
        _tell(row, kind, now)
    return row


def _tell(row: Statement, kind: str, now: datetime) -> None:
    payload = {
        "statement_id": row.pk, "number": row.number, "supplier_id": row.supplier_id, "payable": f"{row.payable:f}",
    }  # fmt: skip
    record(kind=kind, subject=f"statement:{row.pk}", payload=payload, at=now)
