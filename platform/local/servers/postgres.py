"""An embedded PostgreSQL: makes its data directory, runs it on a free loopback port."""

from __future__ import annotations

import locale
import os
import shutil
import subprocess
import time
from contextlib import closing
from pathlib import Path

import psycopg2

from local import secrets
from local.accounts import as_account, server_account
from local.child import Child, Ending, start
from local.ports import LOOPBACK
from local.servers import roles
from local.servers.binaries import major_version, postgres_bin
from local.servers.starting import PAUSE, on_free_port
from local.types import Account, DatabaseUrls, LocalError

SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",  # a socket's path may have 107 characters, a checkout's more
    "max_connections": "200",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "password_encryption": "scram-sha-256",
}
# A fast shutdown: sessions are cut, everything is written.
ENDING = Ending(signal="SIGINT", grace=15)


def start_postgres(
    state: Path, *, port: int | None = None, prefer_path: bool = False
) -> tuple[Child, DatabaseUrls]:
    """Start on the data in `state`/postgres, made on the first call; roles and database are ready."""
    account = server_account()
    programs = postgres_bin(account, prefer_path=prefer_path)
    known = secrets.load(state)
    home = _home(state, account)
    data = home / "data"
    _initialise(programs, data, known["password.postgres"], account)
    _require_same_version(programs, data)
    _wait_for_predecessor(data)

    def launch(port: int) -> Child:
        command: list[str | Path] = [programs / "postgres", "-D", data, "-p", str(port)]
        command += [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
        return start(
            "postgres", command, state=state, environment=_environment(), ending=ENDING, account=account
        )

    def admin(port: int) -> str:
        return f"postgresql://postgres:{known['password.postgres']}@{LOOPBACK}:{port}/postgres"

    child, port = on_free_port(launch, lambda port: _answers(admin(port)), port)
    passwords = {role: known[f"password.{role}"] for role in roles.ROLES}
    roles.prepare(admin(port), passwords)
    return child, roles.urls(admin(port), passwords)


def _home(state: Path, account: Account | None) -> Path:
    home = state / "postgres"
    if not home.exists():
        home.mkdir(mode=0o700)
        if account:
            os.chown(home, account.uid, account.gid)
    return home


def _initialise(programs: Path, data: Path, password: str, account: Account | None) -> None:
    if (data / "PG_VERSION").exists() and not data.with_name("unfinished").exists():
        return
    shutil.rmtree(data, ignore_errors=True)
    unfinished, secret = data.with_name("unfinished"), data.with_name("password")
    unfinished.touch()
    secret.touch(mode=0o600)
    secret.write_text(password)
    if account:
        os.chown(secret, account.uid, account.gid)
    command: list[str | Path] = [programs / "initdb", "-D", data, "--username=postgres", f"--pwfile={secret}"]
    command += ["--auth=scram-sha-256", "--encoding=UTF8", *collation(major_version(programs))]
    result = subprocess.run(
        command,
        cwd="/",
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
        **as_account(account),
    )
    secret.unlink()
    if result.returncode:
        raise LocalError(
            f"PostgreSQL could not make its data directory {data}:\n{result.stdout}{result.stderr}"
        )
    unfinished.unlink()


def collation(version: int) -> list[str]:
    """UTF-8 character types: under plain C, trigrams of Chinese text are empty."""
    if version < 17:
        return [f"--locale={_utf8_locale()}"]
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return [*builtin, "--locale=C", f"--lc-ctype={_utf8_locale()}"]


def _utf8_locale() -> str:
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in ("C.UTF-8", "C.utf8", "en_US.UTF-8", "UTF-8"):
            try:
                locale.setlocale(locale.LC_CTYPE, name)
            except locale.Error:
                continue
            return name
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    raise LocalError(
        "This machine has no UTF-8 locale (such as C.UTF-8), without which Chinese cannot be searched."
    )


def _require_same_version(programs: Path, data: Path) -> None:
    made_by, version = (data / "PG_VERSION").read_text().strip(), str(major_version(programs))
    if made_by != version:
        raise LocalError(
            f"{data} was made by PostgreSQL {made_by}, this is {version}: make demo-reset starts anew."
        )


def _wait_for_predecessor(data: Path, patience: float = 20.0) -> None:
    """A server that was let go of a moment ago may still be writing its last checkpoint."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and _is_running(data):
        time.sleep(PAUSE)


def _is_running(data: Path) -> bool:
    try:
        pid = int((data / "postmaster.pid").read_text().split()[0])
        os.kill(pid, 0)
    except (OSError, ValueError, IndexError):
        return False
    return True


def _environment() -> dict[str, str]:
    """Nothing of the caller's: a PGDATA, LC_ALL or TZ there would change what is made."""
    return {"PATH": os.environ.get("PATH", os.defpath)}


def _answers(url: str) -> bool:
    try:
        with closing(psycopg2.connect(url, connect_timeout=5)):
            return True
    except psycopg2.OperationalError:
        return False
