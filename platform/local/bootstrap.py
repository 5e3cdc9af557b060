"""Make the virtual environment: `python3 bootstrap.py [--dev]`, any Python from 3.11, standard library only.

A stamp named after the lock file's hash says what is installed, so a second run costs nothing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = {"runtime": "requirements.lock", "dev": "requirements-dev.lock"}


def main(arguments: list[str]) -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 (the one file an older Python may get to read)
        return _fail(f"Crossport needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    kind = "dev" if "--dev" in arguments else "runtime"
    if not _works():
        _make_venv()
    if not _stamp(kind).exists():
        print(f"Installing {LOCKS[kind]} into .venv …", flush=True)
        status = _install(ROOT / LOCKS[kind])
        if status:
            return _fail(f"Installing {LOCKS[kind]} failed; pip's words are above.")
        _stamp(kind).touch()
    _put_on_path()
    return 0


def _stamp(kind: str) -> Path:
    digest = hashlib.sha256((ROOT / LOCKS[kind]).read_bytes()).hexdigest()[:16]
    return VENV / f"installed-{kind}-{digest}"


def _works() -> bool:
    """False also for a copied or moved environment whose Python is gone."""
    try:
        return subprocess.run([PYTHON, "-c", ""], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _make_venv() -> None:
    print(f"Making .venv with Python {sys.version.split()[0]} …", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.run([sys.executable, "-m", "venv", VENV], capture_output=True, text=True, check=False)
    if (
        made.returncode
    ):  # Debian's Python without python3-venv: the pip beside it can still fill the environment
        shutil.rmtree(VENV, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", VENV], check=True)


def _install(lock: Path) -> int:
    pip = [str(PYTHON), "-m", "pip"]
    if subprocess.run([*pip, "--version"], capture_output=True, check=False).returncode:
        pip = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
        if subprocess.run([*pip, "--version"], capture_output=True, check=False).returncode:
            return _fail(
                "This Python has neither venv nor pip; install them (Debian: apt install python3-venv)."
            )
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input"]
    # The lock is complete. Without --no-deps pip looks at newer releases of what is named with an extra, and refuses.
    return subprocess.run(
        [*pip, "install", *quiet, "--no-deps", "--require-hashes", "-r", str(lock)], check=False
    ).returncode


def _put_on_path() -> None:
    """The two roots of our packages: what an editable install would write, without a build tool."""
    wanted = f"{ROOT}\n{ROOT / 'platform'}\n"
    for site in VENV.glob("lib/python3*/site-packages"):
        path = site / "_crossport.pth"
        if not path.exists() or path.read_text(encoding="utf-8") != wanted:
            path.write_text(wanted, encoding="utf-8")


def _fail(message: str) -> int:
    print(message, file=sys.stderr)
    return 1


if __name__ == "__main__":
    os.umask(0o022)
    sys.exit(main(sys.argv[1:]))
