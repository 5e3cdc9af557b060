"""Reads of messages."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from notifications.models import Message
from notifications.texts import worded


def messages_of(user_id: int, most: int = 50, *, language: str = "") -> list[Message]:
    """The newest messages of a person: said in `language`, else as they were sent."""
    rows = list(Message.objects.filter(user_id=user_id).order_by("-pk")[:most])
    return [_said(row, language) for row in rows] if language else rows


def _said(row: Message, language: str) -> Message:
    """What was sent before values were kept, or by words that have changed since, stays as it was sent."""
    if row.context:
        with suppress(KeyError):
            row.title, row.text = worded(row.kind, row.context, language)
    return row


def told_since(user_ids: Iterable[int], kind: str, since: datetime) -> set[int]:
    """Those of the people who were sent a message of that kind since then."""
    rows = Message.objects.filter(user_id__in=list(user_ids), kind=kind, created_at__gte=since)
    return set(rows.values_list("user_id", flat=True))


def unread_count(user_id: int) -> int:
    return Message.objects.filter(user_id=user_id, read_at=None).count()
