"""Starting a server on a free port until it answers."""

from __future__ import annotations

import time
from collections.abc import Callable

from local.child import Child
from local.ports import free_port
from local.types import LocalError

TRIES = 4
PATIENCE = 60.0
PAUSE = 0.03
TAKEN = "address already in use"


def on_free_port(
    launch: Callable[[int], Child], answers: Callable[[int], bool], port: int | None
) -> tuple[Child, int]:
    """The running server and its port: the given one, else a free one, chosen anew if lost."""
    wanted = port
    for _ in range(TRIES):
        port = wanted or free_port()
        child = launch(port)
        if until_ready(child, lambda port=port: answers(port)):  # type: ignore[misc]
            return child, port
        said = child.last_lines()
        child.stop()
        if TAKEN not in said.lower():
            break
    raise LocalError(f"{child.name} did not start. The end of {child.log}:\n{said}")


def until_ready(child: Child, answers: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and child.exit_code() is None:
        if answers():
            return True
        time.sleep(PAUSE)
    return False
