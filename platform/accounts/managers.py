"""Finding and making users: always in the open mall, or above the malls where none is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import BaseUserManager

from tenancy.scope import mall_id_or_none

if TYPE_CHECKING:
    from accounts.models import User


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        """The mall's own user first; then an operator of that login."""
        found = list(self.filter(login=username).order_by("mall_id"))
        if not found:
            raise self.model.DoesNotExist
        return found[0]  # NULL sorts last: a mall's own user goes before an operator

    def create_user(self, login: str, password: str | None = None, **extra: Any) -> User:
        """A user of the open mall; an operator where none is open."""
        user = self.model(login=login.strip(), mall_id=mall_id_or_none(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, login: str, password: str | None = None, **extra: Any) -> User:
        return self.create_user(login, password, is_staff=True, is_superuser=True, **extra)
