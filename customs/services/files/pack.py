"""Lay the documents that wait for a port together, a file a kind, and sign each file once."""

from __future__ import annotations

import logging
import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from customs.locks import lock_declarations
from customs.messages.building import MOST_DOCUMENTS
from customs.messages.joining import Joined, join
from customs.messages.signature import Signs
from customs.models import Declaration, Message, MessageFile, PortAccount
from customs.services import keeping
from customs.services.preparing import new_guid
from customs.services.signing import ready_signer
from customs.types import KINDS
from tenancy.vault.sealing import Unreadable

log = logging.getLogger(__name__)
_OVER = (Declaration.State.HELD, Declaration.State.REJECTED)


def pack(*, port: str, now: datetime) -> int:
    """Every document that waits, the oldest packages first; returns how many files were made.

    Signed outside of any transaction; whoever came first with a document keeps it. Raises SignerBusy, SignerAway,
    HeldBack (the certificate is out of date), NoPort: what was packed until then stays packed.
    """
    made = 0
    while rows := _next(port):
        by_kind = _readable(rows)
        if not by_kind:
            continue
        signer = ready_signer(port, documents=len(by_kind), now=now)
        made += _make(port, by_kind, signer, now)
    return made


def to_be_filed(port: str) -> QuerySet[Message]:
    """Documents that wait for a file."""
    rows = Message.objects.filter(sent_at__isnull=True, file__isnull=True, digest="", alone=False)
    return rows.filter(declaration__port=port).exclude(declaration__state__in=_OVER)


def _next(port: str) -> list[Message]:
    """The documents of the packages whose turn it is. One statement where none waits."""
    waiting = to_be_filed(port)
    ids = waiting.order_by("declaration_id").values_list("declaration_id", flat=True).distinct()
    chosen = list(ids[:MOST_DOCUMENTS])
    if not chosen:
        return []
    most = PortAccount.objects.values_list("per_file", flat=True).get(port=port)
    return list(waiting.filter(declaration_id__in=chosen[: max(1, most)]).order_by("pk"))


def _readable(rows: Sequence[Message]) -> dict[str, list[tuple[Message, bytes]]]:
    """By kind. A document whose person was forgotten goes its own way and holds no other back."""
    by_kind: dict[str, list[tuple[Message, bytes]]] = defaultdict(list)
    for row in rows:
        try:
            by_kind[row.kind].append((row, keeping.opened(row)))
        except Unreadable:
            Message.objects.filter(pk=row.pk).update(alone=True, last_error="unreadable")
    return {kind: by_kind[kind] for kind in KINDS if by_kind[kind]}


def _make(port: str, by_kind: dict[str, list[tuple[Message, bytes]]], signer: Signs, now: datetime) -> int:
    files = []
    for kind, found in by_kind.items():
        guid = new_guid()
        joined = join([xml for _row, xml in found], guid)
        files.append((_signed(port, kind, guid, joined, signer, now), [row.pk for row, _xml in found]))
    declarations = {row.declaration_id for found in by_kind.values() for row, _xml in found}
    return _keep(files, declarations)


def _signed(port: str, kind: str, guid: str, joined: Joined, signer: Signs, now: datetime) -> MessageFile:
    xml = signer.sign(joined.xml)
    body = joined.before + b"".join(joined.documents)
    assert xml.startswith(body), "signing wrote the documents anew"
    return MessageFile(
        port=port,
        kind=kind,
        message_id=guid,
        before=joined.before,
        after=xml[len(body) :],
        digest=keeping.digest_of(xml),
        documents=len(joined.documents),
        made_at=now,
    )


def _keep(files: list[tuple[MessageFile, list[int]]], declarations: set[int]) -> int:
    """One transaction, all or none: a document that somebody else filed meanwhile is left to them."""
    batch = uuid.uuid4()
    with transaction.atomic():
        lock_declarations(declarations)
        wanted = [pk for _file, ids in files for pk in ids]
        free = Message.objects.filter(pk__in=wanted, file__isnull=True, digest="", alone=False, sent_at=None)
        if free.count() != len(wanted):
            log.info("documents were filed by somebody else meanwhile")
            return 0
        for file, ids in files:
            file.batch = batch
            file.save()
            Message.objects.filter(pk__in=ids).update(file_id=file.pk)
    return len(files)
