"""Counting statements: those that ask or change something; transaction control and the mall's setting apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from django.db import connection
from django.test.utils import CaptureQueriesContext

_CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK")
_SET_MALL = re.compile(r"^SELECT set_mall\((?:\d+|NULL)\)(; )?")


def statements(captured: Iterable[dict[str, str]]) -> list[str]:
    plain = [_SET_MALL.sub("", query["sql"]) for query in captured]
    parts = [part.strip() for sql in plain for part in _several(sql)]
    return [sql for sql in parts if sql and not sql.startswith(_CONTROL)]


def _several(sql: str) -> list[str]:
    """Two statements in one message are two."""
    return sql.split("; ") if sql.startswith("SELECT pg_advisory") else [sql]


def counted(call: Callable[[], object]) -> list[str]:
    """What one call sends."""
    with CaptureQueriesContext(connection) as captured:
        call()
    return statements(captured.captured_queries)
