"""How often passwords and registrations may be tried. Counted in the cache of the mall; no cache, no tries."""

from __future__ import annotations

import hashlib

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from openapi.errors import Refused

_TOO_MANY = _("Too many attempts. Please wait a few minutes.")
WINDOW = 300


def count_try(request: Request, *, what: str, who: str, most: int) -> None:
    """Count one try of `what` by `who`. Raises Refused beyond `most` in five minutes."""
    key = f"tries:{what}:{hashlib.sha256(who.lower().encode()).hexdigest()[:32]}"
    cache.add(key, 0, WINDOW)
    try:
        tries = cache.incr(key)
    except ValueError:
        tries = 1
        cache.set(key, 1, WINDOW)
    if tries > most:
        refused = Refused("too_many_attempts", _TOO_MANY, status=429)
        refused.wait = WINDOW
        raise refused


def address(request: Request) -> str:
    """Where the call comes from, as the server in front of us told."""
    return request.META.get("REMOTE_ADDR", "")
