"""When does a process count as ready, and as well?"""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable

import psycopg2

from local.child import Child
from local.ports import LOOPBACK

Probe = Callable[[Child], bool]


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


def pulse(database_url: str, queue: str = "default") -> Callable[[], float | None]:
    """Seconds since the worker of `queue` wrote its last sign of life; None when that cannot be known."""

    def ask() -> float | None:
        try:
            connection = psycopg2.connect(database_url, connect_timeout=3)
        except psycopg2.Error:
            return None
        try:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT extract(epoch FROM now() - max(at))::float FROM journal_pulse WHERE queue = %s",
                    (queue,),
                )
                row = cursor.fetchone()
                return row[0] if row else None
        except psycopg2.Error:
            return None
        finally:
            connection.close()

    return ask
