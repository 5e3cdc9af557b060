"""The only home of this floor's row locks."""

from __future__ import annotations

from accounts.models import LoginChange, User


def lock_shopper(shopper_id: int) -> User:
    return User.objects.select_for_update(no_key=True).get(pk=shopper_id, mall__isnull=False)


def lock_login_change(change_id: int) -> LoginChange:
    return LoginChange.objects.select_for_update(no_key=True).get(pk=change_id)
