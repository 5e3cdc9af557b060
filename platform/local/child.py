"""A process started on a life-line: it cannot outlive us."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from local.paths import CHECKOUT
from local.types import Account

WRAPPER = Path(__file__).with_name("lifeline.py")
MOST_LOG = 10 * 1024 * 1024


@dataclass(frozen=True)
class Ending:
    """How a process is asked to end: the signal, and the seconds it has before it is killed."""

    signal: str = "SIGTERM"
    grace: float = 5.0


class Child:
    """One running command; its output goes to `log`, its process id to `pid_file`."""

    def __init__(self, name: str, process: subprocess.Popen[bytes], log: Path, pid_file: Path, grace: float):
        self.name, self.process, self.log, self.pid_file, self.grace = name, process, log, pid_file, grace
        self.log_before = 0

    def exit_code(self) -> int | None:
        """None while it runs. Leaves nothing of a dead one's process group behind."""
        code = self.process.poll()
        if code is not None and code < 0:  # the wrapper itself was killed and could not clean up
            self.kill()
        return code

    def pid(self) -> int | None:
        """The process id of the command itself, not of the wrapper round it."""
        try:
            return int(self.pid_file.read_text())
        except (OSError, ValueError):
            return None

    def kill(self) -> None:
        """End the command and everything in its group at once."""
        pid = self.pid()
        if pid is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, signal.SIGKILL)

    def stop(self) -> int:
        """Ask it to end by letting go of the life-line, wait, and kill what did not listen."""
        self.let_go()
        return self.wait()

    def let_go(self) -> None:
        assert self.process.stdin is not None
        with contextlib.suppress(OSError):
            self.process.stdin.close()

    def wait(self) -> int:
        try:
            code = self.process.wait(self.grace + 3)
        except subprocess.TimeoutExpired:
            self.kill()
            self.process.kill()
            code = self.process.wait()
        self.pid_file.unlink(missing_ok=True)
        return code

    def said(self) -> str:
        """Its output since this start."""
        with self.log.open("rb") as file:
            file.seek(self.log_before)
            return file.read().decode(errors="replace")

    def trim_log(self) -> None:
        """Keep one older part beside a log that has grown too long."""
        if self.log.exists() and self.log.stat().st_size > MOST_LOG:
            shutil.copyfile(self.log, self.log.with_suffix(".log.1"))
            os.truncate(self.log, 0)
            self.log_before = 0

    def last_lines(self, count: int = 15) -> str:
        return "\n".join(self.said().splitlines()[-count:])


def start(
    name: str,
    command: Sequence[str | Path],
    *,
    state: Path,
    environment: Mapping[str, str] | None = None,
    ending: Ending = Ending(),
    account: Account | None = None,
) -> Child:
    """Start `command` on a life-line of its own, in its own session, with its output in `state`/log."""
    log, pid_file = _place(state, "log", f"{name}.log"), _place(state, "run", f"{name}.pid")
    pid_file.unlink(missing_ok=True)
    wrapper = [
        sys.executable,
        "-I",
        "-S",
        str(WRAPPER),
        "--stop",
        ending.signal,
        "--grace",
        str(ending.grace),
    ]
    wrapper += ["--pid-file", str(pid_file)]
    if account:
        wrapper += ["--user", f"{account.uid}:{account.gid}"]
    with _open_log(log) as output:
        before = output.tell()
        process = subprocess.Popen(
            [*wrapper, "--", *map(str, command)],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=CHECKOUT,
            env=dict(environment) if environment is not None else None,
            start_new_session=True,
        )
    child = Child(name, process, log, pid_file, ending.grace)
    child.log_before = before
    return child


def _place(state: Path, directory: str, name: str) -> Path:
    (state / directory).mkdir(mode=0o700, exist_ok=True)
    return state / directory / name


def _open_log(path: Path) -> BinaryIO:
    """Appending: the file may be cut while the process writes to it."""
    return path.open("ab")
