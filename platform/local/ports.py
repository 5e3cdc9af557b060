"""Ports on the loopback address."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

from local.types import LocalError

LOOPBACK = "127.0.0.1"


def free_port() -> int:
    """A port nobody listens on now; whoever uses it must be ready to lose the race and ask again."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a closed connection's echo is no clash
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def require_free(port: int) -> None:
    if not 1 <= port <= 65535:
        raise LocalError(
            f"PORT={port} is not a port number; choose one from 1024 to 65535: make demo PORT=8001"
        )
    if port < 1024 and not is_free(port):
        raise LocalError(f"Port {port} is taken or reserved for root; choose another: make demo PORT=8001")
    if not is_free(port):
        other = next((n for n in range(port + 1, min(port + 50, 65535)) if is_free(n)), 8001)
        raise LocalError(f"Port {port} is used by another program; choose another: make demo PORT={other}")


def remembered_port(state: Path, name: str, say: Callable[[str], None]) -> int:
    """The port `name` had before, because addresses with it are stored in orders and in malls' settings."""
    path = state / "run" / f"{name}.port"
    path.parent.mkdir(mode=0o700, exist_ok=True)
    known = int(path.read_text()) if path.exists() else 0
    if known and is_free(known):
        return known
    port = free_port()
    if known:
        say(f"Port {known} of the simulator `{name}` is used by another program now; it moves to {port}.")
        say("What was stored with the old address does not reach it: free that port, or `make demo-reset`.")
    path.write_text(str(port))
    return port
