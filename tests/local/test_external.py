"""The same roles and database on a PostgreSQL that is already there."""

from __future__ import annotations

from contextlib import closing
from urllib.parse import urlsplit

import psycopg2
import pytest

from local import secrets
from local.external import VARIABLES, prepare
from local.servers import roles, start_postgres
from local.types import LocalError

pytestmark = pytest.mark.processes


@pytest.fixture
def admin(state, monkeypatch):
    """The administrator's address of a running server."""
    for variable in VARIABLES.values():
        monkeypatch.delenv(variable, raising=False)
    child, urls = start_postgres(state)
    port = urlsplit(urls.app).port
    yield f"postgresql://postgres:{secrets.load(state)['password.postgres']}@127.0.0.1:{port}/postgres"
    child.stop()


def sql(url, statement):
    with closing(roles.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def drop_roles(admin):
    sql(admin, "DROP DATABASE crossport")
    for role in roles.ROLES:
        sql(admin, f"DROP ROLE {role}")


def test_new_roles_get_passwords_and_the_addresses_work(admin):
    drop_roles(admin)
    urls = prepare(admin, "crossport")
    assert [sql(url, "SELECT current_user")[0][0] for url in (urls.owner, urls.app, urls.relay)] == list(
        roles.ROLES
    )
    again = prepare(admin, "crossport")
    assert urlsplit(again.app).password == "KEPT"
    assert sql(urls.app, "SELECT 1") == [(1,)]


def test_passwords_come_from_the_addresses_already_written(admin, monkeypatch):
    drop_roles(admin)
    monkeypatch.setenv("DATABASE_URL", "postgresql://crossport_app:p%40ss%2Fword@pooler:6432/crossport")
    urls = prepare(admin, "crossport")
    assert urlsplit(urls.app).password == "p%40ss%2Fword"
    assert sql(urls.app, "SELECT current_user") == [("crossport_app",)]


def test_a_strong_role_of_that_name_is_refused(admin):
    sql(admin, "ALTER ROLE crossport_app BYPASSRLS")
    with pytest.raises(LocalError, match="crossport_app is a superuser or bypasses row security"):
        prepare(admin, "another")
    assert sql(admin, "SELECT 1 FROM pg_database WHERE datname = 'another'") == []


def test_a_wrong_password_is_told_in_postgres_words(admin):
    wrong = admin.replace(urlsplit(admin).password or "", "wrong")
    with pytest.raises(LocalError, match="password authentication failed"):
        prepare(wrong, "crossport")
    with pytest.raises(psycopg2.OperationalError):
        roles.connect(wrong)
