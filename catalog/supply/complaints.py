"""Complaints about intellectual property as the supplier of the goods reads them, and its counter-notice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from catalog import locks
from catalog.models import Complaint
from catalog.services.complaints import counter
from catalog.types import NotThere, Words
from tenancy.bilingual import words

_TOLD = (
    Complaint.State.TAKEN_DOWN,
    Complaint.State.COUNTERED,
    Complaint.State.RESTORED,
    Complaint.State.UPHELD,
)
"""What the mall is still looking at, or threw out, took nothing off the shelf and is not passed on."""


@dataclass(frozen=True, slots=True)
class ComplaintLine:
    """`until`: when the goods may come back, if the complainant does not go to court before."""

    id: int
    product_id: int
    product_code: str
    title: Words
    right: str
    registration_no: str
    complainant: str
    statement: str
    evidence: tuple[str, ...]
    state: str
    state_words: str
    taken_down_at: datetime | None
    counter_statement: str
    countered_at: datetime | None
    until: datetime | None
    decision: str
    closed_at: datetime | None

    @property
    def may_counter(self) -> bool:
        return self.state == Complaint.State.TAKEN_DOWN


def complaints_about(*, most: int = 100) -> list[ComplaintLine]:
    """Those that took goods of the actor off the shelf, the newest first."""
    return [_line(row) for row in _mine()[:most]]


def complaint(complaint_id: int) -> ComplaintLine | None:
    row = _mine().filter(pk=complaint_id).first()
    return _line(row) if row else None


def waiting() -> int:
    """How many wait for a counter-notice or for the goods to be given up."""
    return _mine().filter(state=Complaint.State.TAKEN_DOWN).count()


def counter_own(*, complaint_id: int, statement: str, now: datetime) -> None:
    """Raises NotThere for another supplier's; CatalogError where that step is past or nothing is said."""
    if complaint(complaint_id) is None:
        raise NotThere
    counter(complaint_id=complaint_id, statement=statement, now=now)


def _mine() -> QuerySet[Complaint]:
    rows = Complaint.objects.filter(locks.reachable("product__supplier"), state__in=_TOLD)
    return rows.select_related("product").order_by("-taken_down_at", "-pk")


def _line(row: Complaint) -> ComplaintLine:
    return ComplaintLine(
        row.pk, row.product_id, row.product.code, words(row.product, "title"), str(row.get_right_display()),
        row.registration_no, row.complainant, row.statement, tuple(map(str, row.evidence or [])), row.state,
        str(row.get_state_display()), row.taken_down_at, row.counter_statement, row.countered_at, row.put_back_after,
        row.decision, row.closed_at,
    )  # fmt: skip
