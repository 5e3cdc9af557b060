"""Notice, takedown, counter-notice (E-commerce Law, art. 42-45).

filed -> dismissed | taken down -> countered -> put back | upheld. After a counter-notice the complainant has fifteen
days to show that it went to court or to an authority; without that the goods are put back (art. 43).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from catalog import locks
from catalog.models import Complaint, Product
from catalog.services.states import change_state
from catalog.types import CatalogError
from journal.services import record

WAITS = timedelta(days=15)
_STATE = Complaint.State


@dataclass(frozen=True, slots=True)
class Notice:
    """Who complains of what. `evidence`: names of files or addresses."""

    right: str
    registration_no: str
    complainant: str
    contact: str
    statement: str
    evidence: list[str] = field(default_factory=list)


def file_complaint(*, product_id: int, notice: Notice, now: datetime) -> int:
    """A notice comes in. Raises CatalogError where it names no right, no proof of it, or nobody to answer."""
    if notice.right not in Complaint.Right.values:
        raise CatalogError(_("Choose one of the offered values."), field="right")
    for name in ("registration_no", "complainant", "contact", "statement"):
        if not getattr(notice, name).strip():
            raise CatalogError(_("This is needed."), field=name)
    with transaction.atomic():
        if not Product.objects.filter(pk=product_id).exists():
            raise CatalogError(_("This product is not there."))
        made = Complaint.objects.create(
            product_id=product_id,
            filed_at=now,
            right=notice.right,
            registration_no=notice.registration_no[:60],
            complainant=notice.complainant[:120],
            contact=notice.contact[:120],
            statement=notice.statement[:5000],
            evidence=notice.evidence[:20],
        )
        _tell("complaint.filed", made, now)
    return made.pk


def dismiss(*, complaint_id: int, reason: str, now: datetime) -> None:
    """The notice proves nothing; the goods stay on sale."""
    with transaction.atomic():
        row = _at(complaint_id, _STATE.FILED)
        _move(row, _STATE.DISMISSED, now, decision=_reason(reason), closed_at=now)


def take_down(*, complaint_id: int, now: datetime, operator: str) -> None:
    """The notice holds: the goods leave the shelf and cannot come back before it is settled; their supplier is told."""
    with transaction.atomic():
        row = _at(complaint_id, _STATE.FILED)
        _move(row, _STATE.TAKEN_DOWN, now, taken_down_at=now)
        if row.product.state == Product.State.LISTED:
            change_state(product_id=row.product_id, state="delisted", now=now, actor=operator)


def counter(*, complaint_id: int, statement: str, now: datetime) -> None:
    """The supplier of the goods declares that it infringes nothing. Only it, or staff for it."""
    if not statement.strip():
        raise CatalogError(_("This is needed."), field="statement")
    with transaction.atomic():
        row = _at(complaint_id, _STATE.TAKEN_DOWN)
        locks.product(row.product_id)
        _move(
            row, _STATE.COUNTERED, now,
            counter_statement=statement[:5000], countered_at=now, put_back_after=now + WAITS,
        )  # fmt: skip


def put_back(*, complaint_id: int, now: datetime, operator: str) -> None:
    """Fifteen days went by without a court: the goods may be sold again. Raises CatalogError before."""
    with transaction.atomic():
        row = _at(complaint_id, _STATE.COUNTERED)
        if row.put_back_after is None or now < row.put_back_after:
            raise CatalogError(_("The complainant still has time to go to court."), field="state")
        _move(row, _STATE.RESTORED, now, closed_at=now)
        if row.product.state == Product.State.DELISTED:
            change_state(product_id=row.product_id, state="listed", now=now, actor=operator)


def uphold(*, complaint_id: int, reason: str, now: datetime) -> None:
    """A court or an authority has it, or nobody countered: the goods stay off the shelf."""
    with transaction.atomic():
        row = _at(complaint_id, _STATE.TAKEN_DOWN, _STATE.COUNTERED)
        _move(row, _STATE.UPHELD, now, decision=_reason(reason), closed_at=now)


def _at(complaint_id: int, *states: str) -> Complaint:
    row = (
        Complaint.objects.select_for_update(of=("self",))
        .select_related("product")
        .filter(pk=complaint_id)
        .first()
    )
    if row is None:
        raise CatalogError(_("This complaint is not there."))
    if row.state not in states:
        raise CatalogError(_("This complaint is not at that step."), field="state")
    return row


def _move(row: Complaint, state: str, now: datetime, **values: object) -> None:
    Complaint.objects.filter(pk=row.pk).update(state=state, **values)
    row.state = state
    _tell(f"complaint.{state}", row, now)


def _reason(text: str) -> str:
    if not text.strip():
        raise CatalogError(_("Say why."), field="reason")
    return text[:300]


def _tell(kind: str, row: Complaint, now: datetime) -> None:
    payload = {"complaint_id": row.pk, "product_id": row.product_id, "state": row.state}
    record(kind=kind, subject=f"product:{row.product_id}", payload=payload, at=now)
