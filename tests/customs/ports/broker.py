"""A RabbitMQ of the test's own: its node, folder and ports are nobody else's, and it ends with the test."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

SERVER = "/usr/lib/rabbitmq/bin/rabbitmq-server"


def installed() -> bool:
    return Path(SERVER).exists() and shutil.which("erl") is not None


class RabbitMQ:
    """One node that can be killed and started again on what it had."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port, self._dist, self._epmd = (_free() for _ in range(3))
        (folder / "home").mkdir()
        (folder / "plugins").write_text("[].\n")
        self._process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"amqp://guest:guest@127.0.0.1:{self.port}//"

    def start(self) -> None:
        with (self.folder / "out").open("ab") as log:
            self._process = subprocess.Popen(
                [SERVER],
                env=self._environment(),
                stdout=log,
                stderr=log,
                cwd=self.folder,
                start_new_session=True,
            )
        _wait(self._process, self.port, self.folder)

    def kill(self) -> None:
        """With everything it started, at once."""
        assert self._process is not None
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(30)

    def stop(self) -> None:
        assert self._process is not None
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(30)
        self.kill()
        command = ["epmd", "-port", str(self._epmd), "-kill"]
        subprocess.run(command, env=self._environment(), capture_output=True, check=False)

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder / "home"),
            "LANG": "C.UTF-8",
            "RABBITMQ_NODENAME": f"crossport{self.port}@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_DIST_PORT": str(self._dist),
            "RABBITMQ_MNESIA_BASE": str(self.folder / "mnesia"),
            "RABBITMQ_LOG_BASE": str(self.folder / "log"),
            "RABBITMQ_PID_FILE": str(self.folder / "pid"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.folder / "plugins"),
            "RABBITMQ_CONFIG_FILE": str(self.folder / "none"),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+S 1:1",
            "ERL_EPMD_PORT": str(self._epmd),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
        }


@contextmanager
def rabbitmq(folder: Path) -> Iterator[str]:
    node = RabbitMQ(folder)
    node.start()
    try:
        yield node.url
    finally:
        node.stop()


def _wait(process: subprocess.Popen, port: int, folder: Path) -> None:
    """Until it answers as a broker does."""
    until = time.monotonic() + 90
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as line:
            line.sendall(b"AMQP\x00\x00\x09\x01")
            line.settimeout(5)
            if line.recv(1):
                return
    raise RuntimeError(
        f"the broker did not start: {(folder / 'out').read_bytes()[-2000:].decode('utf-8', 'replace')}"
    )


def _free() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])
