"""Running a simulator as a process: arguments, address, signals."""

import argparse
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from simulators.clock import Clock
from simulators.web.routing import Request, Response
from simulators.web.server import Server


class Simulator(Protocol):
    def __call__(self, request: Request, /) -> Response: ...
    def start(self) -> None: ...
    def stop(self) -> None: ...


Maker = Callable[[Path, str, Clock], Simulator]


def main(name: str, make: Maker) -> None:
    parser = argparse.ArgumentParser(prog=f"python -m simulators.{name}")
    parser.add_argument("--port", type=int, required=True, help="0 picks a free one")
    parser.add_argument("--state", type=Path, required=True, help="directory; made when absent")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--seed", default="1")
    asked = parser.parse_args()
    asked.state.mkdir(parents=True, exist_ok=True)
    simulator = make(asked.state, asked.seed, time.time)
    try:
        server = Server(asked.host, asked.port, simulator)
    except OSError as problem:
        sys.exit(f"simulators.{name}: port {asked.port} of {asked.host} is not free: {problem}")
    _announce(asked.state, server.url)
    for number in (signal.SIGTERM, signal.SIGINT):
        # shutdown() waits for the loop it is called from, so another thread says it
        signal.signal(number, lambda *_: threading.Thread(target=server.shutdown).start())
    simulator.start()
    server.serve_forever(poll_interval=0.1)
    server.server_close()
    simulator.stop()


def _announce(state: Path, url: str) -> None:
    (state / "address").write_text(url + "\n")
    print(f"listening on {url}", flush=True)
