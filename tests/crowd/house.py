"""The processes of a run: the port, the broker, the workers; each can be killed and comes up again on what it had."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import requests

from tests.customs.ports import broker as brokers


class Port:
    """The simulated port, on an address that stays."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.socket() as line:
            line.bind(("127.0.0.1", 0))
            self._number = line.getsockname()[1]
        self._process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._number}"

    def start(self) -> None:
        command = [
            sys.executable,
            "-m",
            "simulators.port",
            "--port",
            str(self._number),
            "--state",
            str(self._folder),
        ]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 120
        while time.monotonic() < until:
            try:
                if requests.get(f"{self.url}/healthz", timeout=2).ok:
                    return
            except requests.RequestException:
                time.sleep(0.05)
        raise RuntimeError("the port did not start")

    def kill(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(30)


class Workers:
    def __init__(self, mall_id: int, how_many: int, folder: Path) -> None:
        self._mall_id, self._how_many = mall_id, how_many
        self._stop, self._log = folder / "stop", folder / "workers.log"
        self._running: list[subprocess.Popen] = []

    def start(self) -> None:
        self._running = [self._one(number) for number in range(self._how_many)]

    def kill(self, number: int) -> None:
        self._running[number].send_signal(signal.SIGKILL)
        self._running[number].wait(30)
        self._running[number] = self._one(number)

    def stop(self) -> None:
        self._stop.touch()
        for process in self._running:
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()

    def __len__(self) -> int:
        return self._how_many

    def dead(self) -> list[int]:
        """Those that ended though nobody killed them."""
        return [n for n, process in enumerate(self._running) if process.poll() is not None]

    def _one(self, number: int) -> subprocess.Popen:
        command = [sys.executable, "-m", "tests.crowd.worker", str(self._mall_id), str(number), str(self._how_many),
                   str(self._stop)]  # fmt: skip
        with self._log.open("ab") as log:
            return subprocess.Popen(command, stdout=log, stderr=log, env=os.environ)


def broker(folder: Path) -> brokers.RabbitMQ | None:
    """None where RabbitMQ is not installed: then the queue lies in Valkey, which is left alone."""
    if not brokers.installed():
        return None
    folder.mkdir()
    node = brokers.RabbitMQ(folder)
    node.start()
    return node
