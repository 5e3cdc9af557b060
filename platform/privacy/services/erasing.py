"""Erasure in two steps: the account after a few days to think again, the rest once the law lets it go."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from accounts.services import close_account
from catalog.reviews.services import forget_reviewer
from journal.services import record
from notifications.services import forget_messages
from orders.aftersale.selectors import has_open_request
from orders.selectors.personal import open_orders_of
from orders.services.forget_contacts import forget_cart
from privacy.locks import lock_erasure, lock_shopper
from privacy.models import Erasure, Export
from privacy.selectors import erasure_of, kept_until, policy
from privacy.services.exporting import end_export
from privacy.types import NotAsked, RequestOpen, StillOpen

_SHOWN = 3


def ask_erasure(*, shopper_id: int, now: datetime) -> Erasure:
    """Asked twice is asked once. Raises StillOpen, RequestOpen: then nothing is erased."""
    with transaction.atomic():
        lock_shopper(shopper_id)
        standing = erasure_of(shopper_id)
        if standing is not None:
            return standing
        refuse_open(shopper_id)
        row = Erasure.objects.create(
            shopper_id=shopper_id, asked_at=now, acts_at=now + timedelta(days=policy().undo_days)
        )
        _told("privacy.erasure_asked", row, now)
    return row


def refuse_open(shopper_id: int) -> None:
    """Raises StillOpen, RequestOpen."""
    numbers = open_orders_of(shopper_id)
    if numbers:
        raise StillOpen(numbers=", ".join(numbers[:_SHOWN]) + (" …" if len(numbers) > _SHOWN else ""))
    if has_open_request(shopper_id):
        raise RequestOpen()


def withdraw_erasure(*, shopper_id: int, now: datetime) -> None:
    """Raises NotAsked where none may be taken back."""
    with transaction.atomic():
        taken = Erasure.objects.filter(shopper_id=shopper_id, state=Erasure.State.ASKED)
        row = taken.select_for_update(no_key=True).first()
        if row is None:
            raise NotAsked()
        Erasure.objects.filter(pk=row.pk).update(state=Erasure.State.WITHDRAWN, done_at=now)
        _told("privacy.erasure_withdrawn", row, now)


def erase_account(*, erasure_id: int, now: datetime) -> bool:
    """Erase what no law keeps, once the days to think again are over. False where it is not time, or done.

    Raises StillOpen, RequestOpen where the shopper bought again meanwhile: it waits until that is over.
    """
    with transaction.atomic():
        row = lock_erasure(erasure_id)
        if row.state != Erasure.State.ASKED or row.acts_at > now:
            return False
        refuse_open(row.shopper_id)
        until = kept_until(row.shopper_id)
        close_account(shopper_id=row.shopper_id, now=now)
        forget_cart(shopper_id=row.shopper_id)
        forget_messages(user_id=row.shopper_id)
        forget_reviewer(shopper_id=row.shopper_id)
        for export in Export.objects.filter(shopper_id=row.shopper_id).exclude(state=Export.State.OVER):
            end_export(export)
        row.state, row.erased_at, row.kept_until = Erasure.State.ERASED, now, until
        row.acts_at = until or now
        row.save()
        _told("privacy.account_erased", row, now)
    return True


def _told(kind: str, row: Erasure, now: datetime) -> None:
    record(kind=kind, subject=f"shopper:{row.shopper_id}", payload={"erasure_id": row.pk}, at=now)
