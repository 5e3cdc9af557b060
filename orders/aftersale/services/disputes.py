"""The dispute desk (先行赔付): the mall pays the shopper first; who bears it is decided afterwards."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from journal.services import record
from orders.aftersale.locks import lock_dispute
from orders.aftersale.models import Dispute, Request
from orders.aftersale.policy import policy
from orders.aftersale.types import (
    ZERO,
    DisputeAnswered,
    DisputeDecided,
    DisputeStands,
    NoSuchDispute,
    SecondOperatorNeeded,
    SupplierNotHeard,
    TooMuchDisputed,
)
from orders.errors import NotAllowedNow
from orders.lifecycle.axes import noop
from orders.lifecycle.summary import OPEN_REQUESTS
from orders.locks import lock_order_of_package
from orders.models import Package
from orders.payments.models import Payment, Refund
from orders.payments.selectors import key_of, payment_of
from orders.payments.services import refund

State = Dispute.State
TIME_TO_ANSWER = timedelta(days=3)


def open_dispute(
    *, package_id: int, amount: Decimal, source: str, reference: str, words: str, actor: str, now: datetime
) -> Dispute:
    """Raises DisputeStands, TooMuchDisputed, NotAllowedNow (nothing paid), NoSuchOrder; then nothing is kept."""
    with transaction.atomic():
        order = lock_order_of_package(package_id)
        if _stands(package_id) or _has_open_request(package_id):
            raise DisputeStands()
        package = Package.objects.get(pk=package_id)
        left = min(left_of(_payment(package_id)), package.total)
        if not ZERO < amount <= left:
            raise TooMuchDisputed(left=f"{left:f}")
        place = Dispute.objects.filter(package_id=package_id).count() + 1
        row = Dispute.objects.create(
            number=f"D{package.number}{place:02d}", order=order, package=package, source=source,
            reference=reference.strip()[:60], words=words.strip()[:1000], amount=amount, opened_by=actor,
            opened_at=now,
        )  # fmt: skip
        _tell(row, "dispute.opened", now)
    return row


def _stands(package_id: int) -> bool:
    return Dispute.objects.filter(package_id=package_id, state__in=(State.OPEN, State.PAID)).exists()


def is_disputed(package_id: int) -> bool:
    """Whether a dispute about it stands, or was paid: no after-sale request on top of it."""
    paid = (State.OPEN, State.PAID, State.CLAWED_BACK, State.BORNE)
    return Dispute.objects.filter(package_id=package_id, state__in=paid).exists()


def _has_open_request(package_id: int) -> bool:
    return Request.objects.filter(package_id=package_id, state__in=OPEN_REQUESTS).exists()


def _payment(package_id: int) -> Payment:
    found = payment_of(package_id)
    if found is None:
        raise NotAllowedNow("nothing_paid", noop("There is no payment left to give back from."))
    return found


def left_of(payment: Payment) -> Decimal:
    """What was paid and is neither given back nor on its way back."""
    rows = Refund.objects.filter(payment=payment, state__in=(Refund.State.REQUESTED, Refund.State.DONE))
    return payment.amount - (rows.aggregate(s=Sum("amount"))["s"] or ZERO)


def pay_first(*, dispute_id: int, actor: str, now: datetime) -> Dispute:
    """The shopper gets the money now, out of the mall's pocket; the supplier's time to answer begins.

    Above the mall's limit by another operator than the one who opened it. Raises DisputeDecided, SecondOperatorNeeded,
    PaymentError, NotAllowedNow.
    """
    with transaction.atomic():
        row = lock_dispute(dispute_id, State.OPEN)
        limit = policy().second_above
        if row.amount > limit and actor == row.opened_by:
            raise SecondOperatorNeeded(limit=f"{limit:f}")
        row.refund = refund(
            payment_id=_payment(row.package_id).pk, amount=row.amount, reason="dispute",
            key=key_of(row.package, "D", row.number), now=now,
        )  # fmt: skip
        row.state, row.paid_by, row.paid_at, row.answer_by = State.PAID, actor, now, now + TIME_TO_ANSWER
        row.save()
        _tell(row, "dispute.paid_first", now)
    return row


def note_answer(*, dispute_id: int, words: str, now: datetime, supplier_id: int | None = None) -> None:
    """What the supplier says to it: by an operator, or with `supplier_id` by the supplier itself, once.

    Raises DisputeDecided, DisputeAnswered, NoSuchDispute (another supplier's).
    """
    with transaction.atomic():
        if supplier_id is not None and not _is_about(dispute_id, supplier_id):
            raise NoSuchDispute()
        row = lock_dispute(dispute_id, State.PAID)
        if supplier_id is not None and row.answer:
            raise DisputeAnswered()
        Dispute.objects.filter(pk=row.pk).update(answer=words.strip()[:1000])
        _tell(row, "dispute.answered", now)


def _is_about(dispute_id: int, supplier_id: int) -> bool:
    return Dispute.objects.filter(pk=dispute_id, package__supplier_id=supplier_id).exists()


def settle_dispute(
    *, dispute_id: int, supplier_bears: bool, words: str, actor: str, now: datetime
) -> Dispute:
    """Claw it back in the supplier's next statement, or bear it. Raises DisputeDecided; SupplierNotHeard where the
    supplier has neither answered nor run out of time."""
    with transaction.atomic():
        row = lock_dispute(dispute_id, State.PAID)
        if supplier_bears and not row.answer and row.answer_by is not None and now < row.answer_by:
            raise SupplierNotHeard(until=f"{timezone.localtime(row.answer_by):%Y-%m-%d %H:%M}")
        row.state = State.CLAWED_BACK if supplier_bears else State.BORNE
        row.decision, row.decided_by, row.decided_at = words.strip()[:1000], actor, now
        row.save()
        _tell(row, "dispute.clawed_back" if supplier_bears else "dispute.borne", now)
    return row


def reject_dispute(*, dispute_id: int, words: str, actor: str, now: datetime) -> None:
    """Nothing is paid. Raises DisputeDecided."""
    with transaction.atomic():
        row = lock_dispute(dispute_id, State.OPEN)
        row.state, row.decision, row.decided_by, row.decided_at = (
            State.REJECTED,
            words.strip()[:1000],
            actor,
            now,
        )
        row.save()
        _tell(row, "dispute.rejected", now)


def _tell(row: Dispute, kind: str, now: datetime) -> None:
    payload = {
        "dispute_id": row.pk, "dispute_number": row.number, "order_id": row.order_id, "package_id": row.package_id,
        "number": row.order.number, "shopper_id": row.order.shopper_id, "amount": f"{row.amount:f}",
    }  # fmt: skip
    record(kind=kind, subject=f"order:{row.order_id}", payload=payload, at=now)


__all__ = [
    "DisputeDecided",
    "is_disputed",
    "note_answer",
    "open_dispute",
    "pay_first",
    "reject_dispute",
    "settle_dispute",
]
