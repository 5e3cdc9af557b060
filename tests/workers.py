"""Loaded before the settings are read: each worker of `-n` has a database and a Valkey database of its own."""

from __future__ import annotations

import os
from urllib.parse import urlsplit, urlunsplit


def separate(worker: str) -> None:
    """`worker`: `gw0`, `gw1` …; the numbered databases of Valkey begin with 0, which is everybody's."""
    number = int(worker.removeprefix("gw")) + 1
    os.environ["TEST_DATABASE"] = f"{os.environ.get('TEST_DATABASE') or 'test_crossport'}_{worker}"
    if address := os.environ.get("REDIS_URL"):
        os.environ["REDIS_URL"] = urlunsplit(urlsplit(address)._replace(path=f"/{number}"))


# A browser that is open has an event loop in this thread; the tests beside it ask the database as ever.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

if name := os.environ.get("PYTEST_XDIST_WORKER"):
    separate(name)
