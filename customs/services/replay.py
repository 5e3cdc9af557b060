"""Apply receipts again (回执重放): one of the archive, or those of a file the port's page gave out.

Harmless however often: a receipt moves nothing that stands further already. Who did it, and what became of it, is kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from customs.models import PortAccount, Receipt, ReceiptReplay
from customs.ports.doors.envelopes import unpacked
from customs.ports.haikou.receipts import from_xml
from customs.services import raw_receipts
from customs.services.record_bill import record
from customs.services.record_receipt import apply_receipt, record_receipt
from customs.types import Bill, CustomsError, NoPort, Outcome, PortReceipt
from tenancy.vault.sealing import Unreadable

BIGGEST = 8 * 1024 * 1024


class NotReplayable(CustomsError):
    code = "receipt_not_replayable"
    message = _("Only a receipt that could be read is applied again.")


class BadReceiptFile(CustomsError):
    """Nothing of the file was applied."""

    code = "receipt_file"

    def __init__(self, message: object) -> None:
        super().__init__(self.code)
        self.message = message  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Replayed:
    """One receipt of a file: what it is known by, and what became of it."""

    kind: str
    business_key: str
    outcome: Outcome


def apply_again(*, receipt_id: int, actor: str, now: datetime) -> Outcome:
    """Judge an archived receipt once more, as if it came now; one that could not be read is read anew.

    Raises NotReplayable where it still cannot be read, or what came was not kept.
    """
    kept = Receipt.objects.get(pk=receipt_id)
    if kept.outcome == Outcome.MALFORMED:
        return _read_again(kept, actor, now)
    if not kept.returned_at:
        raise NotReplayable()
    row = _row(kept)

    def keeps(outcome: Outcome, declaration_id: int | None) -> bool:
        _note(kept.pk, row.source_key, outcome, actor, now)
        return True

    return apply_receipt(port=kept.port, row=row, now=now, keeps=keeps)


def _read_again(kept: Receipt, actor: str, now: datetime) -> Outcome:
    """All of its documents, each as a receipt of its own; returns what became of the first."""
    try:
        raw = raw_receipts.opened(kept)
    except Unreadable as error:
        raise NotReplayable() from error
    rows = raw_receipts.read_again(kept.kind, raw) if raw else []
    if not rows or any(isinstance(row, PortReceipt) and row.fault for row in rows):
        raise NotReplayable()
    digest = hashlib.sha256(raw).hexdigest()
    with transaction.atomic():
        outcomes = [_apply(kept.port, row, digest, actor, now) for row in rows]
        _note(kept.pk, kept.source_key, outcomes[0], actor, now)
    return outcomes[0]


def apply_file(*, port: str, data: bytes, actor: str, now: datetime) -> list[Replayed]:
    """The receipts and bills in a message as customs wrote it, or in its envelope. A known one is judged again.

    All of it or none is read; each is applied by itself. Raises NoPort, BadReceiptFile.
    """
    if not PortAccount.objects.filter(port=port).exists():
        raise NoPort()
    rows = _read(data)
    digest = hashlib.sha256(data).hexdigest()
    return [Replayed(row.kind, _key(row), _apply(port, row, digest, actor, now)) for row in rows]


def _read(data: bytes) -> list[PortReceipt | Bill]:
    if len(data) > BIGGEST:
        raise BadReceiptFile(_("The file is larger than 8 MB."))
    rows = unpacked(data) if raw_receipts.ENVELOPE in data[:2000] else from_xml(data)
    faults = [row.fault for row in rows if isinstance(row, PortReceipt) and row.fault]
    if faults or not rows:
        why = faults[0] if faults else "-"
        raise BadReceiptFile(_("The file is no receipt of customs: %(why)s") % {"why": why[:200]})
    return rows


def _key(row: PortReceipt | Bill) -> str:
    return row.tax_no if isinstance(row, Bill) else row.business_key


def _apply(port: str, row: PortReceipt | Bill, digest: str, actor: str, now: datetime) -> Outcome:
    if isinstance(row, Bill):
        return _noted(lambda: record(port=port, row=row, now=now), row, digest, actor, now)
    known = Receipt.objects.filter(port=port, source_key=row.source_key[:120]).first()
    if known is None:
        return _noted(lambda: record_receipt(port=port, row=row, now=now), row, digest, actor, now)

    def keeps(outcome: Outcome, declaration_id: int | None) -> bool:
        _note(known.pk, row.source_key, outcome, actor, now, digest)
        return True

    return apply_receipt(port=port, row=row, now=now, keeps=keeps)


def _noted(
    apply: Callable[[], Outcome], row: PortReceipt | Bill, digest: str, actor: str, now: datetime
) -> Outcome:
    with transaction.atomic():
        outcome = apply()
        _note(None, row.source_key, outcome, actor, now, digest)
    return outcome


def _note(
    receipt_id: int | None, source_key: str, outcome: Outcome, actor: str, now: datetime, digest: str = ""
) -> None:
    ReceiptReplay.objects.create(
        receipt_id=receipt_id, source_key=source_key[:120], file_digest=digest, outcome=outcome.value,
        actor=actor[:60], at=now,
    )  # fmt: skip


def _row(kept: Receipt) -> PortReceipt:
    return PortReceipt(
        kind=kept.kind,
        business_key=kept.business_key,
        status=kept.status,
        returned_at=kept.returned_at,
        source_key=kept.source_key,
        info=kept.info,
        guid=kept.guid,
        message_id=kept.message_id,
        pre_no=kept.pre_no,
        list_number=kept.list_number,
    )
