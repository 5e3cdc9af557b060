"""The supervisor with real servers and dummy processes."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from local import ports, runfile
from tests.local.conftest import Mourner
from tests.local.supervised_dummies import NAMES, SERVING

pytestmark = pytest.mark.processes

DRIVER = Path(__file__).with_name("supervised_dummies.py")
DUMMIES = 2 * len(NAMES)  # each is two processes


class Demo:
    """One run of the supervisor; `lines` gives what it says, `until` reads on."""

    def __init__(self, state, mourner, migrate="pass") -> None:
        environment = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
        environment |= {"STATE_DIR": str(state), "PORT": str(ports.free_port())}
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, DRIVER, mourner.path, migrate, Mourner.DUMMY],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            process_group=0,
        )

    def ctrl_c(self) -> None:
        """As a terminal does it: the whole group in the foreground gets the signal."""
        os.killpg(self.process.pid, signal.SIGINT)

    def until(self, words: str) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip())
            if words in line:
                return
        raise AssertionError("\n".join(["It ended without saying", words, *self.lines]))

    def end(self) -> tuple[int, str]:
        said, error = self.process.communicate(timeout=60)
        self.lines += said.splitlines()
        return self.process.returncode, error.strip()


@pytest.fixture
def demo(state, mourner) -> Iterator:
    started = []

    def start(**more):
        started.append(Demo(state, mourner, **more))
        return started[-1]

    yield start
    for one in started:
        one.process.terminate()
        one.process.communicate()


def server_handles(state):
    """Handles that become readable when the servers have ended."""
    return [
        os.pidfd_open(int((state / "run" / f"{name}.pid").read_text())) for name in ("postgres", "valkey")
    ]


def gone(handles):
    for handle in handles:
        assert select.select([handle], [], [], 30)[0], "a server lives on"
        os.close(handle)


def readied(run) -> list[str]:
    return [line.split()[0] for line in run.lines if "ready after" in line]


def test_starts_in_order_seeds_once_and_stops_everything_on_sigterm_and_ctrl_c(demo, state, mourner):
    runs = []
    for stop in (lambda run: run.process.terminate(), Demo.ctrl_c):
        run = demo()
        runs.append(run)
        run.until("Ctrl-C")
        mourner.pids(DUMMIES)
        handles = server_handles(state)
        assert "DATABASE_URL" in (runfile.published(state) or {})
        stop(run)
        assert run.end() == (0, "")
        gone(handles)
        assert mourner.all_gone(patience=20)
        assert runfile.published(state) is None
    simulators = NAMES[: -len(SERVING)]
    before = ["postgres", "valkey", "migrate", "translations", *simulators]
    # The seed talks to the world outside, and is done before anybody serves.
    assert [readied(run) for run in runs] == [[*before, "seed", *SERVING], [*before, *SERVING]]
    assert (state / "seeds").read_text() == "x"


def test_kill_9_leaves_no_process(demo, state, mourner):
    run = demo()
    run.until("Ctrl-C")
    mourner.pids(DUMMIES)
    handles = server_handles(state)
    run.process.kill()
    gone(handles)
    assert mourner.all_gone(patience=20)


def test_a_dead_process_is_said_and_started_again(demo, state, mourner):
    run = demo()
    run.until("Ctrl-C")
    mourner.pids(DUMMIES)
    os.kill(int((state / "run" / "worker.pid").read_text()), signal.SIGKILL)
    run.until("worker ended with status 137; starting it again in 2 s")
    assert len(mourner.pids(2)) == 2


def test_a_failing_step_is_shown_and_nothing_is_left(demo, state, mourner):
    run = demo(migrate="raise SystemExit('the table is cursed')")
    code, error = run.end()
    assert code == 1
    assert error.endswith("failed (status 1):\nthe table is cursed")
    assert not (state / "run" / "postgres.pid").exists()
    assert not (state / "seeds").exists()


def test_a_second_one_on_the_same_state_refuses_and_disturbs_nothing(demo, state, mourner):
    first = demo()
    first.until("Ctrl-C")
    code, error = demo().end()
    assert (code, error) == (
        1,
        f"This checkout is running already (process {first.process.pid}); stop that one first.",
    )
    assert first.process.poll() is None


def test_what_serves_is_not_given_the_owner_of_the_tables(demo, state, mourner):
    demo().until("Ctrl-C")
    said = (state / "log" / "web.log").read_text()
    assert "'DATABASE_URL'" in said
    assert "DATABASE_OWNER_URL" not in said
