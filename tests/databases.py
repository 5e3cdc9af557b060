"""Databases for tests: migrated once, then copied; a copy costs a second, the migrations several."""

from __future__ import annotations

import hashlib
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import urlsplit, urlunsplit

from psycopg2 import OperationalError, sql
from psycopg2.extensions import connection

from local import processes
from local.paths import CHECKOUT
from local.servers.roles import connect

ADDRESSES = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_RELAY_URL")
PATIENCE = 15.0
PAUSE = 0.1
_TURN = 7_314_201  # advisory lock: one process migrates, the others wait for its work


def migrated() -> str:
    """The name of the database that every migration of this checkout has run in; made if it is missing."""
    name = _name_of_state()
    with closing(_admin()) as admin, admin.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_TURN])
        if not _exists(admin, name):
            _migrate(f"{name}_new")
            names = sql.Identifier(f"{name}_new"), sql.Identifier(name)
            cursor.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(*names))
    return name


def copy(name: str, *, of: str) -> None:
    """`name` as a fresh copy of a database nobody is connected to."""
    with closing(_admin()) as admin, admin.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_TURN])
        _make(name, of)


def _make(name: str, of: str) -> None:
    drop(name)
    names = sql.Identifier(name), sql.Identifier(of)
    with closing(_admin()) as admin, admin.cursor() as cursor:
        cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))


@contextmanager
def own_database(purpose: str) -> Iterator[dict[str, str]]:
    """A migrated database without rows, dropped afterwards: the addresses of its three roles."""
    name = f"{os.environ.get('TEST_DATABASE') or 'test_crossport'}_{purpose}"
    copy(name, of=migrated())
    try:
        yield _addresses(name)
    finally:
        drop(name)


def _migrate(name: str) -> None:
    """In a process of its own: whoever asks may have no right to a database, or be connected to another."""
    _make(name, "template1")
    environment = os.environ | _addresses(name) | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    command = processes.python(processes.MIGRATE)
    done = subprocess.run(command, cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"The migrations failed:\n{done.stdout}{done.stderr}")


def _addresses(name: str) -> dict[str, str]:
    return {variable: _at(os.environ[variable], name) for variable in ADDRESSES}


def _name_of_state() -> str:
    """Named after what the migrations say, ours and those of the locked packages."""
    state = hashlib.sha256()
    rooms = [room for room in CHECKOUT.iterdir() if room.is_dir() and not room.name.startswith(".")]
    migrations = sorted(path for room in rooms for path in room.glob("**/migrations/*.py"))
    for path in [*migrations, CHECKOUT / "requirements-dev.lock"]:
        state.update(path.read_bytes())
    return f"migrated_{state.hexdigest()[:16]}"


def _admin() -> connection:
    return connect(os.environ["DATABASE_OWNER_URL"])


def _exists(admin: connection, name: str) -> bool:
    with admin.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def drop(name: str) -> None:
    """Sessions of processes that were killed a moment ago may still be ending."""
    deadline = time.monotonic() + PATIENCE
    with closing(_admin()) as admin, admin.cursor() as cursor:
        while True:
            try:
                cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
                return
            except OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(PAUSE)


def _at(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))
