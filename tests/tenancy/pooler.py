"""PgBouncer in transaction mode in front of the test database, for as long as a test asks."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def pooled(params: dict, folder: Path, *, size: int = 2) -> Iterator[dict]:
    """Yields psycopg2 parameters that lead through the pooler, which holds `size` connections to the server."""
    port = free_port()
    user, password, name = params["user"], params.get("password", ""), params["dbname"]
    (folder / "users.txt").write_text(f'"{user}" "{password}"\n')
    (folder / "pgbouncer.ini").write_text(
        f"[databases]\n{name} = host={params['host']} port={params.get('port', 5432)} dbname={name}\n"
        f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nauth_type = plain\n"
        f"auth_file = {folder}/users.txt\npool_mode = transaction\ndefault_pool_size = {size}\nmax_client_conn = 50\n"
        f"unix_socket_dir =\nlogfile = {folder}/log\npidfile = {folder}/pid\n"
        "ignore_startup_parameters = extra_float_digits\n"
        "server_reset_query_always = 0\n"
    )
    through = {"host": "127.0.0.1", "port": port, "user": user, "password": password, "dbname": name}
    with pgbouncer(folder, through):
        yield through


@contextmanager
def pgbouncer(folder: Path, through: dict) -> Iterator[None]:
    """PgBouncer with the pgbouncer.ini of `folder`, once it lets `through` in. As root it runs as nobody."""
    command = [shutil.which("pgbouncer") or "/usr/sbin/pgbouncer", str(folder / "pgbouncer.ini")]
    options: dict = {}
    if os.geteuid() == 0:
        for path in [folder, *folder.iterdir()]:
            shutil.chown(path, "nobody")
        for parent in folder.parents:
            if parent.stat().st_uid == 0 and not parent.stat().st_mode & 0o001 and parent != Path("/"):
                parent.chmod(parent.stat().st_mode | 0o011)  # pytest's own folders of this run
        options = {"user": "nobody", "group": "nogroup", "extra_groups": []}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
    try:
        _wait(through, process)
        yield
    finally:
        process.terminate()
        process.wait(10)


def _wait(through: dict, process: subprocess.Popen) -> None:
    until = time.monotonic() + 10
    while True:
        try:
            psycopg2.connect(connect_timeout=3, **through).close()
            return
        except psycopg2.OperationalError:
            if time.monotonic() > until or process.poll() is not None:
                raise
            process.poll()
