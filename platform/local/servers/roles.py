"""The database, its three weak roles and its extensions: the same here and on anybody's PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from urllib.parse import quote, urlsplit

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT, connection

from local.types import DatabaseUrls, LocalError

OWNER, APP, RELAY = "crossport_owner", "crossport_app", "crossport_relay"
# The owner migrates and makes test databases; nobody may see past row security.
ROLES = {OWNER: "CREATEDB", APP: "NOCREATEDB", RELAY: "NOCREATEDB"}
EXTENSIONS = ("pg_trgm", "btree_gin", "btree_gist")
CHINESE = "爱他美奶粉"


def connect(url: str, database: str | None = None) -> connection:
    """In autocommit: databases cannot be created inside a transaction."""
    found = psycopg2.connect(url, **({"dbname": database} if database else {}), connect_timeout=10)
    found.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
    return found


def prepare(admin_url: str, passwords: Mapping[str, str], database: str = "crossport") -> None:
    """Make whatever is missing of roles, database and extensions; may be run again at any time.

    `passwords`: role -> password. A role that exists and has none here keeps the one it has.
    """
    with closing(connect(admin_url)) as admin:
        for role, rights in ROLES.items():
            _role(admin, role, rights, passwords.get(role))
        _database(admin, database)
    for name in ("template1", database):  # template1: test databases are copied from it
        with closing(connect(admin_url, name)) as inside, inside.cursor() as cursor:
            for extension in EXTENSIONS:
                cursor.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
    with closing(connect(admin_url, database)) as inside:
        require_chinese_trigrams(inside)


def require_chinese_trigrams(inside: connection) -> None:
    """A database whose character type is plain C cuts Chinese into nothing, and search finds nothing."""
    with inside.cursor() as cursor:
        cursor.execute("SELECT show_trgm(%s)", (CHINESE,))
        row = cursor.fetchone()
    if not row or not row[0]:
        raise LocalError(
            "This database cannot search Chinese (show_trgm is empty): create it with ENCODING UTF8 and an "
            "LC_CTYPE that knows Chinese, such as C.UTF-8."
        )


def urls(admin_url: str, passwords: Mapping[str, str], database: str = "crossport") -> DatabaseUrls:
    """The addresses of the three roles on the server of `admin_url`."""
    parts = urlsplit(admin_url)
    place = parts.netloc.rpartition("@")[2]
    query = f"?{parts.query}" if parts.query else ""

    def address(role: str) -> str:
        return (
            f"postgresql://{role}:{quote(passwords.get(role, ''), safe='')}@{place}/{quote(database)}{query}"
        )

    return DatabaseUrls(owner=address(OWNER), app=address(APP), relay=address(RELAY))


def existing_roles(admin_url: str) -> set[str]:
    with closing(connect(admin_url)) as admin, admin.cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", (list(ROLES),))
        return {name for (name,) in cursor.fetchall()}


def _role(admin: connection, role: str, rights: str, password: str | None) -> None:
    name = sql.Identifier(role)
    with admin.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = %s", (role,))
        found = cursor.fetchone()
        if found is None:
            weak = f"LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE {rights}"
            cursor.execute(sql.SQL(f"CREATE ROLE {{}} {weak}").format(name))
        elif found[0]:
            raise LocalError(f"The role {role} is a superuser or bypasses row security; make it weak first.")
        if password:
            cursor.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(name, sql.Literal(password)))


def _database(admin: connection, name: str) -> None:
    with admin.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,))
        if cursor.fetchone():
            return
        # On managed servers the administrator is no superuser and must belong to the owner it gives away to.
        cursor.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(OWNER)))
        cursor.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8'").format(
                sql.Identifier(name), sql.Identifier(OWNER)
            )
        )
