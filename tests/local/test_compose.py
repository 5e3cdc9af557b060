"""The production shape runs the very argument lists of one machine, and holds no secret."""

from __future__ import annotations

import re

import pytest
import yaml

from local import processes
from local.paths import CHECKOUT
from local.servers import postgres

TEXT = (CHECKOUT / "docker-compose.yml").read_text()
COMPOSE = yaml.safe_load(TEXT)
SERVICES = COMPOSE["services"]
SERVING = ("web", "worker", "scheduler")


@pytest.mark.parametrize(
    ("service", "command"),
    [
        ("web", processes.web(host="0.0.0.0", port=8000, workers=4)),
        ("worker", processes.worker(concurrency=4)),
        ("scheduler", processes.scheduler(schedule="/tmp/beat")),
        ("migrate", ["python", *processes.MIGRATE]),
    ],
)
def test_commands_are_those_of_the_process_table(service, command):
    assert SERVICES[service]["command"] == command


def test_every_service_of_the_shape_is_there_and_watched():
    jobs = {"prepare", "migrate"}
    assert set(SERVICES) == {"proxy", "postgres", "pgbouncer", "valkey", *SERVING, *jobs}
    for name, service in SERVICES.items():
        assert service["restart"] == ("no" if name in jobs else "unless-stopped"), name
        assert "healthcheck" in service or name in jobs, name


def test_only_public_answers_are_compressed():
    """Compressing a page with a secret in it, beside words a stranger chose, tells the secret (BREACH)."""
    caddy = COMPOSE["configs"]["caddy"]["content"]
    encode = re.search(r"encode zstd gzip \{\s*match \{(.*?)\}\s*\}", caddy, re.S)
    assert encode is not None and caddy.count("encode") == 1
    conditions = [line.strip() for line in encode[1].strip().splitlines()]
    assert conditions[0] == "header Cache-Control *public*"
    assert {line.split()[1] for line in conditions[1:]} == {"Content-Type"}


def test_no_secret_stands_in_the_file():
    for name, value in re.findall(r"(\w*(?:PASSWORD|SECRET|KEK|AUTH)\w*): (.+)", TEXT):
        assert re.fullmatch(r"\$\{\w+:\?\}", value), name
    for password in re.findall(r"://\w*:([^@]+)@", TEXT):
        assert re.fullmatch(r"\$\{\w+:\?\}", password)


def test_what_serves_never_knows_a_strong_role():
    for name in SERVING:
        assert {"DATABASE_OWNER_URL", "DATABASE_ADMIN_URL"} & set(SERVICES[name]["environment"]) == set()
    assert "crossport_owner" not in COMPOSE["configs"]["userlist"]["content"]


def test_the_pooler_is_in_transaction_mode_and_the_application_goes_through_it():
    assert "pool_mode = transaction" in COMPOSE["configs"]["pgbouncer"]["content"]
    for name in SERVING:
        environment = SERVICES[name]["environment"]
        assert environment["DATABASE_URL"].endswith("@pgbouncer:6432/crossport")
        assert environment["DATABASE_RELAY_URL"].endswith("@pgbouncer:6432/crossport")


def test_the_database_knows_chinese_characters_as_the_embedded_one_does():
    arguments = SERVICES["postgres"]["environment"]["POSTGRES_INITDB_ARGS"].split()
    assert arguments == ["--encoding=UTF8", *postgres.collation(18)]


def test_the_lock_names_no_package_index():
    for name in ("requirements.lock", "requirements-dev.lock"):
        assert not re.search(r"https?://|^-", (CHECKOUT / name).read_text(), re.MULTILINE), name
