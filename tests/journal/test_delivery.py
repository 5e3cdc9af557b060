"""The outbox: once per hearer, in the order of a subject, whatever becomes of messages and workers."""

from __future__ import annotations

import threading
from datetime import timedelta
from functools import partial

import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, connections, transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from config import subscriptions
from journal import delivery, selectors, services, tasks
from journal.delivery import MOST_ATTEMPTS, deliver, lease, wait, work
from journal.models import Delivery, Fact, Tick
from journal.types import RetryLater
from local.processes import QUEUES
from tenancy.scope import in_mall
from tests.journal import heard
from tests.journal.conftest import PATHS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hearers")]


def record(subject: str = "order:1", n: int = 1):
    with transaction.atomic():
        return services.record(kind="thing.happened", subject=subject, payload={"n": n})


def deliver_all() -> int:
    done = 0
    while batch := lease():
        done += sum(deliver(leased) for leased in batch)
    return done


def make_due() -> None:
    Delivery.objects.filter(state="due").update(
        next_at=timezone.now() - timedelta(seconds=1), lease_until=None
    )


def test_a_fact_is_never_apart_from_what_it_tells(in_harbor):
    with transaction.atomic():
        record()
        transaction.set_rollback(True)
    assert (Fact.objects.count(), Delivery.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_a_fact_outside_a_transaction_is_refused(mall):
    with in_mall(mall.pk), pytest.raises(TransactionManagementError):
        services.record(kind="thing.happened", subject="order:1", payload={})


def test_each_hearer_hears_once(in_harbor):
    record()
    assert deliver_all() == 2
    assert deliver_all() == 0
    assert sorted(heard.HEARD) == [("note", "order:1", {"n": 1}), ("other", "order:1", {"n": 1})]


def test_what_is_leased_is_not_leased_again_until_the_lease_runs_out(in_harbor):
    record()
    assert len(lease()) == 2
    assert lease() == []
    workers_die()
    assert [len(lease()) for _ in range(3)] == [1, 1, 0], "what was tried before is tried alone"


def test_order_is_kept_per_subject_and_a_failure_holds_back_only_its_own(in_harbor):
    heard.fails("order:1", "later")
    for subject, n in (("order:1", 1), ("order:1", 2), ("order:2", 3)):
        record(subject, n)
    assert deliver_all() == 2
    assert {subject for _, subject, _ in heard.HEARD} == {"order:2"}
    heard.forget()
    make_due()
    assert deliver_all() == 4
    assert [payload["n"] for name, _, payload in heard.HEARD if name == "note"] == [1, 2]


@pytest.mark.parametrize(
    ("attempts", "error", "bound"),
    [
        (1, ValueError("broken"), 2.0),
        (5, ValueError("broken"), 32.0),
        (9, ValueError("broken"), 300.0),
        (60, ValueError("broken"), 300.0),
        (1, RetryLater("the port sleeps"), 2.0),
        (1, RetryLater("the port sleeps", 30), 30.0),
        (8, RetryLater("the port sleeps", 30), 256.0),
        (12, RetryLater("the port sleeps", 900), 900.0),
    ],
)
def test_a_retry_waits_anything_from_nothing_to_its_bound(attempts, error, bound):
    """Full jitter, with and without a wish of the hearer."""
    asked: list[tuple[float, float]] = []

    def uniform(low: float, high: float) -> float:
        asked.append((low, high))
        return high

    assert wait(attempts, error, uniform=uniform) == timedelta(seconds=bound)
    assert asked == [(0.0, bound)]


def test_a_failed_delivery_is_due_again_after_that_wait(in_harbor, monkeypatch):
    monkeypatch.setattr(delivery, "wait", partial(wait, uniform=lambda low, high: high))
    heard.fails("order:1", "later")
    record()
    begun = timezone.now()
    deliver_all()
    asked = timedelta(seconds=30)
    for row in Delivery.objects.all():
        assert begun + asked <= row.next_at <= timezone.now() + asked
        assert (row.attempts, row.last_error) == (1, "RetryLater: the port sleeps")


def test_a_dead_letter_says_what_it_holds_back_and_can_be_run_again(in_harbor):
    heard.fails("order:1", "never")
    record("order:1", 1)
    record("order:1", 2)
    deliver_all()
    dead = selectors.dead_letters()
    assert [(row.hearer, row.last_error, selectors.held_back_by(row)) for row in dead] == [
        (path, "no such code", 1) for path in PATHS
    ]
    heard.forget()
    assert services.rerun(delivery_ids=[row.pk for row in dead]) == 2
    assert deliver_all() == 4


def test_an_error_that_never_ends_becomes_a_dead_letter(in_harbor):
    heard.fails("order:1", "error")
    record()
    for _ in range(MOST_ATTEMPTS):
        make_due()
        deliver_all()
    assert [row.last_error for row in selectors.dead_letters()] == ["ValueError: broken"] * 2


def test_a_partner_who_is_away_is_asked_for_a_day(in_harbor, monkeypatch):
    heard.fails("order:1", "later")
    record()
    for _ in range(MOST_ATTEMPTS + 3):
        make_due()
        deliver_all()
    assert {(row.state, row.attempts) for row in Delivery.objects.all()} == {("due", MOST_ATTEMPTS + 3)}
    monkeypatch.setattr("journal.delivery.LONGEST_AWAY", timedelta(0))
    make_due()
    deliver_all()
    assert {row.last_error for row in selectors.dead_letters()} == {"RetryLater: the port sleeps"}


def workers_die() -> None:
    """Whoever held a lease is dead: it was never settled, and has run out."""
    Delivery.objects.filter(lease_until__isnull=False).update(
        lease_until=timezone.now() - timedelta(seconds=1)
    )


def test_what_kills_its_worker_each_time_becomes_a_dead_letter_and_takes_nobody_with_it(in_harbor):
    """The oldest of five kills whoever works on it."""
    for n in range(5):
        record(f"order:{n}")
    poison = Delivery.objects.order_by("pk")[0].pk
    for _ in range(2 * MOST_ATTEMPTS + 5):
        for leased in lease():
            if leased.id == poison:
                break
            deliver(leased)
        workers_die()
    assert [(row.pk, row.last_error) for row in selectors.dead_letters()] == [
        (poison, "the worker died at every try")
    ]
    assert Delivery.objects.filter(state="done").count() == 9


def test_a_worker_that_slept_past_its_lease_settles_nothing_for_its_successor(in_harbor):
    heard.fails("order:1", "never")
    record()
    slow = lease()[0]
    workers_die()
    mine = lease()[0]
    assert slow.id == mine.id
    deliver(slow)
    row = Delivery.objects.get(pk=mine.id)
    assert (row.state, row.lease_until) == ("due", mine.until)
    heard.forget()
    deliver(mine)
    deliver(slow)
    assert Delivery.objects.get(pk=mine.id).state == "done"


def test_what_was_leased_and_not_begun_is_given_back(in_harbor, monkeypatch):
    for n in range(3):
        record(f"order:{n}")
    clock = iter([0.0, 0.0, 0.0, 9.0, 9.0])
    monkeypatch.setattr("journal.delivery.time.monotonic", lambda: next(clock))
    assert work(5.0) == 2
    left = Delivery.objects.filter(state="due").values_list("attempts", "lease_until")
    assert list(left) == [(0, None)] * 4


def test_every_task_has_a_queue_and_the_worker_takes_them_all(settings):
    routed = {route["queue"] for route in settings.CELERY_TASK_ROUTES.values()}
    assert {*routed, settings.CELERY_TASK_DEFAULT_QUEUE} == set(QUEUES)
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= set(
        settings.CELERY_TASK_ROUTES
    )


def _as_relay(sql: str):
    with connections["relay"].cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()


@pytest.mark.django_db(transaction=True, databases=["default", "relay"])
def test_relay_lists_malls_with_something_due_and_reads_nothing_else(mall, other_mall, monkeypatch):
    rung: list[int] = []
    with in_mall(mall.pk):
        record()
    monkeypatch.setattr(tasks, "ring", rung.append)
    tasks.relay()
    assert rung == [mall.pk]
    with in_mall(mall.pk):
        Delivery.objects.update(state="done")
    tasks.relay()
    assert rung == [mall.pk]
    for forbidden in ("SELECT last_error FROM journal_delivery", "SELECT id FROM journal_fact"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            _as_relay(forbidden)


def test_where_no_worker_runs_nobody_is_rung_and_everything_is_found_later(
    in_harbor, monkeypatch, django_capture_on_commit_callbacks
):
    rung: list[int] = []
    monkeypatch.setattr(tasks.drain, "apply_async", lambda args, **_: rung.append(*args))
    with tasks.unrung(), django_capture_on_commit_callbacks(execute=True):
        record()
    assert rung == [] and deliver_all() == Delivery.objects.count() > 0
    with django_capture_on_commit_callbacks(execute=True):  # the control
        record()
    assert rung == [in_harbor.pk]


def test_facts_are_for_ever(in_harbor):
    record()
    for change in (lambda: Fact.objects.update(kind="x"), lambda: Fact.objects.all()._raw_delete("default")):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            change()


def test_a_tick_is_counted_once(db, monkeypatch):
    asked: list[str] = []
    monkeypatch.setattr(tasks.pulse, "apply_async", lambda queue, **_: asked.append(queue))
    monkeypatch.setattr(tasks.time, "time", lambda: 1_000_000.0)
    for _ in range(3):
        tasks.tick("heartbeat")
    assert asked == sorted(QUEUES)
    assert Tick.objects.count() == 1


def test_every_scheduled_job_reaches_what_it_starts(mall, monkeypatch):
    """In each open mall, once a period, whichever scheduler comes first; the clock knows no job that nobody does."""
    sent: list[tuple[str, int]] = []
    monkeypatch.setattr(tasks.run_job, "apply_async", lambda args, **_: sent.append(args))
    monkeypatch.setattr(tasks.pulse, "apply_async", lambda **_: None)
    monkeypatch.setattr(tasks, "relay", lambda: None)
    monkeypatch.setattr(tasks.time, "time", lambda: 1_000_000.0)
    for _, entry in [*settings.CELERY_BEAT_SCHEDULE.items()] * 2:
        tasks.tick(*entry["args"])
    assert sorted(sent) == sorted((job, mall.pk) for job in subscriptions.JOBS)
    assert {entry["args"][0] for entry in settings.CELERY_BEAT_SCHEDULE.values()} == {
        *subscriptions.JOBS, "relay", "heartbeat",
    }  # fmt: skip


def test_every_job_runs_in_an_open_mall(mall):
    for job in subscriptions.JOBS:
        tasks.run_job(job, mall.pk)


def test_a_job_that_fails_holds_no_other_of_its_table_back(mall, monkeypatch):
    ran: list[str] = []

    def function(path):
        def run(now):
            ran.append(path)
            if path == "a":
                raise ValueError("a setting nobody can read")

        return run

    monkeypatch.setattr(tasks.registry, "jobs_of", lambda job: ("a", "b"))
    monkeypatch.setattr(tasks.registry, "function", function)
    with pytest.raises(ValueError, match="a setting"):
        tasks.run_job("rounds", mall.pk)
    assert ran == ["a", "b"]


def test_a_scheduler_started_anew_every_hour_still_comes_to_each_day(db, monkeypatch):
    waits = [float(str(entry["schedule"])) for entry in settings.CELERY_BEAT_SCHEDULE.values()]
    assert max(waits) < 3600 < max(settings.JOB_PERIODS.values())
    taken = []
    for hour in range(50):
        monkeypatch.setattr(tasks.time, "time", lambda hour=hour: 86_400.0 * 20_000 + 3600 * hour)
        taken.append(tasks._take("daily", int(tasks.time.time()) // settings.JOB_PERIODS["daily"]))
    assert [hour for hour, won in enumerate(taken) if won] == [0, 24, 48]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table_decides", [True, False])
def test_two_schedulers_at_once_count_a_period_once(monkeypatch, table_decides):
    """The control takes the insert away: both believe that the tick is theirs."""
    monkeypatch.setattr(tasks.time, "time", lambda: 1_000_000.0)
    if not table_decides:
        monkeypatch.setattr(tasks, "_take", lambda job, period: True)
    rung: list[str] = []
    monkeypatch.setattr(tasks, "relay", lambda: rung.append("rung"))
    both = threading.Barrier(2)

    def scheduler() -> None:
        both.wait()
        tasks.tick("relay")
        connections.close_all()

    crowd = [threading.Thread(target=scheduler) for _ in range(2)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert len(rung) == (1 if table_decides else 2)


def test_the_bell_never_fails_the_caller(in_harbor, monkeypatch, django_capture_on_commit_callbacks):
    def away(*args, **kwargs):
        raise ConnectionError("no broker")

    monkeypatch.setattr(tasks.drain, "apply_async", away)
    with django_capture_on_commit_callbacks(execute=True):
        record()
    assert Delivery.objects.filter(state="due").count() == 2
    assert connection.needs_rollback is False
