"""Who may enter the operator's door, and as what."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from accounts.models import User
from accounts.selectors import role_at
from tenancy.admin import CLERK, OWNER
from tenancy.scope import mall_id_or_none

_KEPT = "_operator_role"


def role_here(request: HttpRequest) -> str | None:
    """`owner` or `clerk` at this host, None for everybody else; one statement a request.

    A shopper never, whatever flag the row carries. The console belongs to the platform's operators alone: an
    operator of one mall would see the others there.
    """
    if not hasattr(request, _KEPT):
        setattr(request, _KEPT, _role(cast(User, request.user)))
    return cast("str | None", getattr(request, _KEPT))


def _role(user: User) -> str | None:
    if not (user.is_authenticated and user.is_active and user.is_staff) or user.mall_id is not None:
        return None
    if user.is_superuser:
        return OWNER
    mall_id = mall_id_or_none()
    if mall_id is None:
        return None
    return {"owner": OWNER, "clerk": CLERK}.get(role_at(user, mall_id))
