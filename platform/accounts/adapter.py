"""allauth inside a mall: users are made in the open mall, and only shoppers sign up."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from tenancy.scope import mall_id_or_none


def client_address(request: Any) -> str:
    """Where a request comes from, by allauth's rules about trusted proxies; one name for all that hide it."""
    try:
        return str(MallAccountAdapter(request).get_client_ip(request))
    except PermissionDenied:
        return "unknown"


def knows_password(request: Any, password: str) -> bool:
    """Whether it is the password of whoever is signed in, counted with the tries at the door.

    Raises ValidationError once there were too many.
    """
    login = request.user.login
    found = MallAccountAdapter(request).authenticate(request, username=login, password=password)
    return found is not None and found.pk == request.user.pk


class MallAccountAdapter(DefaultAccountAdapter):
    # Nobody here has a user name: one signs in by a number or an address, and which of the two was wrong is not told.
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("The mobile number, e-mail or password is not right."),
    }

    def is_open_for_signup(self, request: Any) -> bool:
        return mall_id_or_none() is not None

    def new_user(self, request: Any) -> Any:
        user = super().new_user(request)
        user.mall_id = mall_id_or_none()
        return user
