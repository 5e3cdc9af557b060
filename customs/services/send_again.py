"""Send a kept message once more, the same bytes under the same id (重发原报文): harmless where the port has it.

What went in a file goes again as that file.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from customs.models import Message, PortAccount
from customs.services import keeping
from customs.services.doors import door_of
from customs.services.files import letter_of
from customs.services.pacing import is_open, note_failure
from customs.types import CustomsError, NoPort, PortAway


class Superseded(CustomsError):
    """A later revision of it was made: the port must not get the old one again."""

    code = "superseded"
    message = _("A newer version of this message was made; send that one.")


class NotSigned(CustomsError):
    code = "not_signed"
    message = _("This document still waits to be signed with others; the next round sends it.")


def send_again(*, message_id: int, now: datetime) -> None:
    """Raises Superseded, NotSigned, NoPort, PortAway, PortRefused, Unreadable (its person was forgotten)."""
    row = Message.objects.select_related("declaration", "file").get(pk=message_id)
    newer = Message.objects.filter(
        declaration_id=row.declaration_id, kind=row.kind, revision__gt=row.revision
    )
    if newer.exists():
        raise Superseded()
    if not (row.file_id or row.digest):
        raise NotSigned()
    account = PortAccount.objects.filter(port=row.declaration.port).first()
    if account is None or not is_open(account, now):
        raise NoPort()
    try:
        door_of(account).send(letter_of(row.file) if row.file else keeping.letter(row))
    except PortAway as away:
        note_failure(account.port, now, away)
        raise
    Message.objects.filter(pk=row.pk).update(attempts=F("attempts") + 1, last_error="")
