"""The servers one machine needs: started here unless the environment names others."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from local.child import Child
from local.servers.postgres import start_postgres
from local.servers.valkey import start_valkey

__all__ = ["Server", "Servers", "running", "start_postgres", "start_servers", "start_valkey"]


@dataclass
class Server:
    """A running server, and how to start it again on the same port."""

    child: Child
    again: Callable[[], Child]


@dataclass
class Servers:
    """The addresses, as environment variables, and the servers started for them."""

    environment: dict[str, str] = field(default_factory=dict)
    started: list[Server] = field(default_factory=list)

    def stop(self) -> None:
        """All are asked at once, then waited for."""
        for server in self.started:
            server.child.let_go()
        for server in reversed(self.started):
            server.child.wait()


def start_servers(state: Path) -> Servers:
    """Start PostgreSQL and Valkey; never the one whose DATABASE_URL or REDIS_URL is set."""
    servers = Servers()
    try:
        if not os.environ.get("DATABASE_URL"):
            child, urls = start_postgres(state)
            port = urlsplit(urls.app).port
            servers.started.append(Server(child, lambda: start_postgres(state, port=port)[0]))
            servers.environment |= urls.environment()
        if not os.environ.get("REDIS_URL"):
            child, address = start_valkey(state)
            place = urlsplit(address).port
            servers.started.append(Server(child, lambda: start_valkey(state, port=place)[0]))
            servers.environment["REDIS_URL"] = address
    except BaseException:
        servers.stop()
        raise
    return servers


@contextmanager
def running(state: Path) -> Iterator[dict[str, str]]:
    """The addresses, for as long as the block lasts."""
    servers = start_servers(state)
    try:
        yield servers.environment
    finally:
        servers.stop()
