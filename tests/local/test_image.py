"""The Dockerfile: what it installs, what it runs while building, and as whom."""

from __future__ import annotations

import os
import re
import subprocess

import pytest
import yaml

from local import processes
from local.paths import CHECKOUT

LINES = [
    line.strip()
    for line in (CHECKOUT / "Dockerfile").read_text().replace("\\\n", " ").splitlines()
    if line.strip() and not line.startswith("#")
]
SERVICES = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())["services"]


def said(word: str) -> list[str]:
    """The arguments of each instruction of this name, in order."""
    return [line.split(None, 1)[1] for line in LINES if line.split()[0] == word]


def environment() -> dict[str, str]:
    pairs = (pair.split("=", 1) for line in said("ENV") for pair in line.split())
    return dict(pairs)


def commands() -> list[str]:
    return [command.strip() for line in said("RUN") for command in line.split("&&")]


def test_only_the_hashed_lock_is_installed_and_before_the_sources_come_in():
    installs = [command for command in commands() if command.startswith("pip ")]
    assert installs == ["pip install --no-cache-dir --no-deps --require-hashes -r requirements.lock"]
    order = [line.split()[0] + " " + line.split()[1] for line in LINES]
    assert order.index("COPY requirements.lock") < order.index("RUN pip") < order.index("COPY .")
    lock = (CHECKOUT / "requirements.lock").read_text()
    packages = re.findall(r"^[\w.\[\]-]+==", lock, re.MULTILINE)
    assert len(packages) > 20 and lock.count("--hash=sha256:") >= len(packages)


def test_it_runs_as_a_user_without_rights_who_owns_nothing_but_its_state():
    users = [command for command in commands() if command.startswith("useradd")]
    assert users == ["useradd --system --uid 10001 --create-home crossport"]
    assert said("USER") == ["crossport"]
    assert [line.split()[0] for line in LINES].index("USER") > max(
        n for n, line in enumerate(LINES) if line.split()[0] in ("RUN", "COPY")
    )
    assert [c for c in commands() if "-o crossport" in c] == [
        "install -d -o crossport /var/lib/crossport /var/lib/crossport/media"
    ]
    assert not [name for name, one in SERVICES.items() if one.get("user") or one.get("privileged")]


def test_its_places_are_those_of_the_shape():
    assert environment()["STATE_DIR"] == "/var/lib/crossport"
    assert SERVICES["web"]["volumes"] == ["media:/var/lib/crossport/media"]
    (folder,) = said("WORKDIR")
    assert environment()["PYTHONPATH"].split(":") == [folder, f"{folder}/platform"]
    assert said("EXPOSE") == [SERVICES["web"]["command"][SERVICES["web"]["command"].index("--port") + 1]]
    assert said("CMD") == said("ENTRYPOINT") == [], "the shape says what each runs"


def test_nothing_private_is_copied_in():
    left_out = (CHECKOUT / ".dockerignore").read_text().split()
    assert {".git", ".venv", "var", ".env"} <= set(left_out)


@pytest.mark.processes
def test_what_it_runs_while_building_works_without_servers_or_secrets(tmp_path):
    """Each as the image would, in an environment that holds the image's own variables alone."""
    places = {name: value for name, value in environment().items() if name != "PYTHONPATH"}
    built = places | {"STATE_DIR": str(tmp_path), "PATH": os.environ["PATH"]}
    steps = [command for command in commands() if "manage.py" in command]
    assert len(steps) == 2
    for step in steps:
        *given, python, script = step.split()[: step.split().index("manage.py") + 1]
        assert (python, script) == ("python", "manage.py")
        arguments = step.split()[step.split().index("manage.py") :]
        done = subprocess.run(
            processes.python(arguments),
            env=built | dict(word.split("=") for word in given),
            cwd=CHECKOUT,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.mo").stat().st_size > 0
    assert len(list((tmp_path / "static").rglob("*.css"))) > 0
