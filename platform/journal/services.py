"""Verbs of the journal: record a fact, answer once, run a dead letter again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from journal import models, tasks
from journal.registry import hearers_of
from journal.types import Fact, KeyReused
from tenancy.scope import current_mall_id


def record(
    *, kind: str, subject: str, payload: dict[str, Any], at: datetime | None = None, version: int = 1
) -> Fact:
    """Write a fact and one delivery per hearer in the caller's transaction; ring the bell when it commits.

    `subject` is `order:<id>` or `package:<id>`: a hearer gets the facts of one subject in their order.
    Raises TransactionManagementError outside a transaction: a fact is never apart from what it tells.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "A fact is recorded in the transaction of what it tells."
        )
    occurred_at = at or timezone.now()
    hearers, mall_id = hearers_of(kind), current_mall_id()
    row = models.Fact(
        kind=kind, subject=subject, payload=payload, occurred_at=occurred_at, version=version, mall_id=mall_id
    )
    row.pk = _insert_with_deliveries(row, hearers)
    if hearers:
        transaction.on_commit(lambda: tasks.ring(mall_id), robust=True)
    return as_fact(row)


# One statement: every verb that tells something pays it.
_RECORD = """
    WITH f AS (INSERT INTO journal_fact (mall_id, kind, version, subject, payload, occurred_at)
               VALUES (%(mall)s, %(kind)s, %(version)s, %(subject)s, %(payload)s::jsonb, %(at)s) RETURNING id),
         d AS (INSERT INTO journal_delivery
                   (mall_id, fact_id, hearer, subject, state, attempts, next_at, last_error)
               SELECT %(mall)s, f.id, h.hearer, %(subject)s, 'due', 0, %(now)s, ''
               FROM f, unnest(%(hearers)s::text[]) WITH ORDINALITY AS h(hearer, place) ORDER BY h.place)
    SELECT id FROM f
"""


def _insert_with_deliveries(row: models.Fact, hearers: Sequence[str]) -> int:
    values = {
        "mall": row.mall_id, "kind": row.kind, "version": row.version, "subject": row.subject,
        "payload": json.dumps(row.payload), "at": row.occurred_at, "now": timezone.now(), "hearers": list(hearers),
    }  # fmt: skip
    with transaction.get_connection().cursor() as cursor:
        cursor.execute(_RECORD, values)
        return int(cursor.fetchone()[0])


# As many facts of one kind in one statement: for batches, where each would pay it alone.
_RECORD_MANY = """
    WITH f AS (INSERT INTO journal_fact (mall_id, kind, version, subject, payload, occurred_at)
               SELECT %(mall)s, %(kind)s, 1, g.subject, g.payload::jsonb, %(at)s
               FROM unnest(%(subjects)s::text[], %(payloads)s::text[]) WITH ORDINALITY AS g(subject, payload, place)
               ORDER BY g.place RETURNING id, subject)
    INSERT INTO journal_delivery (mall_id, fact_id, hearer, subject, state, attempts, next_at, last_error)
    SELECT %(mall)s, f.id, h.hearer, f.subject, 'due', 0, %(now)s, ''
    FROM f, unnest(%(hearers)s::text[]) WITH ORDINALITY AS h(hearer, place) ORDER BY f.id, h.place
"""


def record_many(*, kind: str, told: Sequence[tuple[str, dict[str, Any]]], at: datetime) -> None:
    """`record` for each (subject, payload), in their order: one statement however many they are.

    The bell rings once. Raises TransactionManagementError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "A fact is recorded in the transaction of what it tells."
        )
    if not told:
        return
    hearers, mall_id = hearers_of(kind), current_mall_id()
    values = {
        "mall": mall_id, "kind": kind, "at": at, "now": timezone.now(), "hearers": list(hearers),
        "subjects": [subject for subject, _payload in told],
        "payloads": [json.dumps(payload) for _subject, payload in told],
    }  # fmt: skip
    with transaction.get_connection().cursor() as cursor:
        cursor.execute(_RECORD_MANY, values)
    if hearers:
        transaction.on_commit(lambda: tasks.ring(mall_id), robust=True)


def as_fact(row: models.Fact) -> Fact:
    return Fact(row.pk, row.mall_id, row.kind, row.subject, row.occurred_at, row.payload, row.version)


def once(*, scope: str, key: str, request: Any, run: Callable[[], Any]) -> tuple[Any, bool]:
    """Run once per key and store the JSON-able answer with its effect; later calls get the stored answer.

    Returns (answer, fresh). Raises KeyReused where the key came before with another request. A second call
    while the first is running waits for its end. When `run` raises, nothing is stored.
    """
    digest = hashlib.sha256(json.dumps(request, sort_keys=True, default=str).encode()).hexdigest()
    with transaction.atomic():
        mine = models.IdempotencyKey(scope=scope, key=key, request_hash=digest)
        taken = _insert_if_new(mine)
        if not taken:
            return _stored(scope, key, digest), False
        answer = run()
        models.IdempotencyKey.objects.filter(scope=scope, key=key).update(answer=answer)
        return answer, True


def was_done(*, scope: str, key: str) -> bool:
    """Whether `once` ran for this key: for whoever makes something costly ready before it."""
    return models.IdempotencyKey.objects.filter(scope=scope, key=key).exists()


def _insert_if_new(row: models.IdempotencyKey) -> bool:
    """One statement decides; it waits for a rival that is still in its transaction."""
    with transaction.get_connection().cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_idempotencykey (mall_id, scope, key, request_hash, created_at) "
            "VALUES (%s, %s, %s, %s, now()) ON CONFLICT (mall_id, scope, key) DO NOTHING",
            [current_mall_id(), row.scope, row.key, row.request_hash],
        )
        return cursor.rowcount == 1


def _stored(scope: str, key: str, digest: str) -> Any:
    row = models.IdempotencyKey.objects.get(scope=scope, key=key)
    if row.request_hash != digest:
        raise KeyReused(key)
    return row.answer


def rerun(*, delivery_ids: Sequence[int]) -> int:
    """Dead letters get a fresh start. Returns how many were dead."""
    with transaction.atomic():
        changed = models.Delivery.objects.filter(
            pk__in=delivery_ids, state=models.Delivery.State.DEAD
        ).update(state=models.Delivery.State.DUE, attempts=0, next_at=timezone.now(), lease_until=None)
        mall_id = current_mall_id()
        transaction.on_commit(lambda: tasks.ring(mall_id), robust=True)
    return changed
