"""Who hears which fact, and which jobs run by the clock. Filled once at start-up from config.subscriptions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache

from django.utils.module_loading import import_string

from journal.types import Fact

Hearer = Callable[[Fact], None]
Job = Callable[[datetime], None]

_subscriptions: dict[str, tuple[str, ...]] = {}
_jobs: dict[str, tuple[str, ...]] = {}


def subscribe(table: Mapping[str, Sequence[str]]) -> None:
    """`{"order.paid": ["orders.logistics.tasks.assign_waybill", …]}`: dotted paths of hearers."""
    _subscriptions.clear()
    _subscriptions.update({kind: tuple(paths) for kind, paths in table.items()})


def jobs(table: Mapping[str, Sequence[str]]) -> None:
    """`{"expiry": ["orders.tasks.expire_unpaid", …]}`: run for each open mall, in its scope."""
    _jobs.clear()
    _jobs.update({name: tuple(paths) for name, paths in table.items()})


def hearers_of(kind: str) -> tuple[str, ...]:
    return _subscriptions.get(kind, ())


def jobs_of(name: str) -> tuple[str, ...]:
    return _jobs.get(name, ())


@cache
def function(path: str) -> Callable[..., None]:
    return import_string(path)
