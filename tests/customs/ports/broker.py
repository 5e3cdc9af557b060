"""A RabbitMQ of the test's own: its node, folder and ports are nobody else's, and it ends with the test."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

SERVER = "/usr/lib/rabbitmq/bin/rabbitmq-server"


def installed() -> bool:
    return Path(SERVER).exists() and shutil.which("erl") is not None


@contextmanager
def rabbitmq(folder: Path) -> Iterator[str]:
    port, dist, epmd = (_free() for _ in range(3))
    home = folder / "home"
    home.mkdir()
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "RABBITMQ_NODENAME": f"crossport{port}@localhost",
        "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODE_PORT": str(port),
        "RABBITMQ_DIST_PORT": str(dist),
        "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
        "RABBITMQ_LOG_BASE": str(folder / "log"),
        "RABBITMQ_PID_FILE": str(folder / "pid"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
        "RABBITMQ_CONFIG_FILE": str(folder / "none"),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+S 1:1",
        "ERL_EPMD_PORT": str(epmd),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
    }
    (folder / "plugins").write_text("[].\n")
    log = (folder / "out").open("wb")
    process = subprocess.Popen([SERVER], env=environment, stdout=log, stderr=log, cwd=folder)
    try:
        _wait(process, port, folder)
        yield f"amqp://guest:guest@127.0.0.1:{port}//"
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(30)
        process.kill()
        subprocess.run(
            ["epmd", "-port", str(epmd), "-kill"], env=environment, capture_output=True, check=False
        )
        log.close()


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
