"""`make check`: every check runs, and each that fails is named."""

from __future__ import annotations

import os
import subprocess
import sys

from local.paths import CHECKOUT, state_dir

MANAGE = [sys.executable, "manage.py"]
FLOORS = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
CHECKS: dict[str, list[str]] = {
    "formatting": [sys.executable, "-m", "ruff", "format", "--check", "--quiet", "."],
    "lint": [sys.executable, "-m", "ruff", "check", "--quiet", "."],
    "types": [sys.executable, "-m", "mypy", "."],
    "floors": [sys.executable, "-c", FLOORS],
    "migrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
    "translations": [*MANAGE, "translations", "--check"],
}


def check(only: list[str]) -> int:
    """0 when all (or those in `only`) pass. `TOOLING` lets settings load where no server runs."""
    failed = []
    for name, command in CHECKS.items():
        if only and name not in only:
            continue
        result = subprocess.run(
            command,
            cwd=CHECKOUT,
            env=tooling(),
            text=True,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        print(f"{'ok    ' if result.returncode == 0 else 'FAILED'} {name}", flush=True)
        if result.returncode:
            failed.append(name)
            print(result.stdout, flush=True)
    print(f"make check: failed: {', '.join(failed)}" if failed else "make check: all well")
    return 1 if failed else 0


def tooling() -> dict[str, str]:
    return os.environ | {
        "STATE_DIR": str(state_dir()),
        "TOOLING": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
