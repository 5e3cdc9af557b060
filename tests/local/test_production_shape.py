"""The commands and the environment of docker-compose.yml, run as plain processes."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import ExitStack

import pytest
import yaml

from local import child, ports, probes, processes, secrets
from local.paths import CHECKOUT
from local.servers import Servers, start_servers
from local.servers.starting import until_ready

pytestmark = pytest.mark.processes

SERVICES = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())["services"]


@pytest.fixture
def servers(state, monkeypatch):
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_RELAY_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    started = start_servers(state)
    yield started
    started.stop()


def as_in_compose(service: str, state, servers: Servers) -> dict[str, str]:
    """Exactly the variables compose gives that service, with our values, and what the image sets."""
    values = servers.environment | secrets.environment(state)
    values |= {"CONSOLE_HOST": "console.localhost", "PUBLIC_SCHEME": "http", "BEHIND_PROXY": "1"}
    given = {name: values[name] for name in SERVICES[service]["environment"] if name in values}
    image = {"STATE_DIR": str(state), "DJANGO_SETTINGS_MODULE": "config.settings", "PATH": os.environ["PATH"]}
    return image | given


def command(service: str, replaced: dict[str, str]) -> list[str]:
    words = [replaced.get(word, word) for word in SERVICES[service]["command"]]
    return processes.python(words[1:]) if words[0] == "python" else processes.python(words)


def test_the_production_commands_serve_a_healthy_product_without_a_strong_role(state, servers):
    migrate = as_in_compose("migrate", state, servers)
    subprocess.run(command("migrate", {}), env=migrate, cwd=CHECKOUT, check=True, capture_output=True)
    port = ports.free_port()
    # Loopback only, and no file outside this test's own directory.
    replaced = {"0.0.0.0": "127.0.0.1", "8000": str(port), "/tmp/beat": str(state / "beat")}
    with ExitStack() as running:
        for service in ("web", "worker", "scheduler"):
            environment = as_in_compose(service, state, servers)
            assert "DATABASE_OWNER_URL" not in environment
            started = child.start(service, command(service, replaced), state=state, environment=environment)
            running.callback(started.stop)
        assert until_ready(started, lambda: probes.reason(port) is None), probes.reason(port)
        alive = [sys.executable, "-m", "local", "alive"]
        assert subprocess.run(alive, env=as_in_compose("worker", state, servers)).returncode == 0
