"""Find what was kept but not sent (a port was away, a process died) and send it: the same bytes, the same ids."""

from __future__ import annotations

import logging
import time
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from customs.models import Declaration, Message
from customs.services.declare import SENDING
from customs.services.direct import send_stock_ins
from customs.services.files import pack, send_files
from customs.services.repeat import repeat_troubled
from customs.services.sending import send_later, send_unsent
from customs.types import KINDS, LATER, HeldBack, SignerAway, SignerBusy

log = logging.getLogger(__name__)

_AT_ONCE = 200
_BUDGET_SECONDS = 10.0
_OVER = (Declaration.State.HELD, Declaration.State.REJECTED)


def resend_unsent(*, port: str, now: datetime) -> int:
    """Returns how many declarations are now sent whole. Stops at the first that fails: the port is asked once a
    round while it is away, not once a package."""
    until, sent = time.monotonic() + _BUDGET_SECONDS, 0
    if not _files(port, now, until):
        return sent
    for pk in waiting(port, now).values_list("pk", flat=True)[:_AT_ONCE]:
        if time.monotonic() > until:
            break
        if not _claim(pk, now):
            continue
        try:
            if not send_unsent(declaration_id=pk, now=now):
                break
            sent += 1
        except Exception:
            # It stays claimed for a while and holds no other back.
            log.exception("declaration %s could not be sent", pk)
    _send_later(port, now, until)
    send_stock_ins(port=port, now=now)
    repeat_troubled(port=port, now=now, until=until)
    return sent


def _files(port: str, now: datetime, until: float) -> bool:
    """What goes in files, first; False where the port has to be left alone."""
    try:
        pack(port=port, now=now)
    except (SignerBusy, SignerAway, HeldBack) as wait:
        log.warning("documents for port %s wait for their signature: %s", port, wait.code)
    return send_files(port=port, now=now, until=until)


def _send_later(port: str, now: datetime, until: float) -> None:
    """Cancellations, returns and news that did not get through, the oldest first; one that fails ends the round."""
    late = Q(kind__in=LATER) | Q(declaration__state=Declaration.State.CANCELLED)
    rows = Message.objects.filter(
        late, sent_at__isnull=True, declaration__port=port, status="", made_at__lt=now - SENDING
    )
    for pk in rows.order_by("pk").values_list("pk", flat=True)[:_AT_ONCE]:
        try:
            if time.monotonic() > until or not send_later(message_id=pk, now=now):
                return
        except Exception:
            log.exception("message %s could not be sent", pk)


def waiting(port: str, now: datetime) -> QuerySet[Declaration]:
    """Declarations with something unsent that nobody is sending and that goes in no file."""
    free = Q(sending_until__isnull=True) | Q(sending_until__lte=now)
    rows = Declaration.objects.filter(free, port=port, sent_at__isnull=True).exclude(state__in=_OVER)
    unsent = Message.objects.filter(declaration_id=OuterRef("pk"), sent_at__isnull=True, kind__in=KINDS)
    in_files = unsent.filter(Q(file__isnull=False) | Q(digest="", alone=False))
    return rows.exclude(Exists(in_files)).order_by("pk")


def _claim(pk: int, now: datetime) -> bool:
    rows = Declaration.objects.filter(Q(sending_until__isnull=True) | Q(sending_until__lte=now), pk=pk)
    return rows.update(sending_until=now + SENDING) == 1
