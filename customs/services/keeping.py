"""Messages at rest: sealed under the orderer's key, with the id, digest and business key they are known by."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from datetime import datetime

from customs.messages.signature import Signs
from customs.messages.types import Document
from customs.models import Declaration, Message
from customs.rules.statuses import ClearanceState
from customs.services.preparing import Signed
from customs.types import KINDS, Letter
from tenancy.vault.people import Place, open_bytes, seal_bytes

_KEYS = {
    "311": ("ebpCode", "ebcCode", "orderNo"),
    "411": ("payCode", "payTransactionId"),
    "511": ("logisticsCode", "logisticsNo"),
    "621": ("copNo",),
    "513": ("logisticsCode", "logisticsNo", "logisticsStatus"),
    "623": ("copNo",),
    "625": ("copNo",),
}


def keep(
    declaration: Declaration,
    messages: Iterable[Signed],
    *,
    subject: str,
    revision: int,
    now: datetime,
    after: dict[str, str] | None = None,
) -> None:
    """Write them in the caller's transaction. `after`: per kind, the port's last time of the attempt before."""
    rows = [_row(declaration, message, subject, revision, now) for message in messages]
    for row in rows:
        row.after = (after or {}).get(row.kind, "")
    Message.objects.bulk_create(rows)


def _row(declaration: Declaration, message: Signed, subject: str, revision: int, now: datetime) -> Message:
    row_key = uuid.uuid4()
    return Message(
        declaration_id=declaration.pk,
        kind=message.kind,
        revision=revision,
        message_id=message.guid,
        guid=message.guid,
        business_key=business_key(message.kind, message.document),
        row_key=row_key,
        subject=subject,
        body_sealed=seal_bytes(subject, _place(row_key), message.xml),
        digest=digest_of(message.xml) if message.is_signed else "",
        made_at=now,
    )


def business_key(kind: str, document: Document) -> str:
    """What the port's receipt of this document is matched by."""
    return "|".join(document.text(name) for name in _KEYS[kind])


def opened(message: Message) -> bytes:
    """The bytes as they were signed; of a document that went in a file, as it was laid into it.

    Raises Unreadable once the person was forgotten.
    """
    return open_bytes(message.subject, _place(message.row_key), bytes(message.body_sealed))


def sign_alone(message: Message, signer: Signs) -> None:
    """Once: a document that was to go in a file becomes a message of its own, under its own id."""
    xml = signer.sign(opened(message))
    sealed = seal_bytes(message.subject, _place(message.row_key), xml)
    unsigned = Message.objects.filter(pk=message.pk, digest="")
    if unsigned.update(body_sealed=sealed, digest=digest_of(xml)) != 1:
        message.refresh_from_db()
        return
    message.body_sealed, message.digest = sealed, digest_of(xml)


def digest_of(xml: bytes) -> str:
    return hashlib.sha256(xml).hexdigest()


def is_refused(message: Message) -> bool:
    return ClearanceState(status=message.status).refused


def letter(message: Message) -> Letter:
    return Letter(message.message_id, message.kind, opened(message), message.made_at)


def _place(row_key: uuid.UUID) -> Place:
    return Place("customs_message", "body_sealed", str(row_key))


def current(declaration_id: int) -> dict[str, Message]:
    """The message of each of the four kinds that counts (the highest revision), in the order they are sent."""
    rows = Message.objects.filter(declaration_id=declaration_id, kind__in=KINDS).order_by("kind", "revision")
    return {row.kind: row for row in rows}
