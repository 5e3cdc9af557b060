"""Start-up refuses a role that could see through row security: of the application and of the relay, at each door."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from local import secrets
from local.servers import roles, start_postgres
from local.types import DatabaseUrls
from tenancy.roles import strengths

pytestmark = pytest.mark.processes

APP, RELAY = roles.APP, roles.RELAY
TABLE = (
    "CREATE TABLE {} (mall_id bigint); ALTER TABLE {} ENABLE ROW LEVEL SECURITY; ALTER TABLE {} OWNER TO {}"
)
# What makes a role strong, what takes it back, and how start-up says it.
STRONG = {
    "superuser": ("ALTER ROLE {} SUPERUSER", "ALTER ROLE {} NOSUPERUSER", "is a superuser"),
    "BYPASSRLS": ("ALTER ROLE {} BYPASSRLS", "ALTER ROLE {} NOBYPASSRLS", "bypasses row security"),
    "owns tables": (TABLE.format("own", "own", "own", "{}"), "DROP TABLE own", "owns tables"),
    "member of the owner": (
        f"GRANT {roles.OWNER} TO {{}}", f"REVOKE {roles.OWNER} FROM {{}}", f"is a member of {roles.OWNER}",
    ),
    "member without its rights": (
        f"GRANT {roles.OWNER} TO {{}} WITH INHERIT FALSE",
        f"REVOKE {roles.OWNER} FROM {{}}",
        f"is a member of {roles.OWNER}",
    ),
}  # fmt: skip
DOORS = {
    "wsgi": ["-c", "import config.wsgi"],
    "asgi": ["-c", "import config.asgi"],
    "worker": ["-m", "celery", "-A", "config.celery", "worker", "--pool", "solo"],
}
# Every door looks at both roles; between them they meet every strength.
MET = [
    ("wsgi", APP, "superuser"),
    ("wsgi", RELAY, "member of the owner"),
    ("asgi", APP, "member without its rights"),
    ("asgi", RELAY, "BYPASSRLS"),
    ("worker", APP, "owns tables"),
    ("worker", RELAY, "superuser"),
]


@dataclass(frozen=True)
class Server:
    admin: str
    urls: DatabaseUrls

    def url(self, role: str) -> str:
        return {APP: self.urls.app, RELAY: self.urls.relay}[role]

    def run(self, statements: str) -> None:
        with closing(roles.connect(self.admin, "crossport")) as admin, admin.cursor() as cursor:
            cursor.execute(statements)

    @contextmanager
    def strong(self, role: str, how: str) -> Iterator[str]:
        """The role is made strong for the length of the block; yields what start-up must say."""
        make, unmake, says = STRONG[how]
        self.run(make.format(role))
        try:
            yield says
        finally:
            self.run(unmake.format(role))


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server of its own, whose administrator we are, with one walled table of the owner."""
    state = Path(tempfile.mkdtemp(prefix="crossport-test-", dir="/var/tmp"))
    state.chmod(0o711)
    child, urls = start_postgres(state)
    place = f"127.0.0.1:{urlsplit(urls.app).port}"
    made = Server(f"postgresql://postgres:{secrets.load(state)['password.postgres']}@{place}/postgres", urls)
    made.run(TABLE.format("walled", "walled", "walled", roles.OWNER))
    yield made
    child.stop()
    shutil.rmtree(state)


def found(url: str) -> list[str]:
    with closing(roles.connect(url)) as connection, connection.cursor() as cursor:
        return strengths(cursor)


@pytest.mark.parametrize("role", [APP, RELAY])
@pytest.mark.parametrize("how", STRONG)
def test_each_strength_is_seen_and_a_weak_role_has_none(server, role, how):
    assert found(server.url(role)) == []
    with server.strong(role, how) as says:
        assert found(server.url(role)) == [says]
    assert found(server.url(role)) == []


def started(door: str, urls: DatabaseUrls) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_OWNER_URL"}
    environment |= {"DATABASE_URL": urls.app, "DATABASE_RELAY_URL": urls.relay}
    environment["DJANGO_SETTINGS_MODULE"] = "config.settings"
    return subprocess.run(
        [sys.executable, *DOORS[door]],
        capture_output=True,
        text=True,
        env=environment,
        timeout=240,
        check=False,
    )


@pytest.mark.parametrize(("door", "role", "how"), MET, ids=lambda value: value.removeprefix("crossport_"))
def test_no_door_opens_under_a_strong_role(server, door, role, how):
    with server.strong(role, how) as says:
        done = started(door, server.urls)
    assert done.returncode != 0
    assert f"The database role '{role}' {says}: it could read every mall." in done.stderr
    assert "RoleTooStrong" in done.stderr


@pytest.mark.parametrize("door", ["wsgi", "asgi"])
def test_under_weak_roles_the_door_opens(server, door):
    """The control; a worker's is tests/local/test_production_shape.py."""
    done = started(door, server.urls)
    assert (done.returncode, "RoleTooStrong" in done.stderr) == (0, False)
