"""The alarm on a silent port: what was sent and has no answer becomes a fact, once for each silence."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from customs import selectors
from customs.models import Declaration, Message, StockIn
from journal.services import record

log = logging.getLogger(__name__)
_AT_ONCE = 500


def watch_silence(*, now: datetime) -> int:
    """Returns how many alarms were raised: declarations under way, what came after the four, stock-ins."""
    raised = 0
    for row in selectors.silent(now).filter(silent_at__isnull=True)[:_AT_ONCE]:
        raised += _declaration(row, now)
    for message in selectors.unanswered(now).filter(silent_at__isnull=True)[:_AT_ONCE]:
        raised += _message(message, now)
    for stock_in in selectors.unanswered_stock_ins(now).filter(silent_at__isnull=True)[:_AT_ONCE]:
        raised += _stock_in(stock_in, now)
    return raised


def _declaration(row: Declaration, now: datetime) -> bool:
    with transaction.atomic():
        if Declaration.objects.filter(pk=row.pk, silent_at__isnull=True).update(silent_at=now) != 1:
            return False
        _tell(row, "621", row.heard_at or row.sent_at, now)
    return True


def _message(row: Message, now: datetime) -> bool:
    with transaction.atomic():
        if Message.objects.filter(pk=row.pk, silent_at__isnull=True, status="").update(silent_at=now) != 1:
            return False
        _tell(row.declaration, row.kind, row.sent_at, now, message_id=row.pk)
    return True


def _stock_in(row: StockIn, now: datetime) -> bool:
    with transaction.atomic():
        if StockIn.objects.filter(pk=row.pk, silent_at__isnull=True, status="").update(silent_at=now) != 1:
            return False
        batch_id: int = row.batch_id
        log.warning("port %s says nothing of the stock-in %s", row.batch.port, row.cop_no)
        payload = {
            "batch_id": batch_id,
            "stock_in_id": row.pk,
            "port": row.batch.port,
            "cop_no": row.cop_no,
            "since": _text(row.sent_at),
        }
        record(kind="stock_in.silent", subject=f"batch:{batch_id}", payload=payload, at=now)
    return True


def _tell(
    row: Declaration, kind: str, since: datetime | None, now: datetime, message_id: int | None = None
) -> None:
    """`message_id`: of what came after the four; None: the declaration itself is silent."""
    package_id: int = row.package_id
    log.warning("port %s says nothing of CEB%s of package %s", row.port, kind, package_id)
    payload = {"package_id": package_id, "declaration_id": row.pk, "message_id": message_id, "port": row.port,
               "document": kind, "since": _text(since)}  # fmt: skip
    record(kind="declaration.silent", subject=f"package:{package_id}", payload=payload, at=now)


def _text(at: datetime | None) -> str:
    return at.isoformat() if at else ""
