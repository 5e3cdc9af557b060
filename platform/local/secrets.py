"""Secrets of one machine: made at the first start, kept in the state directory for its owner only."""

from __future__ import annotations

import base64
import json
import os
import secrets
from pathlib import Path

from local.paths import state_dir

PASSWORDS = ("postgres", "crossport_owner", "crossport_app", "crossport_relay", "valkey")


def load(directory: Path | None = None) -> dict[str, str]:
    """Every secret by name; those that are missing are made now."""
    path = (directory or state_dir()) / "secrets.json"
    known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    wanted = fresh() | known
    if wanted != known:
        _write(path, json.dumps(wanted, indent=1))
    return wanted


def fresh() -> dict[str, str]:
    made = {f"password.{name}": secrets.token_hex(24) for name in PASSWORDS}
    made["SECRET_KEY"] = secrets.token_urlsafe(48)
    made["SECRETS_KEK"] = base64.b64encode(secrets.token_bytes(32)).decode()
    return made


def environment(directory: Path | None = None) -> dict[str, str]:
    """`SECRET_KEY` and `SECRETS_KEK` (base64 of 32 bytes); those already in the environment win."""
    known = load(directory)
    return {name: os.environ.get(name) or known[name] for name in ("SECRET_KEY", "SECRETS_KEK")}


def _write(path: Path, text: str) -> None:
    """Complete or not at all: a half-written file would lose the key of every stored identity."""
    unfinished = path.with_suffix(".new")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
