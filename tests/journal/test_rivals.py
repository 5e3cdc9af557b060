"""Two at once: leases by two connections, and a fact that commits late under a smaller id."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from threading import Event
from typing import Any

import psycopg2
import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from journal import delivery, services
from journal.delivery import deliver, lease
from journal.models import Delivery, Fact
from tenancy.scope import in_mall
from tests.journal import heard

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("hearers")]
PATIENCE = 60


def record(subject: str) -> Any:
    with transaction.atomic():
        return services.record(kind="thing.happened", subject=subject, payload={})


@pytest.fixture
def four_facts(mall) -> Iterator[Any]:
    """Eight deliveries are due. A lock that is not free at once is an error, not a wait."""
    with in_mall(mall.pk):
        for n in range(4):
            record(f"order:{n}")
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")
        yield mall
        connection.close()


@contextmanager
def rival(mall: Any) -> Iterator[Any]:
    """Another worker's transaction, open as long as the block; its leases end with it, unsaid."""
    with closing(psycopg2.connect(**connection.get_connection_params())) as other, other.cursor() as cursor:
        cursor.execute("SELECT set_mall(%s)", [mall.pk])
        yield cursor
        other.rollback()


def rivals_lease(cursor: Any, mall: Any, most: int) -> set[int]:
    cursor.execute(delivery._DUE, {"mall": mall.pk, "now": timezone.now(), "most": most})
    return {row[0] for row in cursor.fetchall()}


def mine() -> set[int]:
    return {leased.id for leased in lease()}


def test_two_workers_at_once_never_take_the_same_and_never_wait(four_facts):
    with rival(four_facts) as cursor:
        theirs = rivals_lease(cursor, four_facts, 3)
        ours = mine()
        assert (len(theirs), len(ours), theirs & ours) == (3, 5, set())
        assert mine() == set()
    assert mine() == theirs, "what a rival dropped is due again"


def test_control_without_skip_locked_one_waits_for_the_other(four_facts, monkeypatch):
    monkeypatch.setattr(delivery, "_DUE", delivery._DUE.replace("SKIP LOCKED", ""))
    with rival(four_facts) as cursor:
        rivals_lease(cursor, four_facts, 3)
        with pytest.raises(OperationalError, match="lock timeout"):
            lease()


def test_control_without_locks_both_take_the_same(four_facts, monkeypatch):
    monkeypatch.setattr(delivery, "_DUE", delivery._DUE.replace("FOR UPDATE OF d SKIP LOCKED", ""))
    with rival(four_facts) as cursor:
        theirs = rivals_lease(cursor, four_facts, 3)
        assert theirs < mine()


def recorded_late(mall: Any, written: Event, commit: Event) -> int:
    try:
        with in_mall(mall.pk), transaction.atomic():
            fact = services.record(kind="thing.happened", subject="order:1", payload={})
            written.set()
            assert commit.wait(PATIENCE)
        return fact.id
    finally:
        connection.close()


def test_a_fact_that_commits_late_under_a_smaller_id_is_still_heard(mall):
    written, commit = Event(), Event()
    with ThreadPoolExecutor(1) as thread, in_mall(mall.pk):
        late = thread.submit(recorded_late, mall, written, commit)
        try:
            assert written.wait(PATIENCE)
            quick = record("order:2")
            assert [deliver(leased) for leased in lease()] == [True, True]
            last = Fact.objects.latest("pk").pk
        finally:
            commit.set()
        assert late.result(PATIENCE) < quick.id == last
        # The control: who remembers the last id it saw never learns of the other.
        assert not Fact.objects.filter(pk__gt=last).exists()
        assert [deliver(leased) for leased in lease()] == [True, True]
        assert [subject for _, subject, _ in heard.HEARD] == ["order:2"] * 2 + ["order:1"] * 2
        assert Delivery.objects.filter(state="done").count() == 4
