"""Tell a person something, once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from notifications.models import Message
from notifications.texts import kept, worded


def send(
    *,
    kind: str,
    user_id: int,
    language: str,
    occasion: str,
    context: Mapping[str, object],
    now: datetime,
    link: str = "",
) -> bool:
    """Put a message into the person's box in `language`. False where the same was said before.

    A value of `context` that differs by language is given as language -> text. Raises KeyError for a kind without
    words, or words without their value.
    """
    title, text = worded(kind, context, language)
    made = Message.objects.get_or_create(
        user_id=user_id,
        kind=kind,
        occasion=occasion,
        defaults={
            "title": title,
            "text": text,
            "context": kept(kind, context),
            "link": link,
            "created_at": now,
        },
    )
    return made[1]


def mark_read(*, user_id: int, up_to: int, now: datetime) -> int:
    """The person has seen their messages up to that one. Returns how many were new to them."""
    rows = Message.objects.filter(user_id=user_id, pk__lte=up_to, read_at=None)
    return rows.update(read_at=now)


def read_message(*, user_id: int, message_id: int, now: datetime) -> Message | None:
    """The person opens one of their messages. None where it is nobody's, or another's."""
    mine = Message.objects.filter(user_id=user_id, pk=message_id)
    mine.filter(read_at=None).update(read_at=now)
    return mine.first()


def forget_messages(*, user_id: int) -> int:
    """Erase the person's box. Returns how many there were."""
    return Message.objects.filter(user_id=user_id).delete()[0]
