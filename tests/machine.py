"""What this machine has that some tests need."""

from __future__ import annotations

import shutil


def browser() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def without_browser() -> str | None:
    return None if browser() else "Chromium is not installed"


def without_pooler() -> str | None:
    return None if shutil.which("pgbouncer") else "PgBouncer is not installed"
