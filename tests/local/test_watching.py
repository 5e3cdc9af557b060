"""A dead process is started again with growing pauses, a silent one is killed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from local.watching import Watched


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


class Dummy:
    name, log = "worker", Path("worker.log")

    def __init__(self) -> None:
        self.code: int | None = None
        self.killed = False

    def exit_code(self) -> int | None:
        return self.code

    def kill(self) -> None:
        self.killed, self.code = True, 137


def watch(**more: Any) -> Any:
    clock = Clock()
    said: list[str] = []
    started: list[Dummy] = []

    def again() -> Any:
        started.append(Dummy())
        return started[-1]

    first: Any = Dummy()
    return Watched(first, again, say=said.append, clock=clock, **more), clock, said, started


def test_a_living_process_is_left_alone():
    watched, clock, said, started = watch()
    clock.now += 10_000
    watched.look()
    assert (said, started) == ([], [])


def test_a_dead_one_is_started_again_after_a_pause_that_grows_and_shrinks():
    watched, clock, said, _ = watch()
    pauses = []
    for lived in (0, 0, 0, 0, 0, 0, 61):
        clock.now += lived
        watched.child.code = 3
        watched.look()
        died, restarts = clock.now, watched.restarts
        while watched.restarts == restarts:
            clock.now += 1
            watched.look()
        pauses.append(clock.now - died)
    assert pauses == [2, 4, 8, 16, 30, 30, 1]
    assert said[0] == "worker ended with status 3; starting it again in 2 s (see worker.log)"


def test_one_that_does_not_start_is_tried_again():
    tries: list[float] = []
    said: list[str] = []
    first: Any = Dummy()
    first.code = 1

    def again() -> Any:
        tries.append(clock.now)
        if len(tries) == 1:
            raise OSError("no room")
        return Dummy()

    clock = Clock()
    watched = Watched(first, again, say=said.append, clock=clock)
    for _ in range(10):
        watched.look()
        clock.now += 1
    assert tries == [1002.0, 1006.0]
    assert said[1] == "worker did not start: no room; starting it again in 4 s (see worker.log)"


def test_a_silent_one_is_killed_and_started_again():
    watched, clock, said, started = watch(silent=lambda: 61.0)
    first = watched.child
    clock.now += 60
    watched.look()
    assert first.killed
    assert said == ["worker has been silent for over 60 s and is killed"]
    watched.look()
    clock.now += 2
    watched.look()
    assert watched.child is started[0]


def test_one_that_speaks_or_cannot_be_asked_or_is_young_lives_on():
    for seconds, age in ((59.0, 600), (None, 600), (3600.0, 59)):
        watched, clock, said, _ = watch(silent=lambda seconds=seconds: seconds)
        clock.now += age
        watched.look()
        assert (watched.child.killed, said) == (False, [])
