"""When does a process count as ready, and as well?"""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable
from contextlib import closing

import psycopg2

from local.child import Child
from local.ports import LOOPBACK

Probe = Callable[[Child], bool]
Silence = Callable[[], float | None]
"""Seconds without a sign of life; None when that cannot be known."""


def http_status(port: int, path: str = "/healthz", timeout: float = 10.0) -> tuple[int, str]:
    """Status and body; 0 when nothing answers. No proxy is asked: this is our own machine."""
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=timeout)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read(10_000).decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        return 0, str(error)
    finally:
        connection.close()


def answers(port: int) -> Probe:
    """It answers at all; 503 will do, since `/healthz` speaks for processes that start later too."""
    return lambda _: http_status(port)[0] > 0


def said(words: str) -> Probe:
    return lambda child: words in child.said()


def reason(port: int) -> str | None:
    """Why `/healthz` is not content, None when it is."""
    status, body = http_status(port)
    if status == 200:
        return None
    try:
        checks = json.loads(body)["checks"]
        return "; ".join(f"{name}: {says}" for name, says in checks.items() if says != "ok")
    except (ValueError, KeyError, TypeError, AttributeError):
        return f"{status} {body[:200]}"


_WORKER = """
    SELECT CASE WHEN s.at IS NULL OR now() - s.at > interval '60 seconds' THEN 0
                ELSE extract(epoch FROM now() - greatest(w.at, s.since)) END::float
    FROM (SELECT max(at) AS at, max(since) AS since FROM journal_pulse WHERE queue = 'scheduler') s,
         (SELECT max(at) AS at FROM journal_pulse WHERE queue <> 'scheduler') w
"""
_SCHEDULER = """
    SELECT coalesce(extract(epoch FROM now() - max(at)), 'infinity')::float
    FROM journal_pulse WHERE queue = 'scheduler'
"""


def worker_silence(database_url: str) -> Silence:
    """Since when no queue of the worker has answered the scheduler. 0 while the scheduler itself is silent:
    then nobody asks."""
    return lambda: _seconds(database_url, _WORKER)


def scheduler_silence(database_url: str) -> Silence:
    """Since when the scheduler has not ticked; infinite where it never did."""
    return lambda: _seconds(database_url, _SCHEDULER)


def _seconds(database_url: str, question: str) -> float | None:
    try:
        with closing(psycopg2.connect(database_url, connect_timeout=3)) as connection:
            with connection.cursor() as cursor:
                cursor.execute(question)
                row = cursor.fetchone()
            return row[0] if row else None
    except psycopg2.Error:
        return None
