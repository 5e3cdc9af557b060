"""Is everything there? Probes are registered by the floors that own what is probed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.db import connection

Probe = Callable[[], str | None]
"""None when well, else the reason in plain words."""

_probes: dict[str, Probe] = {}


def register(name: str, probe: Probe) -> None:
    _probes[name] = probe


def _database() -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return None


def _cache() -> str | None:
    cache.set("healthz", "ok", 10)
    return None if cache.get("healthz") == "ok" else "the cache forgets"


register("database", _database)
register("cache", _cache)


def report() -> dict[str, Any]:
    """`{"status": "ok", "checks": {...}}`; status is "starting" and the check says why while one fails."""
    checks = {name: _ask(probe) for name, probe in _probes.items()}
    well = all(answer == "ok" for answer in checks.values())
    return {"status": "ok" if well else "unavailable", "checks": checks}


def _ask(probe: Probe) -> str:
    try:
        return probe() or "ok"
    except Exception as error:
        return f"{type(error).__name__}: {error}".splitlines()[0]
