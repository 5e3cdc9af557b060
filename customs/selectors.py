"""Reads of the customs floor: what the desk lists, and what happened to one package."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.db.models.functions import Greatest

from customs.messages.times import moment
from customs.models import Declaration, Message, Receipt, StockIn
from customs.rules import refusals, statuses
from customs.types import LATER

SILENT_AFTER = timedelta(minutes=30)
_UNDER_WAY = (Declaration.State.SENT, Declaration.State.ACCEPTED)


def rejected() -> QuerySet[Declaration]:
    """Refused by customs or held back by us, oldest first."""
    states = (Declaration.State.REJECTED, Declaration.State.HELD)
    return Declaration.objects.filter(state__in=states).select_related("package").order_by("settled_at", "pk")


def silent(now: datetime, after: timedelta | None = None) -> QuerySet[Declaration]:
    """Under way, and for `after` (SILENT_AFTER) nothing was heard of them: longest silence first."""
    after = after or SILENT_AFTER
    rows = Declaration.objects.filter(state__in=_UNDER_WAY).annotate(last=Greatest("sent_at", "heard_at"))
    return rows.filter(last__lt=now - after).select_related("package").order_by("last", "pk")


def unanswered(now: datetime, after: timedelta | None = None) -> QuerySet[Message]:
    """What came after the four (513, 623, 625, withdrawals) and has no receipt at all, the longest wait first."""
    late = Q(kind__in=LATER) | Q(declaration__state=Declaration.State.CANCELLED)
    rows = Message.objects.filter(late, status="", sent_at__lt=now - (after or SILENT_AFTER))
    return rows.select_related("declaration").defer("body_sealed").order_by("sent_at", "pk")


def unanswered_stock_ins(now: datetime, after: timedelta | None = None) -> QuerySet[StockIn]:
    """Stock-ins (711) without a receipt."""
    rows = StockIn.objects.filter(status="", sent_at__lt=now - (after or SILENT_AFTER))
    return rows.select_related("batch").defer("body").order_by("sent_at", "pk")


def unsent(now: datetime, after: timedelta = timedelta(minutes=5)) -> QuerySet[Declaration]:
    """Made a while ago, and not sent whole yet: the port is away, or its door refuses."""
    waiting = Q(sent_at__isnull=True, created_at__lt=now - after)
    return (
        Declaration.objects.filter(waiting).exclude(state=Declaration.State.HELD).order_by("created_at", "pk")
    )


def strange() -> QuerySet[Receipt]:
    """Receipts nobody could place: unmatched, unknown, malformed; newest first."""
    return Receipt.objects.filter(outcome__in=("unmatched", "unknown_status", "malformed")).order_by("-pk")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened. `what`: sent or the receipt's kind; `says`: in the asked language."""

    at: datetime
    what: str
    kind: str
    code: str
    says: str
    outcome: str = ""
    revision: int = 0


def timeline(package_id: int, language: str) -> list[Step]:
    """What was sent for a package and what came back, in the order of its happening. Three statements."""
    declaration = Declaration.objects.filter(package_id=package_id).first()
    if declaration is None:
        return []
    sent = Message.objects.filter(declaration_id=declaration.pk, sent_at__isnull=False).defer("body_sealed")
    came = Receipt.objects.filter(declaration_id=declaration.pk)
    steps = [Step(m.sent_at, "sent", m.kind, "", "", revision=m.revision) for m in sent if m.sent_at]
    steps += [_step(row, language) for row in came if row.returned_at]
    return sorted(steps, key=lambda step: (step.at, step.kind))


def _step(row: Receipt, language: str) -> Step:
    says = f"{status_name(row.status, language)} {refusals.describe(row.info)}".strip()
    return Step(moment(row.returned_at), "receipt", row.kind, row.status, says, row.outcome)


def status_name(code: str, language: str) -> str:
    """What a code means; empty for one nobody knows."""
    known = statuses.find(code) or refusals.find(code)
    return known.name(language) if known else ""


def way_out(declaration: Declaration, language: str) -> str:
    """What to do about a refusal; empty where there is none."""
    if declaration.state != Declaration.State.REJECTED:
        return ""
    return refusals.explain(declaration.status, declaration.reason).todo(language)
