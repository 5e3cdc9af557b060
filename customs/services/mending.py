"""Which of the four documents go again after a refusal, and as what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from django.db.models import Q

from customs.messages import Document, ReadRefused, build, read
from customs.models import Message, Receipt
from customs.rules import refusals
from customs.services import keeping
from customs.services.papers import Case
from customs.services.repeat import is_trouble
from customs.services.standing import LIST, state_of
from customs.types import RECEIPT_OF
from tenancy.vault.sealing import Unreadable

NEW, CHANGE = "1", "2"
_VOLATILE = frozenset({"guid", "appType", "appTime", "declTime"})


def app_types(messages: Mapping[str, Message], papers: Mapping[str, Document], case: Case) -> dict[str, str]:
    """Kind to appType, of what is to go again.

    A refused document no longer stands at the port and is new (1) under its old number. An accepted order, payment
    or waybill whose content changed is a change (2). What stands and is the same is left alone; so is a list that
    was not refused: it cannot be changed any more, and falls by itself when it no longer matches. What counts as the
    same is what the port holds: a change that it passed over (too late then, or older) is none, and goes again.
    """
    chosen = {}
    for kind, message in messages.items():
        last = _last_said(message)
        if state_of(message).refused or is_trouble(last):
            chosen[kind] = NEW
        elif kind != LIST and _changed(_held(message, last), papers[kind], case):
            chosen[kind] = CHANGE if message.sent_at else NEW
    return chosen


def _held(message: Message, last: str) -> Message | None:
    """What the port holds of the kind: this, or where it was passed over the latest before that was accepted."""
    if not refusals.passes_over(last):
        return message
    before = Message.objects.filter(
        declaration_id=message.declaration_id,
        kind=message.kind,
        revision__lt=message.revision,
    )
    accepted = [row for row in before.order_by("-revision") if state_of(row).ended_well(row.kind)]
    return accepted[0] if accepted else None


def after_all(case: Case, messages: Mapping[str, Message]) -> Case:
    """The case at a time later than every earlier document's: the port passes over what is not newer."""
    last = max((message.made_at for message in messages.values()), default=case.now)
    return replace(case, now=max(case.now, last + timedelta(seconds=1)))


def last_times(messages: Mapping[str, Message]) -> dict[str, str]:
    """Per kind, the port's time up to which receipts belong to the attempt before."""
    times = {kind: max(message.status_at, message.after) for kind, message in messages.items()}
    return {kind: at for kind, at in times.items() if at}


def _last_said(message: Message) -> str:
    """The last thing the port said of this document; of one that it does not name, of the attempt. Empty: nothing."""
    named = Q(guid=message.guid) | Q(guid="", returned_at__gt=message.after)
    rows = Receipt.objects.filter(named, declaration_id=message.declaration_id, kind=RECEIPT_OF[message.kind])
    return rows.order_by("-returned_at", "-pk").values_list("status", flat=True).first() or ""


def _changed(message: Message | None, paper: Document, case: Case) -> bool:
    """What can no longer be read (its person was forgotten) counts as changed, and so does what the port lacks."""
    if message is None:
        return True
    try:
        old = keeping.opened(message)
        new = build(message.kind, [paper], guid=paper.text("guid"), transfer=case.transfer())
        return _content(old) != _content(new)
    except (Unreadable, ReadRefused):
        return True


def _content(xml: bytes) -> tuple[object, ...]:
    document = read(xml).documents[0]
    return {name: value for name, value in document.head.items() if name not in _VOLATILE}, document.lines
