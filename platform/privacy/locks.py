"""The only home of this floor's row locks: a shopper's askings one after the other."""

from __future__ import annotations

from accounts.models import User
from privacy.models import Erasure


def lock_shopper(shopper_id: int) -> None:
    User.objects.select_for_update(no_key=True).filter(pk=shopper_id).first()


def lock_erasure(erasure_id: int) -> Erasure:
    return Erasure.objects.select_for_update(no_key=True).get(pk=erasure_id)
