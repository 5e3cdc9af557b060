"""What this machine has that some tests need."""

from __future__ import annotations

import shutil

# The first is Chromium without windows: opening a page for somebody new costs it a third.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def browser() -> str | None:
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def whole_browser() -> str | None:
    """With the settings that a person can make, such as Do Not Track: the bare one knows none."""
    return next((path for name in BROWSERS[1:] if (path := shutil.which(name))), None)


def without_browser() -> str | None:
    return None if browser() else "Chromium is not installed"


def without_pooler() -> str | None:
    return None if shutil.which("pgbouncer") else "PgBouncer is not installed"
