"""The generation of a mall's public pages: a word that changes with anything its pages show.

It stands in Valkey and is a part of every kept page's key. It is drawn at random and never counted up: a cache that
was emptied cannot lead back to a generation that once was.

A second word changes only with what stands on the shelves: goods, categories, suppliers. What is counted over the whole
mall hangs on that one, so that a piece sold or a review written does not count a hundred thousand goods again.
"""

from __future__ import annotations

import logging
import time
import uuid
from dataclasses import dataclass

from django.core.cache import cache

from tenancy.scope import current_mall_id, in_mall

log = logging.getLogger(__name__)

KEY, SHELVES_KEY = "pages:generation", "pages:shelves"
# How long a process believes what it read: at ten thousand answers a second Valkey is asked twenty times.
BELIEVED_SECONDS = 0.05
# After a fault the cache is left alone for as long: pages are then made anew, and no visitor waits for it.
LEFT_ALONE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Words:
    """`pages` changes with anything shown, `shelves` with what is on sale and where it stands."""

    pages: str
    shelves: str


_believed: dict[int, tuple[float, Words | None]] = {}


def current(mall_id: int) -> str | None:
    """The generation; None while the cache is away: then nothing is taken from it and nothing kept."""
    found = words(mall_id)
    return None if found is None else found.pages


def words(mall_id: int) -> Words | None:
    now = time.monotonic()
    known = _believed.get(mall_id)
    if known is not None and known[0] > now:
        return known[1]
    try:
        found: Words | None = _read(mall_id)
        until = now + BELIEVED_SECONDS
    except Exception as error:  # of the cache's client, whichever it is
        log.warning("pages are made without the cache: %s", error)
        found, until = None, now + LEFT_ALONE_SECONDS
    _believed[mall_id] = (until, found)
    return found


def _read(mall_id: int) -> Words:
    with in_mall(mall_id):
        found = cache.get_many((KEY, SHELVES_KEY))
        # Two processes may draw at once after the cache was emptied: the first word stands.
        pages, shelves = (
            str(found.get(key) or cache.get_or_set(key, _drawn, timeout=None)) for key in (KEY, SHELVES_KEY)
        )
    return Words(pages, shelves)


def renew(*, shelves: bool = False) -> None:
    """Every kept page of the open mall is out of date; with `shelves` also what was counted over its goods.

    Raises what the cache raises: the caller tries again.
    """
    if shelves:
        cache.set(SHELVES_KEY, _drawn(), timeout=None)
    cache.set(KEY, _drawn(), timeout=None)
    _believed.pop(current_mall_id(), None)


def forget() -> None:
    """What this process believes, for tests."""
    _believed.clear()


def _drawn() -> str:
    return uuid.uuid4().hex
