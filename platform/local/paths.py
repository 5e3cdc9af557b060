"""Where the checkout is, and where its state lives."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from local.types import LocalError

CHECKOUT = Path(__file__).resolve().parents[2]


def state_dir() -> Path:
    """The private directory of this checkout's state, made when it is missing.

    `STATE_DIR` wins. Root keeps it outside the checkout, because the database then runs as an unprivileged
    user who may not be able to reach into the checkout; so does anyone whose checkout is read-only.
    """
    given = os.environ.get("STATE_DIR")
    return private_directory(Path(given) if given else default_state_dir())


def default_state_dir() -> Path:
    if os.geteuid() != 0 and os.access(CHECKOUT, os.W_OK):
        return CHECKOUT / "var"
    digest = hashlib.sha256(os.fsencode(CHECKOUT)).hexdigest()[:12]
    return Path("/var/tmp") / f"crossport-{os.geteuid()}-{digest}"


def private_directory(path: Path) -> Path:
    """Make `path`, owned by us; refuse one that somebody else put there.

    Root's is 0711: its name can be passed through (to the database's own directory), not listed.
    """
    path.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise LocalError(f"{path} is not a directory of yours; remove it or set STATE_DIR to another place.")
    if found.st_mode & 0o022:
        path.chmod(found.st_mode & 0o755)
    return path


def inside(name: str) -> Path:
    """A directory of that name in the state directory."""
    path = state_dir() / name
    path.mkdir(mode=0o700, exist_ok=True)
    return path
