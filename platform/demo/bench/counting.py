"""Statements of each request of the journey: the application served by a thread of this process, its SQL counted."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

_SAVEPOINTS = ("SAVEPOINT", "RELEASE", "ROLLBACK")


class Counter:
    """Statements by what was asked; transaction control apart."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, int]] = []
        self._application = WSGIHandler()
        self._now = 0

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        self._now = 0
        with connection.execute_wrapper(self._counting):
            answer = list(self._application(environ, start_response))
        self.requests.append((f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}", self._now))
        return answer

    def _counting(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        self._now += not str(sql).startswith(_SAVEPOINTS)
        return execute(sql, params, many, context)


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        return


@contextmanager
def counted(port: int) -> Iterator[Counter]:
    counter = Counter()
    server = make_server("127.0.0.1", port, counter, handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield counter
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
