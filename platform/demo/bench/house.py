"""The processes of a run: the web server as production starts it, a gateway, and the hello view's own server."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from local import child, probes, processes
from local.child import Child
from local.ports import free_port

_PATIENCE = 120.0
# A notice goes out at once: what is measured is the work, not the gateway's leisure.
QUICK = {"notices": {"first": [0, 0]}}


@dataclass(frozen=True, slots=True)
class House:
    """Ports and process ids of what was started."""

    web: int
    hello: int
    gateway: int
    pids: dict[str, int]


@contextmanager
def open_house() -> Iterator[House]:
    """Sets PUBLIC_PORT and GATEWAY_SIMULATOR_URL of this process too: notices find the web server."""
    web, hello, gateway = free_port(), free_port(), free_port()
    os.environ["GATEWAY_SIMULATOR_URL"] = f"http://127.0.0.1:{gateway}"
    environment = os.environ | {"PUBLIC_PORT": str(web), "LOG_LEVEL": "ERROR", "BENCH_HELLO": "1"}
    with TemporaryDirectory(prefix="crossport-bench-", dir="/var/tmp") as folder, ExitStack() as stack:
        state, pids = Path(folder), {}
        bare = [*processes.web(port=hello)[:-1], "demo.bench.hello:application"]
        doors = {
            "gateway": (processes.simulator("gateway", port=gateway, state=state / "gateway"), gateway),
            "web": (processes.web(port=web), web),
            "hello": (bare, hello),
        }
        for name, (arguments, port) in doors.items():
            running = child.start(name, processes.python(arguments), state=state, environment=environment)
            stack.callback(running.stop)
            _until_ready(running, port)
            pids[name] = running.pid() or 0
        yield House(web, hello, gateway, pids)


def _until_ready(running: Child, port: int) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not probes.answers(port)(running):
        if time.monotonic() > deadline or running.exit_code() is not None:
            raise RuntimeError(f"{running.name} is not ready:\n{running.last_lines(30)}")
        time.sleep(0.05)
