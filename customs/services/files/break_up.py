"""A file that was refused whole, or cannot be put together: its documents go on without it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from customs.locks import lock_declarations
from customs.models import Declaration, Message, MessageFile


def break_up(*, file_id: int, why: str, alone: bool, now: datetime) -> int:
    """Take this file and the unsent ones of its batch apart; returns how many documents go on.

    `alone`: each is signed and sent by itself, so that the one at fault holds no other; else they are laid into
    another file. Which of them the port has already, it says itself: they keep their numbers.
    """
    with transaction.atomic():
        file = MessageFile.objects.get(pk=file_id)
        unsent = MessageFile.objects.filter(batch=file.batch, sent_at__isnull=True, broken_up_at__isnull=True)
        files = sorted({file.pk, *unsent.values_list("pk", flat=True)})
        lock_declarations(Message.objects.filter(file_id__in=files).values_list("declaration_id", flat=True))
        open_files = MessageFile.objects.filter(pk__in=files, broken_up_at__isnull=True)
        taken = list(open_files.values_list("pk", flat=True))
        open_files.update(broken_up_at=now, last_error=why[:500])
        rows = Message.objects.filter(file_id__in=taken, status="")
        declarations = list(rows.values_list("declaration_id", flat=True))
        ids = list(rows.values_list("pk", flat=True))
        count = rows.update(file=None, alone=alone, sent_at=None)
        put_aside(ids)
        Declaration.objects.filter(pk__in=declarations).update(sent_at=None, sending_until=None)
    return count


def put_aside(ids: list[int]) -> None:
    """Those of them that were made anew since are laid into no other file."""
    same = Q(declaration_id=OuterRef("declaration_id"), kind=OuterRef("kind"))
    newer = Message.objects.filter(same, revision__gt=OuterRef("revision"))
    Message.objects.filter(Exists(newer), pk__in=ids, file__isnull=True, digest="").update(alone=True)
