"""A copy of one's own data: asked for, made in the background, given to its owner, gone when its link is over."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from journal.services import record
from notifications.services import send
from privacy.collecting import packed
from privacy.locks import lock_shopper
from privacy.models import Export
from privacy.selectors import content_of, export_of, place_of, policy
from privacy.types import AskedAlready
from tenancy.vault.keys import shred
from tenancy.vault.people import seal_bytes

_AGAIN = timedelta(days=1)
_AT_ONCE = 200


def ask_export(*, shopper_id: int, language: str, now: datetime) -> Export:
    """One a day. Raises AskedAlready."""
    with transaction.atomic():
        lock_shopper(shopper_id)
        if Export.objects.filter(shopper_id=shopper_id, asked_at__gt=now - _AGAIN).exists():
            raise AskedAlready()
        row = Export.objects.create(
            shopper_id=shopper_id, language=language, asked_at=now, subject=f"export:{uuid.uuid4()}"
        )
        record(
            kind="privacy.export_asked",
            subject=f"shopper:{shopper_id}",
            payload={"export_id": row.pk},
            at=now,
        )
    return row


def make_export(*, export_id: int, now: datetime) -> bool:
    """Collect, zip and seal it, and tell the shopper. False where it was made before."""
    with transaction.atomic():
        row = Export.objects.select_for_update(no_key=True).get(pk=export_id)
        if row.state != Export.State.ASKED:
            return False
        content = packed(row.shopper_id, row.language, now)
        row.sealed = seal_bytes(row.subject, place_of(row), content)
        row.size, row.state, row.ready_at = len(content), Export.State.READY, now
        row.expires_at = now + timedelta(days=policy().link_days)
        row.save()
        send(
            kind="privacy.export_ready",
            user_id=row.shopper_id,
            language=row.language,
            occasion=f"export:{row.pk}",
            context={"until": f"{timezone.localtime(row.expires_at):%Y-%m-%d %H:%M}"},
            link="/me/data",
            now=now,
        )
    return True


def take_export(*, shopper_id: int, token: UUID, now: datetime) -> bytes | None:
    """The zip for its owner; None where it is somebody else's, not made yet, or its link is over."""
    row = export_of(shopper_id, token, now)
    if row is None:
        return None
    Export.objects.filter(pk=row.pk).update(taken_at=now)
    return content_of(row)


def end_exports(*, now: datetime) -> int:
    """Links that are over: the bytes are emptied and their key shredded. Returns how many."""
    due = Export.objects.filter(state=Export.State.READY, expires_at__lte=now).defer("sealed")
    found = list(due.order_by("pk")[:_AT_ONCE])
    for row in found:
        end_export(row)
    return len(found)


def end_export(row: Export) -> None:
    with transaction.atomic():
        shred(row.subject)
        Export.objects.filter(pk=row.pk).update(state=Export.State.OVER, sealed=None, size=0)
