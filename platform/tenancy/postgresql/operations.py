"""Operations of the backend: its own SQL compilers, and flush by the owner's role."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from typing import Any

import psycopg2
from django.db import connections
from django.db.backends.postgresql import operations


class DatabaseOperations(operations.DatabaseOperations):
    compiler_module = "tenancy.postgresql.compiler"

    def execute_sql_flush(self, sql_list: Iterable[str]) -> Any:
        """TRUNCATE is granted to nobody but the owner of the tables."""
        if self.connection.alias == "owner":
            return super().execute_sql_flush(sql_list)
        parameters = connections["owner"].get_connection_params()
        with closing(psycopg2.connect(**parameters)) as owner, owner, owner.cursor() as cursor:
            for statement in sql_list:
                cursor.execute(statement)
        return None
