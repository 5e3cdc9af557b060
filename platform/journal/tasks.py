"""What Celery carries: the id of a mall that has something due. Every message may be lost."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.db import connections
from django.utils import timezone

from journal import registry
from tenancy.scope import Actor, in_mall

log = logging.getLogger(__name__)
_rings = True

_BUDGET_SECONDS = 5.0
# A message older than this is dropped unread: its work was found otherwise, or will be. So a crowd of old ones
# never stands before the new.
_STALE_SECONDS = 15
# Longer than the longest period, or a day's work could be counted twice.
_TICKS_KEPT = timedelta(days=2)


@contextmanager
def unrung() -> Iterator[None]:
    """Nobody is told of what this process records meanwhile: where no worker runs yet, its relay finds all of it."""
    global _rings
    before, _rings = _rings, False
    try:
        yield
    finally:
        _rings = before


def ring(mall_id: int) -> None:
    """A hint that something is due. When the broker is away the relay will find it; the caller never fails."""
    if not _rings:
        return
    try:
        drain.apply_async(args=(mall_id,), retry=False, expires=_STALE_SECONDS)
    except Exception as error:
        log.warning("The broker did not take a message: %s", error)


@shared_task(name="journal.tasks.drain", ignore_result=True)
def drain(mall_id: int) -> int:
    """Deliver what is due in one mall, for five seconds and the delivery then under way; the relay rings again."""
    from journal.delivery import work

    with in_mall(mall_id, actor=Actor.staff()):
        return work(time.monotonic() + _BUDGET_SECONDS)


@shared_task(name="journal.tasks.tick", ignore_result=True)
def tick(job: str) -> None:
    """A period of the clock, counted once however many schedulers there are."""
    if not _take(job, int(time.time()) // settings.JOB_PERIODS[job]):
        return
    if job == "relay":
        relay()
    elif job == "heartbeat":
        heartbeat()
    else:
        for mall_id in _open_malls():
            run_job.apply_async(args=(job, mall_id), expires=_STALE_SECONDS)


@shared_task(name="journal.tasks.run_job", ignore_result=True)
def run_job(job: str, mall_id: int) -> None:
    """Each of the job's functions once. One that fails holds no other back; it is raised when all had their turn."""
    now, failed = timezone.now(), []
    with in_mall(mall_id, actor=Actor.staff()):
        for path in registry.jobs_of(job):
            try:
                registry.function(path)(now)
            except Exception as error:
                # What stands after it in the table is another's work, and does not wait for a mend of this.
                log.exception("the job %s of mall %s failed", path, mall_id)
                failed.append(error)
    if failed:
        raise failed[0]


def relay() -> None:
    """Find malls with something due, whatever became of the messages, under the relay's own role."""
    with connections["relay"].cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT mall_id FROM journal_delivery WHERE state = 'due' AND next_at <= now() "
            "AND (lease_until IS NULL OR lease_until < now())"
        )
        malls = [row[0] for row in cursor.fetchall()]
    for mall_id in malls:
        ring(mall_id)


def heartbeat() -> None:
    """Ask for a sign of life through every queue, and forget old ticks."""
    from journal.models import Tick
    from journal.pulses import queues

    for queue in queues():
        pulse.apply_async(args=(queue,), queue=queue, expires=_STALE_SECONDS)
    Tick.objects.filter(taken_at__lt=timezone.now() - _TICKS_KEPT).delete()


@shared_task(name="journal.tasks.pulse", ignore_result=True)
def pulse(queue: str) -> None:
    """Said by whoever works on this queue."""
    from journal.pulses import heard

    heard(queue=queue, now=timezone.now())


def _take(job: str, period: int) -> bool:
    """The insert that wins is the tick."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_tick (job, period, taken_at) VALUES (%s, %s, now()) ON CONFLICT DO NOTHING",
            [job, period],
        )
        return cursor.rowcount == 1


def _open_malls() -> list[int]:
    from tenancy.models import Mall

    return list(Mall.objects.filter(state=Mall.State.OPEN).values_list("pk", flat=True))
