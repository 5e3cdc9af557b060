"""The generation of a mall's public pages: a word that changes with anything its pages show.

It stands in Valkey and is a part of every kept page's key. It is drawn at random and never counted up: a cache that
was emptied cannot lead back to a generation that once was.
"""

from __future__ import annotations

import logging
import time
import uuid

from django.core.cache import cache

from tenancy.scope import current_mall_id, in_mall

log = logging.getLogger(__name__)

KEY = "pages:generation"
# How long a process believes what it read: at ten thousand answers a second Valkey is asked twenty times.
BELIEVED_SECONDS = 0.05
# After a fault the cache is left alone for as long: pages are then made anew, and no visitor waits for it.
LEFT_ALONE_SECONDS = 1.0
_believed: dict[int, tuple[float, str | None]] = {}


def current(mall_id: int) -> str | None:
    """The generation; None while the cache is away: then nothing is taken from it and nothing kept."""
    now = time.monotonic()
    known = _believed.get(mall_id)
    if known is not None and known[0] > now:
        return known[1]
    try:
        found: str | None = _read(mall_id)
        until = now + BELIEVED_SECONDS
    except Exception as error:  # of the cache's client, whichever it is
        log.warning("pages are made without the cache: %s", error)
        found, until = None, now + LEFT_ALONE_SECONDS
    _believed[mall_id] = (until, found)
    return found


def _read(mall_id: int) -> str:
    with in_mall(mall_id):
        # Two processes may draw at once after the cache was emptied: the first word stands.
        return str(cache.get(KEY) or cache.get_or_set(KEY, _drawn, timeout=None))


def renew() -> None:
    """Every kept page of the open mall is out of date. Raises what the cache raises: the caller tries again."""
    drawn = _drawn()
    cache.set(KEY, drawn, timeout=None)
    _believed[current_mall_id()] = (time.monotonic() + BELIEVED_SECONDS, drawn)


def forget() -> None:
    """What this process believes, for tests."""
    _believed.clear()


def _drawn() -> str:
    return uuid.uuid4().hex
