"""Reads of messages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from notifications.models import Message


def messages_of(user_id: int, most: int = 50) -> list[Message]:
    """The newest messages of a person."""
    return list(Message.objects.filter(user_id=user_id).order_by("-pk")[:most])


def told_since(user_ids: Iterable[int], kind: str, since: datetime) -> set[int]:
    """Those of the people who were sent a message of that kind since then."""
    rows = Message.objects.filter(user_id__in=list(user_ids), kind=kind, created_at__gte=since)
    return set(rows.values_list("user_id", flat=True))


def unread_count(user_id: int) -> int:
    return Message.objects.filter(user_id=user_id, read_at=None).count()
