"""One careful HTTP request: no redirect, no proxy of the environment, an end to every answer."""

from __future__ import annotations

import time
from typing import Any

import requests

from customs.types import PortAway

_TIMEOUT = (3, 10)
_PATIENCE = 30.0
ANSWER_LIMIT = 64 * 1024
PAGE_LIMIT = 64 * 1024 * 1024
TOO_LARGE = 413
"""What a gateway before the port says of a body above its own limit: it never gets in as it is."""


def session() -> requests.Session:
    made = requests.Session()
    made.trust_env = False
    return made


def ask(
    line: requests.Session, method: str, url: str, limit: int = ANSWER_LIMIT, **how: Any
) -> tuple[int, bytes]:
    """Status and body. Raises PortAway where there is no whole answer."""
    try:
        with line.request(method, url, timeout=_TIMEOUT, allow_redirects=False, stream=True, **how) as answer:
            return answer.status_code, _body(answer, limit)
    except requests.RequestException as error:
        raise PortAway(type(error).__name__) from error


def _body(answer: requests.Response, limit: int) -> bytes:
    """All of it, up to `limit` bytes, as long as patience lasts."""
    until, parts, size = time.monotonic() + _PATIENCE, [], 0
    for part in answer.iter_content(65536):
        parts.append(part)
        size += len(part)
        if size > limit or time.monotonic() > until:
            raise PortAway("the answer has no end")
    return b"".join(parts)
