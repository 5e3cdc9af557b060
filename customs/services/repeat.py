"""What the port had trouble of its own with goes again by itself: the same bytes under the same id, ever less often."""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta

from django.db.models import F

from customs.messages.times import moment
from customs.models import Message, PortAccount
from customs.rules import refusals, statuses
from customs.services import keeping
from customs.services.doors import door_of
from customs.services.files.letters import letter_of
from customs.services.pacing import is_open, note_failure, take_turn
from customs.types import PortAway, PortReceipt, PortRefused

log = logging.getLogger(__name__)

FIRST = timedelta(minutes=5)
MOST = 6
"""Five minutes after the port said so, then ten, twenty …, the last after some five hours. Then it is the desk's."""
_FAILED = "4"
_ACCEPTED = statuses.TABLE["120"].rank
_AT_ONCE = 50


def is_trouble(status: str) -> bool:
    """Sending to customs failed (4), or a code that says the E-port or customs broke down over it."""
    known = refusals.find(status)
    return status == _FAILED or bool(known and known.effect is refusals.Effect.RETRY)


def note_trouble(message_id: int, row: PortReceipt, now: datetime) -> None:
    """In the transaction of the receipt: it is to go again, unless something later was heard or it was accepted."""
    if not is_trouble(row.status):
        return
    found = Message.objects.filter(pk=message_id).values_list("status", "status_at", "repeats").get()
    status, status_at, repeats = found
    known = statuses.find(status)
    later = bool(status_at) and moment(status_at) > moment(row.returned_at)
    if repeats >= MOST or later or (known is not None and known.rank >= _ACCEPTED):
        return
    Message.objects.filter(pk=message_id, again_at__isnull=True).update(again_at=now + _wait(repeats))


def repeat_troubled(*, port: str, now: datetime, until: float) -> int:
    """Those whose time has come, the oldest first; returns how many were sent. Stops at the first that fails."""
    rows = Message.objects.filter(again_at__lte=now, declaration__port=port).select_related(
        "declaration", "file"
    )
    found, sent = list(rows.order_by("again_at", "pk")[:_AT_ONCE]), 0
    if not found:
        return 0
    account = PortAccount.objects.get(port=port)
    for row in found:
        if time.monotonic() > until or not is_open(account, now):
            break
        if not _is_wanted(row):
            Message.objects.filter(pk=row.pk).update(again_at=None)
            continue
        if not take_turn(account, now) or not _send(account, row, now):
            break
        sent += 1
    return sent


def _is_wanted(row: Message) -> bool:
    """Not accepted or refused meanwhile, nor made anew, and its bytes are at hand."""
    known = statuses.find(row.status)
    newer = Message.objects.filter(
        declaration_id=row.declaration_id,
        kind=row.kind,
        business_key=row.business_key,
        revision__gt=row.revision,
    )
    past = known is not None and known.rank >= _ACCEPTED
    return not past and bool(row.file_id or row.digest) and not newer.exists()


def _send(account: PortAccount, row: Message, now: datetime) -> bool:
    mine = Message.objects.filter(pk=row.pk)
    after = now + _wait(row.repeats + 1) if row.repeats + 1 < MOST else None
    try:
        door_of(account).send(letter_of(row.file) if row.file else keeping.letter(row))
    except PortAway as away:
        mine.update(attempts=F("attempts") + 1, last_error=away.why)
        note_failure(account.port, now, away)
        return False
    except PortRefused as refused:
        # The door knows it under another shape, or not any more: sending it again is of no use.
        mine.update(attempts=F("attempts") + 1, last_error=refused.why, again_at=None)
        return True
    except Exception:
        log.exception("message %s could not be sent again", row.pk)
        mine.update(again_at=None)
        return True
    mine.update(attempts=F("attempts") + 1, repeats=F("repeats") + 1, again_at=after, last_error="")
    return True


def _wait(repeats: int) -> timedelta:
    return FIRST * 2**repeats
