"""One supervisor a state directory, and how others find what it runs."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from local.types import LocalError


@contextmanager
def only_one(state: Path) -> Iterator[None]:
    """Hold the lock of this state directory; the kernel lets go of it however we end."""
    (state / "run").mkdir(mode=0o700, exist_ok=True)
    with (state / "run" / "lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            pid = file.read().strip() or "unknown"
            raise LocalError(
                f"This checkout is running already (process {pid}); stop that one first."
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def is_running(state: Path) -> bool:
    try:
        with only_one(state):
            return False
    except LocalError:
        return True


def publish(state: Path, environment: dict[str, str]) -> None:
    """So that `python -m local env` and `with-servers` reach the running processes; it holds passwords."""
    descriptor = os.open(state / "run" / "environment.json", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(environment, file, indent=1)


def published(state: Path) -> dict[str, str] | None:
    """The environment of the processes that run now; None when none do."""
    path = state / "run" / "environment.json"
    if not path.exists() or not is_running(state):
        return None
    found: dict[str, str] = json.loads(path.read_text())
    return found


def withdraw(state: Path) -> None:
    (state / "run" / "environment.json").unlink(missing_ok=True)
