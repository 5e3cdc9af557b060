"""As which operating-system user the servers run."""

from __future__ import annotations

import os
import pwd
import subprocess
from typing import Any

from local.types import Account, LocalError


def server_account() -> Account | None:
    """None: as ourselves. PostgreSQL refuses root, so root starts the servers as `nobody`."""
    if os.geteuid() != 0:
        _require_name()
        return None
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        raise LocalError(
            "PostgreSQL does not run as root and this machine has no user `nobody`; "
            "run as an ordinary user or set DATABASE_URL and REDIS_URL."
        ) from None
    return Account(entry.pw_uid, entry.pw_gid)


def as_account(account: Account | None) -> dict[str, Any]:
    """The arguments of `subprocess` that run a command as `account`."""
    if account is None:
        return {}
    return {"user": account.uid, "group": account.gid, "extra_groups": []}


def can_run(command: list[str], account: Account | None) -> bool:
    """Whether `account` can reach and execute the command (a private home above it forbids that)."""
    try:
        result = subprocess.run(command, cwd="/", capture_output=True, check=False, **as_account(account))
    except PermissionError as error:
        if error.filename is None:
            raise LocalError(
                "PostgreSQL needs an unprivileged user and this root may not become one; "
                "set DATABASE_URL and REDIS_URL."
            ) from error
        return False
    except OSError:
        return False
    return result.returncode == 0


def _require_name() -> None:
    """initdb asks the system for the user's name and gives up without one."""
    try:
        pwd.getpwuid(os.geteuid())
    except KeyError:
        raise LocalError(
            f"The user with number {os.geteuid()} has no entry in /etc/passwd, which PostgreSQL needs; "
            "add one, or set DATABASE_URL and REDIS_URL."
        ) from None
