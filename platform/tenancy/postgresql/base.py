"""PostgreSQL with the mall in front of every statement.

Row security reads `app.mall`, which lives for one transaction. This backend sets it with `set_mall(n)`:
once at the first statement of a transaction, or in the same string as a single statement outside one
(psycopg2's simple protocol: no extra round trip). Nothing of it outlives the transaction, so that a
pooler in transaction mode may hand the connection to anybody.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.utils import CursorDebugWrapper, CursorWrapper
from django.db.transaction import Atomic

from tenancy.errors import MallChanged
from tenancy.postgresql.features import DatabaseFeatures
from tenancy.postgresql.introspection import DatabaseIntrospection
from tenancy.postgresql.operations import DatabaseOperations
from tenancy.scope import mall_id_or_none


class _MallInFront:
    """Puts `SELECT set_mall(n);` before the statement where the connection asks for it."""

    db: DatabaseWrapper
    cursor: Any

    def _execute(self, sql: Any, params: Any, *ignored: Any) -> Any:
        prefix = self.db.mall_prefix()
        if not prefix:
            return super()._execute(sql, params, *ignored)  # type: ignore[misc]
        text = sql if isinstance(sql, str) else sql.as_string(self.cursor)
        return super()._execute(prefix + text, params, *ignored)  # type: ignore[misc]

    def _executemany(self, sql: Any, param_list: Any, *ignored: Any) -> Any:
        for params in param_list:
            self._execute(sql, params)


class MallCursor(_MallInFront, CursorWrapper):
    pass


class MallDebugCursor(_MallInFront, CursorDebugWrapper):
    pass


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations
    features_class = DatabaseFeatures
    introspection_class = DatabaseIntrospection

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._mall_of_transaction: int | None = None
        self._mall_is_set = False

    def make_cursor(self, cursor: Any) -> MallCursor:
        return MallCursor(cursor, self)

    def make_debug_cursor(self, cursor: Any) -> MallDebugCursor:
        return MallDebugCursor(cursor, self)

    def _open_blocks(self) -> list[Atomic]:
        """The transactions opened by the product; those that a test case wraps round it are not its own."""
        return [block for block in self.atomic_blocks if not getattr(block, "_from_testcase", False)]

    def mall_prefix(self) -> str:
        """What must stand before the next statement. Raises MallChanged inside another mall's transaction."""
        mall_id = mall_id_or_none()
        if not self._open_blocks():
            if self.in_atomic_block:
                return f"SELECT set_mall({mall_id or 'NULL'}); "
            return f"SELECT set_mall({mall_id}); " if mall_id else ""
        if mall_id is None:
            return ""
        if self._mall_of_transaction not in (None, mall_id):
            raise MallChanged(
                f"Mall {mall_id} was opened inside a transaction of mall {self._mall_of_transaction}."
            )
        if self._mall_is_set:
            return ""
        self._mall_of_transaction, self._mall_is_set = mall_id, True
        return f"SELECT set_mall({mall_id}); "

    def _forget_mall(self) -> None:
        """SET LOCAL is undone by a rollback to a savepoint: say it again at the next statement."""
        self._mall_is_set = False
        if not self._open_blocks():
            self._mall_of_transaction = None

    def _commit(self) -> Any:
        self._forget_mall()
        return super()._commit()  # type: ignore[misc]

    def _rollback(self) -> Any:
        self._forget_mall()
        return super()._rollback()  # type: ignore[misc]

    def _savepoint_commit(self, sid: str) -> None:
        super()._savepoint_commit(sid)  # type: ignore[misc]
        self._forget_mall()

    def _savepoint_rollback(self, sid: str) -> None:
        # Nothing may stand in front of it: in a failed transaction only this statement is accepted.
        with self.wrap_database_errors, self.connection.cursor() as cursor:
            cursor.execute(self.ops.savepoint_rollback_sql(sid))
        self._forget_mall()

    def _close(self) -> Any:
        self._mall_of_transaction, self._mall_is_set = None, False
        return super()._close()  # type: ignore[misc]
