"""`python -m local prepare`: roles, database and extensions on a PostgreSQL that is already there."""

from __future__ import annotations

import os
import secrets
from urllib.parse import unquote, urlsplit

import psycopg2

from local.servers import roles
from local.types import DatabaseUrls, LocalError

VARIABLES = {
    roles.OWNER: "DATABASE_OWNER_URL",
    roles.APP: "DATABASE_URL",
    roles.RELAY: "DATABASE_RELAY_URL",
}


def prepare(admin_url: str, database: str) -> DatabaseUrls:
    """Make what is missing; gives the three addresses.

    A role's password is the one its variable in the environment carries; else a new role gets a random one
    and an existing role keeps its own, shown as `KEPT`.
    """
    try:
        known = roles.existing_roles(admin_url)
        given = {role: _password(variable) for role, variable in VARIABLES.items()}
        passwords = {
            role: password or ("" if role in known else secrets.token_hex(24))
            for role, password in given.items()
        }
        roles.prepare(admin_url, passwords, database)
    except psycopg2.Error as error:
        raise LocalError(f"PostgreSQL says: {error}".strip()) from error
    return roles.urls(admin_url, {role: password or "KEPT" for role, password in passwords.items()}, database)


def _password(variable: str) -> str:
    return unquote(urlsplit(os.environ.get(variable, "")).password or "")
