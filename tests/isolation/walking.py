"""Walk the routes as a stranger: the same answer for a row of another mall as for one that never was."""

from __future__ import annotations

import io
import json
import logging
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from tenancy.scope import Actor, in_mall
from tests.isolation.canaries import MARK, digest
from tests.isolation.routes import Route
from tests.isolation.table import Case
from tests.isolation.world import World

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
# Different in each answer, and told by nobody's rows.
_CHANGING = (
    re.compile(r'name=\\?"csrfmiddlewaretoken\\?" value=\\?"[^"\\]+\\?"'),
    re.compile(r'"csrf_token": "[^"]+"'),
    re.compile(r'"serviceTime": ?\d+'),
    re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"),
)
# 403: a door that is shut whatever stands behind it; that it says the same for what never was is compared.
_WRITES = re.compile(r"\b(INSERT INTO|UPDATE|DELETE FROM)\b")
_SHUT = {401, 403, 404, 405, 415}


@dataclass(frozen=True)
class Try:
    """One request, as a pattern of kinds of ids."""

    method: str
    kind: str = ""
    body: Mapping[str, Any] | None = None

    def __str__(self) -> str:
        return f"{self.method} {self.kind.rpartition('/')[2][:5]} {dict(self.body or {})}"


def tries(route: Route, case: Case) -> Iterator[Try]:
    """Every method with every body. The admin reads forms only; under /en/ stands the same view again."""
    bodies: tuple[Mapping[str, Any], ...] = case.bodies or ({},)
    is_admin = "admin/" in route.path
    yield Try("GET")
    if not (is_admin and route.language == "en"):
        yield from (Try("POST", FORM, body) for body in bodies)
    if is_admin or route.language == "en":
        return
    for body in bodies:
        yield Try("POST", JSON, body)
        if route.key.startswith("openapi:"):
            yield from (Try(method, JSON, body) for method in ("PUT", "PATCH", "DELETE"))
    if not route.key.startswith("openapi:"):
        yield from (Try(method, JSON, bodies[0]) for method in ("PUT", "PATCH", "DELETE"))


def walk(world: World, routes: list[tuple[Route, Case]], role: str) -> list[str]:
    """What is wrong, in words; empty when a stranger learns and changes nothing."""
    findings = []
    world.state = _state(world)
    logging.disable(logging.CRITICAL)
    try:
        for route, case in routes:
            cache.clear()
            for attempt in tries(route, case):
                told = _tried(world, route, case, role, attempt)
                findings += [f"{role}: {attempt} {route.path}: {what}" for what in told]
    finally:
        logging.disable(logging.NOTSET)
    if _state(world) != world.state:
        findings.append(f"{role}: rows of the other mall changed")
    return findings


def _state(world: World) -> dict[str, str]:
    with in_mall(world.mall_a.pk, actor=Actor.staff()):
        return digest(world.mall_a.pk, world.newest)


def _tried(world: World, route: Route, case: Case, role: str, attempt: Try) -> Iterator[str]:
    theirs, changed = _sent(world, route, case, role, attempt, world.theirs)
    if changed:
        yield f"changed {', '.join(changed)} of the other mall"
    never, _ = _sent(world, route, case, role, attempt, world.never)
    if isinstance(theirs, str) or isinstance(never, str):
        if theirs != never:
            yield f"{theirs} for theirs, {never} for what never was"
        else:
            yield f"fails: {theirs}"
        return
    if case.path and not _is_refusal(theirs, case, attempt) and _names_a_row(case):
        yield f"answered {theirs.status_code}"
    if theirs.status_code != never.status_code:
        yield f"{theirs.status_code} for theirs, {never.status_code} for what never was"
        return
    told, untold = _text(theirs, world), _text(never, world)
    if MARK in told.lower():
        at = told.lower().index(MARK)
        yield f"shows …{told[max(0, at - 60) : at + 20]!r}"
    if told != untold:
        yield f"differs from what never was: {_difference(told, untold)}"


def _names_a_row(case: Case) -> bool:
    return any(not kind.startswith("=") for kind in case.path.values())


