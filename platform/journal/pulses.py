"""Signs of life: of the worker of each queue, and of the scheduler that asks for them.

The scheduler sends a sign through every queue; whoever works on it writes it down. The scheduler notes its own
ticks, past broker and workers, so that a worker that does not answer is told from one that nobody asked.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from time import monotonic

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from journal.models import Pulse

SCHEDULER = "scheduler"
SILENT_AFTER = timedelta(seconds=60)
_NOTED_EVERY = 5.0
# A longer pause of the scheduler begins anew: for what it did not ask then, nobody owes an answer.
_BREAK = timedelta(seconds=30)


def queues() -> list[str]:
    """Every queue that settings send something through."""
    routed = {route["queue"] for route in settings.CELERY_TASK_ROUTES.values()}
    return sorted({settings.CELERY_TASK_DEFAULT_QUEUE, *routed})


def heard(*, queue: str, now: datetime) -> None:
    """The worker of `queue` took what was sent through it."""
    Pulse.objects.update_or_create(queue=queue, defaults={"at": now})


def scheduler_ticks(*, now: datetime) -> None:
    """The scheduler is awake. `since` is the beginning of its unbroken ticking."""
    before = Pulse.objects.filter(queue=SCHEDULER).first()
    since = before.since if before is not None and now - before.at < _BREAK else None
    Pulse.objects.update_or_create(queue=SCHEDULER, defaults={"at": now, "since": since or now})


class Noting:
    """Called at each message that the scheduler sends; writes one in five seconds down."""

    def __init__(self) -> None:
        self._next = 0.0

    def __call__(self, **_: object) -> None:
        if monotonic() < self._next:
            return
        self._next = monotonic() + _NOTED_EVERY
        close_old_connections()
        scheduler_ticks(now=timezone.now())
