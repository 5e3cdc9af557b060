"""Tokens of machines: signed, bound to the mall, the user and the password of the moment; nothing is stored."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core import signing
from django.utils.crypto import constant_time_compare

from accounts.backends import works_here
from accounts.selectors import active_user
from tenancy.scope import current_mall_id

LASTS = timedelta(days=30)
_SALT = "openapi.token"


def token_for(user: Any) -> str:
    """A token of `user` in the open mall. A changed password or mall ends it."""
    return signing.dumps([current_mall_id(), user.pk, _stamp(user)], salt=_SALT)


def user_of(token: str) -> Any | None:
    """The user, or None: forged, too old, of another mall, or no longer good. One statement."""
    try:
        mall_id, user_id, stamp = signing.loads(token, salt=_SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if mall_id != current_mall_id():
        return None
    user = active_user(user_id)
    if user is None or not works_here(user) or not constant_time_compare(stamp, _stamp(user)):
        return None
    return user


def _stamp(user: Any) -> str:
    return user.get_session_auth_hash()[:32]
