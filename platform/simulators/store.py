"""State in one SQLite file: what was answered is committed, so a killed process forgets nothing it said."""

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Row = dict[str, Any]


class Store:
    """One connection, one lock: every reader and writer of the process takes turns."""

    def __init__(self, path: Path, schema: str) -> None:
        self._lock = threading.RLock()
        self._depth = 0
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.row_factory = lambda cursor, values: {
            column[0]: value for column, value in zip(cursor.description, values, strict=True)
        }
        # WAL hands every commit to the operating system: it survives the process, though not a power cut
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._connection.executescript(schema)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; a transaction inside a transaction joins it."""
        with self._lock:
            if self._depth == 0:
                self._connection.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
            except BaseException:
                self._depth -= 1
                if self._depth == 0:
                    self._connection.execute("ROLLBACK")
                raise
            self._depth -= 1
            if self._depth == 0:
                self._connection.execute("COMMIT")

    def rows(self, sql: str, *values: Any) -> list[Row]:
        with self._lock:
            return list(self._connection.execute(sql, values))

    def row(self, sql: str, *values: Any) -> Row | None:
        found = self.rows(sql, *values)
        return found[0] if found else None

    def value(self, sql: str, *values: Any) -> Any:
        """First column of the first row, or None."""
        found = self.row(sql, *values)
        return next(iter(found.values())) if found else None

    def run(self, sql: str, *values: Any) -> int:
        """Rows changed."""
        with self._lock:
            return self._connection.execute(sql, values).rowcount

    def insert(self, table: str, /, **columns: Any) -> int:
        """The new row's id."""
        names, marks = ", ".join(columns), ", ".join("?" * len(columns))
        with self._lock:
            done = self._connection.execute(
                f"INSERT INTO {table} ({names}) VALUES ({marks})", list(columns.values())
            )
            return done.lastrowid or 0

    def count(self, name: str) -> int:
        """The next number of a named series, from 1."""
        sql = (
            "INSERT INTO counters (name, value) VALUES (?, 1) "
            "ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value"
        )
        return int(self.value(sql, name))

    def close(self) -> None:
        with self._lock:
            self._connection.close()


def pack(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


COMMON_SCHEMA = """
CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
