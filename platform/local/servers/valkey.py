"""An embedded Valkey: the broker and the cache. It keeps nothing on disk, the truth is in PostgreSQL."""

from __future__ import annotations

import os
from pathlib import Path

import redis

from local import secrets
from local.accounts import server_account
from local.child import Child, start
from local.ports import LOOPBACK
from local.servers.binaries import valkey_server
from local.servers.starting import on_free_port
from local.types import Account

# Tasks wait here: a full memory must be an error, not a task that vanishes.
SETTINGS = f"""bind {LOOPBACK}
protected-mode yes
save ""
appendonly no
maxmemory-policy noeviction
daemonize no
"""


def start_valkey(state: Path, *, port: int | None = None, prefer_path: bool = False) -> tuple[Child, str]:
    """The running server and its address."""
    account = server_account()
    program = valkey_server(account, prefer_path=prefer_path)
    password = secrets.load(state)["password.valkey"]
    home = _home(state, account)

    def launch(port: int) -> Child:
        # In a file: arguments can be read by every user of the machine.
        settings = _private_file(home / "valkey.conf", account)
        settings.write_text(f'{SETTINGS}dir "{home}"\nport {port}\nrequirepass {password}\n')
        return start("valkey", [program, settings], state=state, account=account)

    def address(port: int) -> str:
        return f"redis://:{password}@{LOOPBACK}:{port}/0"

    child, port = on_free_port(launch, lambda port: _answers(address(port)), port)
    return child, address(port)


def _home(state: Path, account: Account | None) -> Path:
    home = state / "valkey"
    if not home.exists():
        home.mkdir(mode=0o700)
        if account:
            os.chown(home, account.uid, account.gid)
    return home


def _private_file(path: Path, account: Account | None) -> Path:
    path.touch(mode=0o600)
    if account:
        os.chown(path, account.uid, account.gid)
    return path


def _answers(url: str) -> bool:
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=2, socket_timeout=2) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False
