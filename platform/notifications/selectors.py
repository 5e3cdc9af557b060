"""Reads of messages."""

from __future__ import annotations

from notifications.models import Message


def messages_of(user_id: int, most: int = 50) -> list[Message]:
    """The newest messages of a person."""
    return list(Message.objects.filter(user_id=user_id).order_by("-pk")[:most])


def unread_count(user_id: int) -> int:
    return Message.objects.filter(user_id=user_id, read_at=None).count()
