"""Public pages in the memory of the process, before the framework: a page that many ask for costs microseconds.

What is kept is the answer as it left the house, headers and all, for a few seconds at most and only while the mall's
generation is what it was. A host that was taken from a mall, a closed mall: the framework says so within that time.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from storefront.serving import generation
from storefront.serving.middleware import TICKET, Ticket

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

SECONDS = 5.0
MOST_BYTES = 48 * 1024 * 1024
_NOT_IN_304 = ("content-length", "content-type")


@dataclass(frozen=True, slots=True)
class Answer:
    ticket: Ticket
    until: float
    etag: str
    headers: Headers
    headers_304: Headers
    body: bytes


class PagesInMemory:
    """A WSGI application round another one. Least recently asked pages go first when `most_bytes` are full."""

    def __init__(self, application: Application, most_bytes: int = MOST_BYTES) -> None:
        self.application = application
        self.most_bytes = most_bytes
        self.bytes = 0
        self.answers: OrderedDict[tuple[str, ...], Answer] = OrderedDict()
        self.lock = threading.Lock()

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        if method not in ("GET", "HEAD"):
            return self.application(environ, start_response)
        key = _key(environ)
        answer = self.answers.get(key)
        if answer is None or not _is_true(answer):
            return self._asked(environ, start_response, key)
        if _has_it(environ, answer.etag):
            start_response("304 Not Modified", list(answer.headers_304))
            return [b""]
        start_response("200 OK", list(answer.headers))
        return [answer.body if method == "GET" else b""]

    def _asked(
        self, environ: Environ, start_response: Callable[..., Any], key: tuple[str, ...]
    ) -> Iterable[bytes]:
        said: list[Any] = []

        def listening(status: str, headers: Headers, *more: Any) -> Any:
            said[:] = (status, headers)
            return start_response(status, headers, *more)

        response = self.application(environ, listening)
        ticket = environ.get(TICKET)
        if ticket is None or environ["REQUEST_METHOD"] != "GET" or not said or said[0] != "200 OK":
            return response
        body = b"".join(response)
        self._keep(key, ticket, said[1], body)
        return _Closing(body, response)

    def _keep(self, key: tuple[str, ...], ticket: Ticket, headers: Headers, body: bytes) -> None:
        names = {name.lower(): value for name, value in headers}
        if "set-cookie" in names or "etag" not in names or len(body) > self.most_bytes // 8:
            return
        answer = Answer(
            ticket,
            min(ticket.until, time.time() + SECONDS),
            names["etag"],
            headers,
            [pair for pair in headers if pair[0].lower() not in _NOT_IN_304],
            body,
        )
        with self.lock:
            gone = self.answers.pop(key, None)
            self.bytes += len(body) - (len(gone.body) if gone else 0)
            self.answers[key] = answer
            while self.bytes > self.most_bytes:
                self.bytes -= len(self.answers.popitem(last=False)[1].body)


class _Closing:
    """The body again, and the framework's response closed as a server must."""

    def __init__(self, body: bytes, response: Any) -> None:
        self.body, self.response = body, response

    def __iter__(self) -> Any:
        return iter((self.body,))

    def close(self) -> None:
        if hasattr(self.response, "close"):
            self.response.close()


def _key(environ: Environ) -> tuple[str, ...]:
    return (
        environ.get("HTTP_HOST", ""),
        environ.get("wsgi.url_scheme", ""),
        environ.get("HTTP_X_FORWARDED_PROTO", ""),
        environ.get("PATH_INFO", ""),
        environ.get("QUERY_STRING", ""),
    )


def _is_true(answer: Answer) -> bool:
    ticket = answer.ticket
    return answer.until > time.time() and generation.current(ticket.mall_id) == ticket.generation


def _has_it(environ: Environ, etag: str) -> bool:
    asked = environ.get("HTTP_IF_NONE_MATCH", "")
    return bool(asked) and (
        asked.strip() == "*" or etag in (one.strip().removeprefix("W/") for one in asked.split(","))
    )
