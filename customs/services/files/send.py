"""Send the files of a port in the order they were made, outside of any transaction."""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from customs import ports
from customs.models import Declaration, Message, MessageFile, PortAccount
from customs.services import keeping
from customs.services.doors import door_of
from customs.services.files.break_up import break_up
from customs.services.files.letters import FileDamaged, documents_in, letter_of
from customs.services.pacing import is_open, note_failure, note_success, take_turn
from customs.services.sending import all_sent
from customs.types import DoorShut, PortAway, PortRefused
from tenancy.vault.sealing import Unreadable

log = logging.getLogger(__name__)

MOST_TRIES = 5
"""So often a file fails while the port answers what it is asked, before its documents go one by one."""
_LATELY = timedelta(minutes=2)


def send_files(*, port: str, now: datetime, until: float) -> bool:
    """Returns whether nothing is left. Stops at the first the port does not answer: a list must not come before what
    it is matched with. The same file goes twice when a process dies between answer and note: same id, same bytes.
    """
    door: ports.Port | None = None
    rows = MessageFile.objects.filter(port=port, sent_at__isnull=True, broken_up_at__isnull=True)
    waiting = list(rows.order_by("pk").values_list("pk", flat=True)[:400])
    if not waiting:
        return True
    account = PortAccount.objects.get(port=port)
    for pk in waiting:
        file = rows.filter(pk=pk).first()
        if file is None:
            continue
        if time.monotonic() > until or not is_open(account, now) or not take_turn(account, now):
            return False
        door = door or door_of(account)
        if not _send(door, file, now):
            return False
        if account.failures:
            note_success(account)
    return True


def _send(door: ports.Port, file: MessageFile, now: datetime) -> bool:
    """False where the round has to end."""
    if file.attempts == 0 and _is_out_of_date(file):
        break_up(file_id=file.pk, why="superseded", alone=False, now=now)
        return True
    try:
        door.send(letter_of(file))
    except (Unreadable, FileDamaged) as broken:
        break_up(file_id=file.pk, why=type(broken).__name__.lower(), alone=False, now=now)
    except PortAway as away:
        _tried(file, away.why)
        note_failure(file.port, now, away)
        if not isinstance(away, DoorShut) and file.attempts + 1 >= MOST_TRIES and _answers(door, file, now):
            break_up(file_id=file.pk, why=away.why, alone=True, now=now)
        return False
    except PortRefused as refused:
        _tried(file, refused.why)
        break_up(file_id=file.pk, why=refused.why, alone=True, now=now)
    else:
        _sent(file, now)
    return True


def _answers(door: ports.Port, file: MessageFile, now: datetime) -> bool:
    """Whether the port answers questions all the while: then it is this file that it cannot take.

    A door that only pushes is asked nothing, so nothing is known of it.
    """
    if isinstance(door, ports.Pushed):
        return False
    asked = PortAccount.objects.values_list("polled_at", flat=True).get(port=file.port)
    return asked is not None and asked > max(now - _LATELY, file.made_at)


def _is_out_of_date(file: MessageFile) -> bool:
    """A document of it was made anew since, or its declaration was stopped: the port must not get the old one."""
    for row in documents_in(file):
        current = keeping.current(row.declaration_id).get(row.kind)
        if current is None or current.pk != row.pk:
            return True
    return False


def _tried(file: MessageFile, why: str) -> None:
    MessageFile.objects.filter(pk=file.pk).update(attempts=F("attempts") + 1, last_error=why)
    Message.objects.filter(file_id=file.pk).update(attempts=F("attempts") + 1, last_error=why)


def _sent(file: MessageFile, now: datetime) -> None:
    """The file, its documents, and every declaration that has nothing left to send."""
    with transaction.atomic():
        MessageFile.objects.filter(pk=file.pk).update(attempts=F("attempts") + 1, sent_at=now, last_error="")
        Message.objects.filter(file_id=file.pk).update(attempts=F("attempts") + 1, sent_at=now, last_error="")
    ids = Message.objects.filter(file_id=file.pk).values_list("declaration_id", flat=True)
    left = set(
        Message.objects.filter(declaration_id__in=list(ids), sent_at__isnull=True).values_list(
            "declaration_id", flat=True
        )
    )
    for declaration in Declaration.objects.filter(pk__in=list(ids)).order_by("pk"):
        if declaration.pk not in left:
            all_sent(declaration, now)
