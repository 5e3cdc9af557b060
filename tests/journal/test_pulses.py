"""Signs of life: a worker that does not answer is told from a scheduler that does not ask."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import inf
from time import monotonic

import pytest
from celery import current_app
from django.db import connection, connections
from django.utils import timezone

from journal import pulses, tasks
from journal.models import Pulse
from journal.selectors import scheduler_is_silent, silent_queues
from local import probes
from local.processes import QUEUES
from tenancy import health

pytestmark = pytest.mark.django_db
ALL = sorted(QUEUES)


def ago(seconds: float) -> datetime:
    return timezone.now() - timedelta(seconds=seconds)


def ticked(since: float, until: float) -> None:
    """The scheduler ticked without a break from `since` to `until` seconds ago."""
    for seconds in range(int(since), int(until) - 1, -5):
        pulses.scheduler_ticks(now=ago(seconds))


def test_who_was_never_heard_is_silent():
    assert silent_queues(timezone.now()) == ALL
    assert scheduler_is_silent(timezone.now())


def test_each_queue_is_asked_through_itself_and_its_worker_answers(monkeypatch):
    sent: list[tuple[tuple[str], str]] = []

    def apply_async(args: tuple[str], queue: str, expires: int) -> None:
        sent.append((args, queue))

    monkeypatch.setattr(tasks.pulse, "apply_async", apply_async)
    tasks.heartbeat()
    assert sent == [((queue,), queue) for queue in ALL]
    assert current_app.tasks["journal.tasks.pulse"] is not None
    for (name,), _ in sent:
        tasks.pulse(name)
    ticked(5, 0)
    assert silent_queues(timezone.now()) == []


def test_one_silent_queue_is_named_alone():
    ticked(200, 0)
    for queue in ALL:
        pulses.heard(queue=queue, now=ago(61 if queue == "rounds" else 2))
    assert silent_queues(timezone.now()) == ["rounds"]
    assert (health._ask(health._probes["worker"]), health._ask(health._probes["scheduler"])) == (
        "no word from the worker of rounds",
        "ok",
    )


def test_while_the_scheduler_hangs_no_worker_is_blamed():
    ticked(300, 90)
    for queue in ALL:
        pulses.heard(queue=queue, now=ago(90))
    assert (silent_queues(timezone.now()), scheduler_is_silent(timezone.now())) == ([], True)
    assert health._ask(health._probes["scheduler"]) == "no word from the scheduler"
    # It wakes: only from now on somebody owes an answer.
    ticked(0, 0)
    assert (silent_queues(timezone.now()), scheduler_is_silent(timezone.now())) == ([], False)


def test_control_by_the_clock_alone_a_hung_scheduler_looks_like_silent_workers():
    ticked(300, 90)
    for queue in ALL:
        pulses.heard(queue=queue, now=ago(90))
    old = [queue for queue in ALL if timezone.now() - Pulse.objects.get(pk=queue).at > pulses.SILENT_AFTER]
    assert old == ALL


def test_a_short_pause_of_the_scheduler_is_no_break():
    ticked(200, 100)
    since = Pulse.objects.get(pk=pulses.SCHEDULER).since
    pulses.scheduler_ticks(now=ago(71))
    assert Pulse.objects.get(pk=pulses.SCHEDULER).since == since
    pulses.scheduler_ticks(now=ago(41))
    assert Pulse.objects.get(pk=pulses.SCHEDULER).since > since


@pytest.fixture
def database_url(transactional_db) -> str:
    at = connections["default"].settings_dict
    return f"postgresql://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"


def asked(url: str) -> tuple[float | None, float | None]:
    """(worker, scheduler): how long each is silent, as the supervisor asks."""
    return probes.worker_silence(url)(), probes.scheduler_silence(url)()


def at(seconds: float, since: float | None = None, queue: str = "default") -> None:
    began = None if since is None else ago(since)
    Pulse.objects.update_or_create(queue=queue, defaults={"at": ago(seconds), "since": began})


@pytest.mark.parametrize(
    ("worker", "scheduler", "since", "says"),
    [
        (None, None, None, (0, inf)),
        (1000, None, None, (0, inf)),
        (1000, 500, 5000, (0, 500)),
        (1000, 10, 5000, (1000, 10)),
        (1000, 10, 300, (300, 10)),
        (None, 10, 300, (300, 10)),
        (20, 10, 300, (20, 10)),
    ],
)
def test_the_supervisor_tells_one_from_the_other(database_url, worker, scheduler, since, says):
    begun = monotonic()
    if worker is not None:
        at(worker)
        at(worker + 500, queue="clock")
    if scheduler is not None:
        at(scheduler, since, queue="scheduler")
    for found, expected in zip(asked(database_url), says, strict=True):
        assert found is not None and expected <= found <= expected + (monotonic() - begun)


def test_a_database_that_does_not_answer_blames_nobody():
    assert asked("postgresql://nobody@127.0.0.1:9/nothing") == (None, None)


def test_the_schedulers_own_note_is_written_at_most_once_in_five_seconds(transactional_db, monkeypatch):
    clock = iter([100.0, 100.0, 101.0, 104.9, 105.1, 105.1])
    monkeypatch.setattr(pulses, "monotonic", lambda: next(clock))
    noting, seen = pulses.Noting(), []
    for _ in range(4):
        noting(sender="journal.tasks.tick", body=())
        seen.append(Pulse.objects.get(pk=pulses.SCHEDULER).at)
    assert seen[0] == seen[1] == seen[2] < seen[3]
    assert connection.needs_rollback is False
