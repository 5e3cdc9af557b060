"""Which of the four documents go again after a refusal, and as what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from customs.messages import Document, ReadRefused, build, read
from customs.models import Message, Receipt
from customs.rules import refusals
from customs.services import keeping
from customs.services.papers import Case
from customs.services.standing import LIST, state_of
from customs.types import RECEIPT_OF
from tenancy.vault.sealing import Unreadable

NEW, CHANGE = "1", "2"
_VOLATILE = frozenset({"guid", "appType", "appTime", "declTime"})
_FAILED = "4"


def app_types(messages: Mapping[str, Message], papers: Mapping[str, Document], case: Case) -> dict[str, str]:
    """Kind to appType, of what is to go again.

    A refused document no longer stands at the port and is new (1) under its old number. An accepted order, payment
    or waybill whose content changed is a change (2). What stands and is the same is left alone; so is a list that
    was not refused: it cannot be changed any more, and falls by itself when it no longer matches.
    """
    chosen = {}
    for kind, message in messages.items():
        if state_of(message).refused or _failed(message):
            chosen[kind] = NEW
        elif kind != LIST and _changed(message, papers[kind], case):
            chosen[kind] = CHANGE if message.sent_at else NEW
    return chosen


def after_all(case: Case, messages: Mapping[str, Message]) -> Case:
    """The case at a time later than every earlier document's: the port passes over what is not newer."""
    last = max((message.made_at for message in messages.values()), default=case.now)
    return replace(case, now=max(case.now, last + timedelta(seconds=1)))


def last_times(messages: Mapping[str, Message]) -> dict[str, str]:
    """Per kind, the port's time up to which receipts belong to the attempt before."""
    return {kind: message.status_at for kind, message in messages.items() if message.status_at}


def _failed(message: Message) -> bool:
    """Whether the last thing said of the document is that it did not get through to customs."""
    last = (
        Receipt.objects.filter(
            declaration_id=message.declaration_id,
            kind=RECEIPT_OF[message.kind],
            returned_at__gt=message.after,
        )
        .order_by("-returned_at", "-pk")
        .values_list("status", flat=True)
        .first()
    )
    if last is None:
        return False
    known = refusals.find(last)
    return last == _FAILED or bool(known and known.effect is refusals.Effect.RETRY)


def _changed(message: Message, paper: Document, case: Case) -> bool:
    """What can no longer be read (its person was forgotten) counts as changed."""
    try:
        old = keeping.opened(message)
        new = build(message.kind, [paper], guid=paper.text("guid"), transfer=case.transfer())
        return _content(old) != _content(new)
    except (Unreadable, ReadRefused):
        return True


def _content(xml: bytes) -> tuple[object, ...]:
    document = read(xml).documents[0]
    return {name: value for name, value in document.head.items() if name not in _VOLATILE}, document.lines
