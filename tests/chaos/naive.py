"""The control: no outbox. A fact's hearers are told by broker messages alone, as Celery's own defaults have it."""

from __future__ import annotations

from typing import Any

from celery import Task, shared_task
from django.db import transaction

from journal import models, registry, services, tasks
from journal.types import Fact, GiveUp
from tenancy.scope import Actor, in_mall

_as_fact = services.as_fact


def take_away_outbox() -> None:
    """No delivery rows, no relay; `record` sends one message per hearer instead."""
    services.hearers_of = lambda kind: ()
    services.as_fact = _tell
    tasks.relay = lambda: None


def _tell(row: models.Fact) -> Fact:
    for path in registry.hearers_of(row.kind):
        transaction.on_commit(lambda path=path: hear.delay(row.mall_id, row.pk, path), robust=True)
    return _as_fact(row)


@shared_task(
    name="tests.chaos.hear", bind=True, max_retries=None, acks_late=False, reject_on_worker_lost=False
)
def hear(self: Task[Any, Any], mall_id: int, fact_id: int, path: str) -> None:
    with in_mall(mall_id, actor=Actor.staff()):
        fact = _as_fact(models.Fact.objects.get(pk=fact_id))
        try:
            registry.function(path)(fact)
        except GiveUp:
            return
        except Exception as error:
            raise self.retry(exc=error, countdown=1) from error
