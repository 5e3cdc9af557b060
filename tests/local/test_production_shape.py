"""The commands and the environment of docker-compose.yml, run as plain processes."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import psycopg2
import pytest

from local import child, probes
from local.servers import roles, start_servers, starting
from local.servers.starting import until_ready
from tests.local.composed import SERVICES, Composed, composed, filled
from tests.machine import without_pooler
from tests.tenancy.pooler import pgbouncer

pytestmark = pytest.mark.processes

SERVING = ("web", "worker", "scheduler")


@pytest.fixture
def shape(state, monkeypatch) -> Iterator[Composed]:
    """The compose file on servers where nothing was prepared: no role, no database."""
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_RELAY_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    servers = start_servers(state)
    made = composed(state, servers)
    forget_roles(made.environment("prepare")["DATABASE_ADMIN_URL"])
    yield made
    servers.stop()


def forget_roles(admin: str) -> None:
    with closing(roles.connect(admin)) as connection, connection.cursor() as cursor:
        cursor.execute("DROP DATABASE crossport")
        for role in roles.ROLES:
            cursor.execute(f"DROP ROLE {role}")


def run(shape: Composed, service: str) -> None:
    done = subprocess.run(
        shape.command(service),
        env=shape.environment(service),
        cwd=child.CHECKOUT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("://") == 0, "an address with its password was printed"


@contextmanager
def pooler(shape: Composed, folder: Path) -> Iterator[None]:
    """PgBouncer under the compose file's own ini and list of users; only the places differ."""
    folder.mkdir()
    port = shape.places["pgbouncer:6432"].partition(":")[2]
    server = shape.places["postgres:5432"].partition(":")[2]
    moved = {
        "host=postgres port=5432": f"host=127.0.0.1 port={server}",
        "listen_addr = 0.0.0.0": "listen_addr = 127.0.0.1\nunix_socket_dir =",
        "listen_port = 6432": f"listen_port = {port}",
        "/etc/pgbouncer/userlist.txt": str(folder / "userlist.txt"),
    }
    ini = shape.config("pgbouncer")
    for there, here in moved.items():
        assert there in ini
        ini = ini.replace(there, here)
    (folder / "pgbouncer.ini").write_text(ini)
    (folder / "userlist.txt").write_text(shape.config("userlist"))
    with pgbouncer(folder, psycopg2.extensions.parse_dsn(shape.environment("web")["DATABASE_URL"])):
        yield


def test_the_production_commands_serve_a_healthy_product_without_a_strong_role(shape, tmp_path, monkeypatch):
    monkeypatch.setattr(starting, "PATIENCE", 240.0)  # three start at once
    run(shape, "prepare")
    run(shape, "migrate")
    with ExitStack() as running:
        if without_pooler():
            shape.places["pgbouncer:6432"] = shape.places["postgres:5432"]
        else:
            running.enter_context(pooler(shape, tmp_path / "pooler"))
        for service in SERVING:
            environment = shape.environment(service)
            assert not {"DATABASE_OWNER_URL", "DATABASE_ADMIN_URL"} & set(environment)
            started = child.start(service, shape.command(service), state=shape.state, environment=environment)
            running.callback(started.stop)
        assert until_ready(started, lambda: probes.reason(shape.port) is None), probes.reason(shape.port)
        for service in SERVING:
            assert subprocess.run(shape.check(service), env=shape.environment(service)).returncode == 0, (
                service
            )


@pytest.mark.parametrize("service", [name for name, one in SERVICES.items() if "environment" in one])
def test_a_required_variable_without_a_value_is_an_error_not_a_gap(service):
    """The control of the run above: what the compose file asks for is never dropped."""
    words = [str(text) for text in SERVICES[service]["environment"].values()]
    required = {word.split(":?")[0].split("${")[-1] for word in words if ":?" in word}
    everything = dict.fromkeys(required, "given")
    assert all("${" not in filled(word, everything) for word in words)
    for name in required:
        with pytest.raises(KeyError, match=name):
            [filled(word, {k: v for k, v in everything.items() if k != name}) for word in words]
