"""Requests, answers and the table of routes."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BufferedIOBase
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


class RefusedError(Exception):
    """Answered as `{"error": …}` with this status."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True)
class Request:
    """`target` is the path with its query as sent; header names are lower case."""

    method: str
    target: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    params: Mapping[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        return {name: values[-1] for name, values in parse_qs(urlsplit(self.target).query).items()}

    def form(self) -> dict[str, str]:
        return {name: values[-1].strip() for name, values in parse_qs(self.body.decode()).items()}

    def json(self) -> dict[str, Any]:
        try:
            found = json.loads(self.body or b"{}")
        except ValueError as problem:
            raise RefusedError("the body is not JSON") from problem
        if not isinstance(found, dict):
            raise RefusedError("the body must be a JSON object")
        return found


@dataclass(frozen=True)
class Response:
    """`drop` closes the connection without a byte, as a broken line would. `talk`: what goes on over the line
    once this answer was given (101: another protocol); it reads from the first and writes to the second."""

    body: bytes = b""
    status: int = 200
    content_type: str = "text/plain; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    drop: bool = False
    talk: Callable[[BufferedIOBase, BufferedIOBase], None] | None = None


DROP = Response(drop=True)


def text(body: str, status: int = 200) -> Response:
    return Response(body.encode(), status)


def page(body: str, status: int = 200) -> Response:
    return Response(body.encode(), status, "text/html; charset=utf-8")


def answer(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    body = json.dumps(value, ensure_ascii=False).encode()
    return Response(body, status, "application/json; charset=utf-8", headers or {})


Handler = Callable[[Request], Response]


class Router:
    """`add("GET", "/things/{name}", handler)`; a placeholder takes one path segment."""

    def __init__(self) -> None:
        self._routes: list[tuple[str, re.Pattern[str], Handler]] = []

    def add(self, method: str, pattern: str, handler: Handler) -> None:
        shape = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", pattern)
        self._routes.append((method, re.compile(shape), handler))

    def __call__(self, request: Request) -> Response:
        known = False
        for method, shape, handler in self._routes:
            found = shape.fullmatch(request.path)
            if found is None:
                continue
            known = True
            if method == request.method:
                params = {name: unquote(value) for name, value in found.groupdict().items()}
                return self._run(handler, request, params)
        return answer({"error": "no such method" if known else "no such path"}, 405 if known else 404)

    @staticmethod
    def _run(handler: Handler, request: Request, params: dict[str, str]) -> Response:
        try:
            return handler(Request(request.method, request.target, request.headers, request.body, params))
        except RefusedError as refused:
            return answer({"error": str(refused)}, refused.status)


def asked(body: Mapping[str, Any], *names: str) -> list[str]:
    """The named text fields; RefusedError names the first that is missing or empty."""
    values = []
    for name in names:
        value = body.get(name)
        if not isinstance(value, str) or not value:
            raise RefusedError(f"{name} is missing")
        values.append(value)
    return values
