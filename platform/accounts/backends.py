"""Who may log in here: a mall's own people, and operators who are members of the mall."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from accounts.selectors import role_at
from tenancy.scope import mall_id_or_none


class MallBackend(AuthenticationBackend):
    def user_can_authenticate(self, user: Any) -> bool:
        return super().user_can_authenticate(user) and works_here(user)

    def get_user(self, user_id: Any) -> Any:
        user = super().get_user(user_id)
        return user if user is not None and works_here(user) else None


def works_here(user: Any) -> bool:
    """A user of this mall; or an operator who is a member of it, or any operator on the console."""
    mall_id = mall_id_or_none()
    if user.mall_id is not None:
        return user.mall_id == mall_id
    return mall_id is None or user.is_superuser or bool(role_at(user, mall_id))