def _is_refusal(answer: HttpResponse, case: Case, attempt: Try) -> bool:
    if case.asks_first and attempt.method == "GET":
        return answer.status_code == 200 or answer.status_code in _SHUT
    if answer.status_code in _SHUT or answer.status_code in case.also:
        return True
    return answer.status_code in (302, 303) and "login" in answer.headers.get("Location", "")


def _sent(
    world: World, route: Route, case: Case, role: str, attempt: Try, ids: Mapping[str, str]
) -> tuple[HttpResponse | str, list[str]]:
    """The answer, or the name of the fault; what it changed is undone, so that each try finds the same."""
    mark, writes = connection.savepoint(), Writes()
    changed: list[str] = []
    try:
        with connection.execute_wrapper(writes):
            answer: HttpResponse | str = _asked(world, route, case, role, attempt, ids)
        if writes.seen and ids is world.theirs:
            after = _state(world)
            changed = [table for table, rows in after.items() if rows != world.state[table]]
    except Exception as fault:
        answer = f"{type(fault).__name__}: {str(fault).partition(chr(10))[0][:200]}"
    finally:
        connection.savepoint_rollback(mark)
    return answer, changed


class Writes:
    """Whether a request wrote anything at all: only then the rows of the other mall are looked at again."""

    seen = False

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.seen = self.seen or _WRITES.search(sql) is not None
        return execute(sql, params, many, context)


def _asked(
    world: World, route: Route, case: Case, role: str, attempt: Try, ids: Mapping[str, str]
) -> HttpResponse:
    client = Client()
    headers = {"Idempotency-Key": "k", "X-Cart": ids.get("cart_token", "")}
    if role in world.cookies:
        client.cookies[settings.SESSION_COOKIE_NAME] = world.cookies[role]
    if role in world.tokens and route.key.startswith("openapi:"):
        headers["Authorization"] = f"Bearer {world.tokens[role]}"
    path = quote(route.filled({name: _value(kind, ids) for name, kind in case.path.items()}))
    query = urlencode({name: _value(kind, ids) for name, kind in case.query.items()}, doseq=True)
    data: Any = ""
    if attempt.body is not None:
        values = {name: _value(kind, ids) for name, kind in attempt.body.items()}
        data = json.dumps(values) if attempt.kind == JSON else urlencode(values, doseq=True)
    return client.generic(
        attempt.method, f"{path}?{query}" if query else path, data, attempt.kind or FORM, HTTP_HOST=world.host,
        headers=headers,
    )  # fmt: skip


def _value(kind: Any, ids: Mapping[str, str]) -> Any:
    if isinstance(kind, list):
        return [_value(inner, ids) for inner in kind]
    return kind[1:] if kind.startswith("=") else ids[kind]


def _text(answer: HttpResponse, world: World) -> str:
    """The answer with everything that was asked for taken out, theirs and never alike."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = f"{answer.headers.get('Location', '')}\n{_unpacked(content).decode('utf-8', 'replace')}"
    for pattern in _CHANGING:
        text = pattern.sub("", text)
    for value in _spelt(frozenset({*world.theirs.values(), *world.never.values()})):
        text = text.replace(value, "¤")
    return text


@lru_cache(maxsize=8)
def _spelt(values: frozenset[str]) -> list[str]:
    """As they may stand in an answer, the longer first: plain, quoted, quoted twice."""
    found = {spelt for value in values for spelt in (value, quote(value), quote(quote(value)))}
    return sorted(found, key=len, reverse=True)


def _unpacked(content: bytes) -> bytes:
    """A spreadsheet is read part by part, but for the part that holds the moment it was made."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        parts = sorted(name for name in book.namelist() if name != "docProps/core.xml")
        return b"\n".join(name.encode() + b"\n" + book.read(name) for name in parts)


def _difference(one: str, other: str) -> str:
    at = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    return f"…{one[max(0, at - 40) : at + 60]!r} / {other[max(0, at - 40) : at + 60]!r}"
