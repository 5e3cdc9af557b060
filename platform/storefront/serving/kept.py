"""Pages kept in Valkey, and who writes one when nobody has it yet: one of many, while the others wait a moment."""

from __future__ import annotations

import hashlib
import logging
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.http import HttpResponse

log = logging.getLogger(__name__)

# Who waited in vain writes the page itself; a writer that died is forgotten after five seconds.
WAIT_SECONDS, STEP_SECONDS, WRITER_SECONDS = 0.5, 0.01, 5
_KEPT_HEADERS = ("Content-Type", "Cache-Control", "ETag")


@dataclass(frozen=True, slots=True)
class Page:
    """An answer; `until`: Unix time after which it is not true any more, 0 where it must not be kept."""

    response: HttpResponse
    until: float


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as it lies in the cache."""

    headers: tuple[tuple[str, str], ...]
    packed: bytes
    until: float

    def page(self) -> Page:
        made = HttpResponse(zlib.decompress(self.packed))
        for name, value in self.headers:
            made.headers[name] = value
        return Page(made, self.until)


def key_of(generation: str, host: str, address: str) -> str:
    """`address`: path and sorted query. The mall is put in front of every key by the cache."""
    return f"pages:{generation}:{hashlib.sha256(f'{host} {address}'.encode()).hexdigest()}"


def taken_or_written(key: str, write: Callable[[], HttpResponse], until: Callable[[], float]) -> Page:
    """The kept page; else `write` it, alone if possible, and keep it where it is a whole page (200).

    `until` is asked once the page is written. A cache that fails in between costs time, never the answer.
    """
    found = _found(key)
    if found is not None:
        return found
    mine = _asked(False, cache.add, f"{key}:writer", 1, timeout=WRITER_SECONDS)
    if not mine and (found := _awaited(key)) is not None:
        return found
    try:
        response = write()
        if response.status_code != 200:
            return Page(response, 0)
        _keep(key, response, until())
        return Page(response, until())
    finally:
        if mine:
            _asked(None, cache.delete, f"{key}:writer")


def _asked(otherwise: Any, ask: Callable[..., Any], *args: Any, **more: Any) -> Any:
    try:
        return ask(*args, **more)
    except Exception as error:  # of the cache's client, whichever it is
        log.warning("the cache did not answer: %s", error)
        return otherwise


def _found(key: str) -> Page | None:
    kept = _asked(None, cache.get, key)
    return kept.page() if isinstance(kept, Kept) and kept.until > time.time() else None


def _awaited(key: str) -> Page | None:
    for _ in range(int(WAIT_SECONDS / STEP_SECONDS)):
        time.sleep(STEP_SECONDS)
        found = _found(key)
        if found is not None:
            return found
        if not _asked(None, cache.has_key, f"{key}:writer"):
            return None  # it ended without a page
    return None


def _keep(key: str, response: HttpResponse, until: float) -> None:
    seconds = int(until - time.time())
    if seconds > 0:
        headers = tuple((name, response.headers[name]) for name in _KEPT_HEADERS if name in response.headers)
        _asked(
            None, cache.set, key, Kept(headers, zlib.compress(response.content, 1), until), timeout=seconds
        )
