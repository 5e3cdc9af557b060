"""Run one command beside the embedded servers and give its exit status."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from local import runfile, secrets
from local.paths import CHECKOUT, state_dir
from local.servers import running
from local.types import LocalError


def with_servers(command: Sequence[str], *, fresh: bool, before: Sequence[Sequence[str]] = ()) -> int:
    """`fresh`: on empty data that is thrown away afterwards; else beside the running demo, or on its data.

    `before`: commands that must succeed first.
    """
    with _fresh() if fresh else _kept() as environment:
        for first in before:
            done = subprocess.run(
                first, env=environment, cwd=CHECKOUT, check=False, capture_output=True, text=True
            )
            if done.returncode:
                raise LocalError(f"`{' '.join(first)}` failed:\n{done.stdout}{done.stderr}")
        return _run(command, environment)


@contextmanager
def _kept() -> Iterator[dict[str, str]]:
    state = state_dir()
    if (known := runfile.published(state)) is not None:
        yield os.environ | known
    else:
        with runfile.only_one(state), _servers(state) as environment:
            yield environment


@contextmanager
def _fresh() -> Iterator[dict[str, str]]:
    state = Path(tempfile.mkdtemp(prefix="crossport-fresh-", dir="/var/tmp"))
    if os.geteuid() == 0:
        state.chmod(0o711)  # the servers' user passes through to its own directories
    try:
        with _servers(state) as environment:
            yield environment
    finally:
        shutil.rmtree(state, ignore_errors=True)


@contextmanager
def _servers(state: Path) -> Iterator[dict[str, str]]:
    with running(state) as addresses:
        yield os.environ | secrets.environment(state) | {"STATE_DIR": str(state)} | addresses


def _run(command: Sequence[str], environment: dict[str, str]) -> int:
    process = subprocess.Popen(command, env=environment)
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends it to the command as well
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    try:
        code = process.wait()
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
    return code if code >= 0 else 128 - code
