"""A file at rest and put together again: the frame in clear, each document under its own person's key."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from customs.messages.joining import document_of
from customs.models import Message, MessageFile
from customs.services import keeping
from customs.types import CustomsError, Letter


class FileDamaged(CustomsError):
    """Its parts no longer make the bytes that were signed: never to be sent."""

    code = "file_damaged"
    message = _("The file cannot be put together again as it was signed.")


def documents_in(file: MessageFile) -> list[Message]:
    """In the order they stand in the file."""
    return list(Message.objects.filter(file_id=file.pk).order_by("pk"))


def letter_of(file: MessageFile) -> Letter:
    """The bytes as they were signed. Raises Unreadable (one of its people was forgotten), FileDamaged."""
    parts = [document_of(keeping.opened(row)) for row in documents_in(file)]
    xml = b"".join((bytes(file.before), *parts, bytes(file.after)))
    if keeping.digest_of(xml) != file.digest:
        raise FileDamaged()
    return Letter(file.message_id, file.kind, xml, file.made_at)
