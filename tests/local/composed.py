"""docker-compose.yml as plain processes: its own lines, with only the places changed that a container would give."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from local import processes, secrets
from local.paths import CHECKOUT
from local.ports import free_port
from local.servers import Servers

COMPOSE: dict[str, Any] = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
_VARIABLE = re.compile(r"\$\{(\w+)(:\?|:-)([^}]*)\}")


def filled(text: str, dotenv: Mapping[str, str]) -> str:
    """Compose's own substitution. KeyError names a required variable that `dotenv` has no value for."""

    def value(found: re.Match[str]) -> str:
        name, kind, otherwise = found.groups()
        return dotenv[name] if kind == ":?" else dotenv.get(name) or otherwise

    return _VARIABLE.sub(value, text).replace("$$", "$")


@dataclass(frozen=True)
class Composed:
    """`places`: host:port in the compose file -> where it is in this test."""

    dotenv: dict[str, str]
    places: dict[str, str]
    state: Path
    port: int

    def environment(self, service: str) -> dict[str, str]:
        """Every variable of the service, and what the image sets. Nothing is left out."""
        told = {name: self._placed(filled(str(text), self.dotenv)) for name, text in _of(service).items()}
        return _image(self.state) | told

    def command(self, service: str) -> list[str]:
        """Loopback only, and no file outside this test's own directory."""
        moved = {"0.0.0.0": "127.0.0.1", "8000": str(self.port), "/tmp/beat": str(self.state / "beat")}
        return _run([moved.get(word, word) for word in SERVICES[service]["command"]])

    def check(self, service: str) -> list[str]:
        """What the container's health check runs."""
        kind, *words = SERVICES[service]["healthcheck"]["test"]
        assert kind == "CMD"
        return _run([str(self.port) if word == "8000" else word for word in words])

    def config(self, name: str) -> str:
        return self._placed(filled(COMPOSE["configs"][name]["content"], self.dotenv))

    def _placed(self, text: str) -> str:
        for there, here in self.places.items():
            text = text.replace(there, here)
        return text


def _of(service: str) -> dict[str, Any]:
    return SERVICES[service]["environment"]


def _run(words: list[str]) -> list[str]:
    return processes.python(words[2:] if words[:2] == ["python", "-m"] else words[words[0] == "python" :])


def _image(state: Path) -> dict[str, str]:
    return {"STATE_DIR": str(state), "DJANGO_SETTINGS_MODULE": "config.settings", "PATH": os.environ["PATH"]}


def composed(state: Path, servers: Servers) -> Composed:
    """The shape on these servers, with the .env that an operator would write for it."""
    at = {name: urlsplit(url) for name, url in servers.environment.items()}
    known = secrets.load(state)
    dotenv = {
        "POSTGRES_PASSWORD": known["password.postgres"],
        "OWNER_PASSWORD": at["DATABASE_OWNER_URL"].password or "",
        "APP_PASSWORD": at["DATABASE_URL"].password or "",
        "RELAY_PASSWORD": at["DATABASE_RELAY_URL"].password or "",
        "VALKEY_PASSWORD": at["REDIS_URL"].password or "",
        "SECRET_KEY": known["SECRET_KEY"],
        "SECRETS_KEK": known["SECRETS_KEK"],
        "CONSOLE_HOST": "console.localhost",
        "PUBLIC_SCHEME": "http",
    }
    places = {
        "pgbouncer:6432": f"127.0.0.1:{free_port()}",
        "postgres:5432": f"127.0.0.1:{at['DATABASE_URL'].port}",
        "valkey:6379": f"127.0.0.1:{at['REDIS_URL'].port}",
    }
    return Composed(dotenv, places, state, free_port())
