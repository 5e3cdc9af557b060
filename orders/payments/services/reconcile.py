"""A gateway's bill of a day against our books: every difference has a name, and stays until it is put right."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from journal.services import record
from money.formatting import from_fen
from orders.clock import BEIJING
from orders.payments.gateways.registry import gateway
from orders.payments.models import BillCheck, BillLine, Break, Payment, Refund
from orders.payments.services.ask_gateway import ask_gateway
from orders.payments.services.record_payment import TAKEN
from orders.payments.types import BillRow, Outcome, PaymentError

Kind = Break.Kind


def reconcile(*, gateway_name: str, day: date, now: datetime) -> BillCheck:
    """Once a day and gateway; what was paid there and not recorded here is asked for and recorded at once.

    Raises GatewayAway, GatewayRefused: nothing was written, try again.
    """
    found = BillCheck.objects.filter(gateway=gateway_name, day=day).first()
    if found is not None:
        return found
    rows = gateway(gateway_name).bill(day)
    with transaction.atomic():
        check = _written(gateway_name, day, rows, now)
        Break.objects.bulk_create(_breaks(check, rows))
        if Break.objects.filter(check_of=check).exists():
            _tell(check, now)
    _mend(check, now)
    return check


def _written(name: str, day: date, rows: list[BillRow], now: datetime) -> BillCheck:
    paid, back = [r for r in rows if r.kind == "payment"], [r for r in rows if r.kind == "refund"]
    check = BillCheck.objects.create(
        gateway=name, day=day, at=now,
        payments=len(paid), paid=from_fen(sum(r.amount_fen for r in paid)),
        refunds=len(back), refunded=from_fen(sum(r.amount_fen for r in back)),
    )  # fmt: skip
    BillLine.objects.bulk_create(
        BillLine(
            check_of=check, kind=row.kind, number=row.refund_number or row.number,
            transaction_id=row.transaction_id, amount=from_fen(row.amount_fen), at=row.at,
        )
        for row in rows
    )  # fmt: skip
    return check


def _breaks(check: BillCheck, rows: list[BillRow]) -> list[Break]:
    found: dict[tuple[str, str], Break] = {}
    for kind, number, ours, theirs in (*_payments(check, rows), *_refunds(check, rows)):
        found[kind, number] = Break(check_of=check, kind=kind, number=number[:64], ours=ours, theirs=theirs)
    return list(found.values())


_Found = Iterable[tuple[str, str, Decimal | None, Decimal | None]]


def _payments(check: BillCheck, rows: list[BillRow]) -> _Found:
    told = {row.number: from_fen(row.amount_fen) for row in rows if row.kind == "payment"}
    known = {p.number: p for p in Payment.objects.filter(number__in=told, gateway=check.gateway)}
    for number, amount in told.items():
        ours = known.get(number)
        if ours is None:
            yield Kind.UNKNOWN, number, None, amount
        elif ours.amount != amount:
            yield Kind.AMOUNT, number, ours.amount, amount
        elif ours.state not in TAKEN:
            yield Kind.NOT_RECORDED, number, None, amount
    begin, end = _span(check.day)
    mine = Payment.objects.filter(gateway=check.gateway, state__in=TAKEN, paid_at__gte=begin, paid_at__lt=end)
    for number, amount in mine.exclude(number__in=told).values_list("number", "amount"):
        yield Kind.NOT_IN_BILL, number, amount, None


def _refunds(check: BillCheck, rows: list[BillRow]) -> _Found:
    told = {row.refund_number: from_fen(row.amount_fen) for row in rows if row.kind == "refund"}
    known = {r.number: r for r in Refund.objects.filter(number__in=told, payment__gateway=check.gateway)}
    for number, amount in told.items():
        ours = known.get(number)
        if ours is None:
            yield Kind.REFUND_UNKNOWN, number, None, amount
        elif ours.amount != amount:
            yield Kind.REFUND_AMOUNT, number, ours.amount, amount
        elif ours.state != Refund.State.DONE:
            yield Kind.REFUND_NOT_RECORDED, number, None, amount
    # We hear of it later than it happens there: it may stand in the bill of a day before.
    begin, end = _span(check.day)
    lines = BillLine.objects.filter(kind="refund").values("number")
    mine = Refund.objects.filter(
        payment__gateway=check.gateway, state=Refund.State.DONE, done_at__gte=begin, done_at__lt=end
    )
    for number, amount in mine.exclude(number__in=lines).values_list("number", "amount"):
        yield Kind.REFUND_NOT_IN_BILL, number, amount, None


def _span(day: date) -> tuple[datetime, datetime]:
    begin = datetime.combine(day, time(), BEIJING)
    return begin, begin + timedelta(days=1)


def _mend(check: BillCheck, now: datetime) -> None:
    """Ask the gateway itself for what it says was paid: a notice and the sweeper may both have been lost."""
    for row in Break.objects.filter(check_of=check, kind=Kind.NOT_RECORDED, closed_at=None):
        payment = Payment.objects.get(number=row.number)
        try:
            outcome = ask_gateway(payment_id=payment.pk, now=now)
        except PaymentError:
            continue
        if outcome in (Outcome.APPLIED, Outcome.LATE, Outcome.REPEATED):
            close_break(break_id=row.pk, words=outcome.value, now=now, actor="reconciliation")


def close_break(*, break_id: int, words: str, now: datetime, actor: str) -> None:
    """Raises PaymentError where it was closed before, or nothing is said."""
    if not words.strip():
        raise PaymentError(_("A reason is needed."))
    rows = Break.objects.filter(pk=break_id, closed_at=None)
    if not rows.update(closed_at=now, closed_by=actor, words=words.strip()[:200]):
        raise PaymentError(_("This difference was closed before."))


def _tell(check: BillCheck, now: datetime) -> None:
    payload = {"gateway": check.gateway, "day": check.day.isoformat(), "check_id": check.pk}
    record(kind="payment.bill_differs", subject=f"bill:{check.pk}", payload=payload, at=now)
