"""Nothing outlives its starter, however the starter ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from local import child
from local.child import Ending

pytestmark = pytest.mark.processes

# A suite that runs behind a shell's `&` inherits Ctrl-C ignored.
HEARS_CTRL_C = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
"""
WITH_LIFELINE = """
import sys
from pathlib import Path
from local import child
running = child.start("dummy", sys.argv[2:], state=Path(sys.argv[1]), ending=child.Ending(grace=0.2))
running.process.wait()
"""
WITHOUT_LIFELINE = """
import subprocess, sys
subprocess.Popen(sys.argv[2:], start_new_session=True).wait()
"""


def run(state, *command, **more):
    return child.start("dummy", command, state=state, **more)


def test_exit_status_and_output_of_the_command_come_through(state):
    running = run(state, sys.executable, "-c", "print('said'); raise SystemExit(7)")
    assert running.process.wait(20) == 7
    assert running.exit_code() == 7
    assert running.said() == "said\n"


def test_output_of_an_earlier_start_is_not_taken_for_this_one(state):
    run(state, "echo", "first").process.wait(20)
    second = run(state, "echo", "second")
    second.process.wait(20)
    assert second.said() == "second\n"
    assert second.log.read_text() == "first\nsecond\n"


def test_a_log_grown_too_long_is_cut_while_the_process_writes_on(state, monkeypatch):
    monkeypatch.setattr(child, "MOST_LOG", 5)
    running = run(state, sys.executable, "-uc", "print('long enough'); input(); print('after')")
    running.process.wait(20)  # input ends at once: the command's standard input is empty
    running.trim_log()
    assert running.said() == ""
    assert running.log.with_suffix(".log.1").read_text().startswith("long enough\n")


def test_death_by_a_signal_is_told_as_shells_tell_it(state):
    running = run(state, sys.executable, "-c", "import os; os.kill(os.getpid(), 9)")
    assert running.process.wait(20) == 128 + 9


def test_a_command_that_does_not_exist_is_127_with_its_name(state):
    running = run(state, "no-such-program")
    assert running.process.wait(20) == 127
    assert "no-such-program" in running.last_lines()


def test_stop_lets_the_command_end_by_itself(state, mourner):
    polite = (
        "import os, signal, sys; signal.signal(signal.SIGINT, lambda *_: sys.exit(5)); "
        "os.write(os.open(sys.argv[1], os.O_WRONLY), b'%d\\n' % os.getpid()); signal.pause()"
    )
    running = run(state, sys.executable, "-c", polite, mourner.path, ending=Ending(signal="SIGINT"))
    assert mourner.pids(1) == [running.pid()]
    assert running.stop() == 5
    assert running.pid() is None


def test_stop_kills_the_whole_group_of_a_command_that_does_not_listen(state, mourner):
    running = run(state, *mourner.command(sys.executable), ending=Ending(grace=0.2))
    mourner.pids(2)
    assert running.stop() == 128 + 9
    assert mourner.all_gone(patience=20)


def test_a_command_that_dies_leaves_none_of_its_children(state, mourner):
    running = run(state, *mourner.command(sys.executable))
    mourner.pids(2)
    os.kill(running.pid(), signal.SIGKILL)
    assert running.process.wait(20) == 128 + 9
    assert mourner.all_gone(patience=20)


def test_a_killed_wrapper_leaves_none_of_its_children(state, mourner):
    running = run(state, *mourner.command(sys.executable))
    mourner.pids(2)
    running.process.kill()
    running.process.wait(20)
    assert running.exit_code() == -9
    assert mourner.all_gone(patience=20)


def ended_starter(script, state, mourner, number):
    """Pids of two dummies whose starter, and all of its group, has just got a signal and ended."""
    command = [sys.executable, "-c", HEARS_CTRL_C + script, state, *mourner.command(sys.executable)]
    starter = subprocess.Popen(command, process_group=0, stderr=subprocess.DEVNULL)
    pids = mourner.pids(2)
    os.killpg(starter.pid, number)
    starter.wait()
    return pids


ENDINGS = pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])


@ENDINGS
def test_however_its_starter_ends_no_process_is_left(state, mourner, number):
    ended_starter(WITH_LIFELINE, state, mourner, number)
    assert mourner.all_gone(patience=20)


@ENDINGS
def test_control_without_the_lifeline_they_live_on(state, mourner, number):
    pids = ended_starter(WITHOUT_LIFELINE, state, mourner, number)
    try:
        assert not mourner.all_gone(patience=1)
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
    assert mourner.all_gone(patience=20)
