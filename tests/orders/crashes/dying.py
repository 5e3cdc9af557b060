"""A child process that dies at a chosen commit: SIGKILL just before it, or just after it.

A commit point is the end of a transaction that wrote something, or a statement that writes outside of one. What
dies in the middle of a transaction has done nothing, so there is nothing between two commit points but the world
outside: the gateway was asked before one of them and after another.
"""

from __future__ import annotations

import os
import pickle
import re
import signal
from collections.abc import Callable
from typing import Any

from django.db import connection, connections

from orders.payments.gateways.wechat import client

BEFORE, AFTER = "before", "after"
_WRITES = re.compile(r"\b(INSERT INTO|(?<!FOR )(?<!KEY )UPDATE|DELETE FROM)\s+\"?(\w+)", re.IGNORECASE)


class Points:
    """Counts commit points; at the `at`-th the process kills itself on the given side."""

    def __init__(self, at: int = 0, side: str = BEFORE) -> None:
        self.at, self.side = at, side
        self.names: list[str] = []
        self._written = ""

    def watch(self) -> None:
        commit = connection._commit

        def committing() -> Any:
            return self._pass(commit) if self._written else commit()

        connection._commit = committing
        connection.execute_wrappers.append(self._executing)

    def _executing(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        wrote = _WRITES.findall(str(sql))
        if wrote:
            self._written = f"{wrote[-1][0].split()[0].lower()} {wrote[-1][1]}"
        if wrote and not connection.in_atomic_block:
            return self._pass(lambda: execute(sql, params, many, context))
        return execute(sql, params, many, context)

    def _pass(self, commit: Callable[[], Any]) -> Any:
        self.names.append(self._written)
        self._written = ""
        here = len(self.names) == self.at
        if here and self.side == BEFORE:
            _die()
        done = commit()
        if here and self.side == AFTER:
            _die()
        return done


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def points_of(run: Callable[[], None]) -> list[str]:
    """The commit points of a whole run, by the table last written; in a child, so that both are counted alike."""
    status, names = _in_child(run, Points())
    assert status == 0, "the journey failed without any crash"
    return names


def die_at(run: Callable[[], None], at: int, side: str) -> None:
    """Begin, and die there. AssertionError where it did not."""
    status, _ = _in_child(run, Points(at, side))
    assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL, f"not killed: {status}"


def _in_child(run: Callable[[], None], points: Points) -> tuple[int, list[str]]:
    connections.close_all()  # the child opens connections of its own
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _work(run, points, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    _, status = os.waitpid(child, 0)
    return status, pickle.loads(told) if told else []


def _work(run: Callable[[], None], points: Points, writing: int) -> None:
    """The child's whole life: nothing of the parent's runs after it."""
    code = 1
    try:
        client._client.cache_clear()
        connection.ensure_connection()
        points.watch()
        run()
        os.write(writing, pickle.dumps(points.names))
        code = 0
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        os._exit(code)
