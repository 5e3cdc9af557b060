"""What a shopper wrote and showed is erased; what was asked for and given back stays in the books."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from orders.aftersale.models import Picture, Request


def forget_words(*, shopper_id: int, before: datetime) -> int:
    """Pictures and words of requests made before that time. Returns how many requests."""
    with transaction.atomic():
        mine = Request.objects.filter(shopper_id=shopper_id, created_at__lt=before)
        Picture.objects.filter(request__in=mine).delete()
        return mine.update(words="")
