"""What customs says of a stock-in (入库明细单回执, 712)."""

from __future__ import annotations

from datetime import datetime

from customs.locks import lock_batch
from customs.messages.times import moment
from customs.models import MailBatch, StockIn
from customs.rules import statuses
from customs.rules.statuses import ClearanceState
from customs.types import Outcome, PortReceipt


def find(port: str, row: PortReceipt) -> StockIn | None:
    """The stock-in a receipt answers: by its internal number, or the message a CEB900 names."""
    rows = StockIn.objects.filter(batch__port=port)
    if row.kind == "900":
        return rows.filter(message_id=row.message_id).first()
    return rows.filter(cop_no=row.business_key[:20]).first() if row.kind == "712" else None


def record_stock_in(found: StockIn, row: PortReceipt, now: datetime) -> Outcome:
    """In the transaction of the receipt, with the batch locked: any order of receipts ends the same."""
    lock_batch(found.batch_id)
    found.refresh_from_db()
    at = moment(row.returned_at)
    before = ClearanceState(found.status, moment(found.status_at) if found.status_at else None)
    after = statuses.apply_status(before, row.status, at, "711")
    if after.strange:
        return Outcome.UNKNOWN_STATUS
    if after == before:
        return Outcome.OLDER
    said = {"status": row.status, "status_at": row.returned_at, "status_info": row.info[:1000]}
    StockIn.objects.filter(pk=found.pk).update(**said)
    if after.ended_well("711"):
        batch = MailBatch.objects.filter(pk=found.batch_id)
        batch.filter(stocked_at__isnull=True).update(stocked_at=now)
        changes = {"entry_number": row.list_number[:18]} if row.list_number else {}
        batch.update(state=MailBatch.State.STOCKED, **changes)
    return Outcome.APPLIED
