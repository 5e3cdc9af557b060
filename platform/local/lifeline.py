"""Run one command, and end it when whoever started it is gone.

    lifeline.py [--user UID:GID] [--stop SIGNAL] [--grace SECONDS] [--pid-file PATH] -- COMMAND…

Standard input is the life-line: a pipe whose other end the starter holds. It closes when the starter stops,
crashes or is killed with -9, whatever the operating system. Then the command gets the stop signal, and after
`grace` seconds its whole process group is killed. On Linux the command also dies with this wrapper, by the
parent-death signal; that signal follows the THREAD that forked, and this program has only one.
Run by path with the bare standard library, so that it starts quickly and depends on nothing.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import os
import select
import signal
import sys
import time
from typing import NoReturn

PR_SET_PDEATHSIG = 1
LIFELINE = 0
STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def main(arguments: list[str]) -> int:
    options = _parse(arguments)
    wake = _wake_on_signals()
    wrapper = os.getpid()
    # A stop that arrives between fork and exec must wait for the command, not vanish in our handler.
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
    child = os.fork()
    if child == 0:
        _become(options, wrapper)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.setpgid(child, child)  # both sides do it: whoever comes first
    if options.pid_file:
        with open(options.pid_file, "w") as file:  # noqa: PTH123 (pathlib would double the start-up time)
            file.write(str(child))
    status = _watch(child, wake, options)
    _kill_group(child)
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else 128 - code


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--user", default="")
    parser.add_argument("--stop", default="SIGTERM")
    parser.add_argument("--grace", type=float, default=5.0)
    parser.add_argument("--pid-file", default="")
    parser.add_argument("command", nargs="+")
    return parser.parse_args(arguments)


def _wake_on_signals() -> int:
    """A descriptor that becomes readable, carrying the numbers, when a signal arrives."""
    wake, written = os.pipe()
    os.set_blocking(wake, False)
    os.set_blocking(written, False)
    signal.set_wakeup_fd(written, warn_on_full_buffer=False)
    for number in (*STOP_SIGNALS, signal.SIGCHLD):
        signal.signal(number, lambda *_: None)
    return wake


def _become(options: argparse.Namespace, wrapper: int) -> NoReturn:
    """In the child: own group, other user if asked, death with the parent, then the command."""
    try:
        os.setpgid(0, 0)
        for number in (*STOP_SIGNALS, signal.SIGCHLD, signal.SIGPIPE):
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)
        os.dup2(os.open(os.devnull, os.O_RDONLY), LIFELINE)
        if options.user:
            uid, gid = map(int, options.user.split(":"))
            os.setgroups([])
            os.setgid(gid)
            os.setuid(uid)
            os.chdir("/")
        if sys.platform == "linux":  # after setuid, which clears it
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() == wrapper:
            os.execvp(options.command[0], options.command)
    except OSError as error:
        print(f"{options.command[0]}: {error}", file=sys.stderr, flush=True)
    os._exit(127)


def _watch(child: int, wake: int, options: argparse.Namespace) -> int:
    """Until the child has ended; gives its wait status."""
    deadline: float | None = None
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return status
        listening = [wake] if deadline else [wake, LIFELINE]
        left = None if deadline is None else max(0.0, deadline - time.monotonic())
        ready, _, _ = select.select(listening, [], [], left)
        if deadline is None and _must_stop(ready, wake):
            deadline = time.monotonic() + options.grace
            _signal(child, getattr(signal, options.stop))
        elif deadline is not None and not ready:
            _kill_group(child)
            deadline = time.monotonic() + 1.0
        elif deadline is not None:
            _drain(wake)


def _must_stop(ready: list[int], wake: int) -> bool:
    asked = bool(_drain(wake) & set(STOP_SIGNALS)) if wake in ready else False
    cut = LIFELINE in ready and os.read(LIFELINE, 64) == b""
    return asked or cut


def _drain(wake: int) -> set[int]:
    with contextlib.suppress(BlockingIOError):
        return set(os.read(wake, 64))
    return set()


def _signal(child: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, number)


def _kill_group(group: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
