"""Which malls an operator works in."""

from __future__ import annotations

from accounts.models import Membership


def give_membership(*, user_id: int, mall_id: int, role: str = Membership.Role.OWNER) -> None:
    """Idempotent; another role replaces the one that was there."""
    Membership.objects.update_or_create(user_id=user_id, mall_id=mall_id, defaults={"role": role})
