"""Figures for `make bench`: public pages warm and cold, beside a hello view of the same run, and at two sizes of mall.

Warm rates are a second of processor time without an HTTP server in front; cold pages are counted on the clock, database
and cache included, and on the processor. `python manage.py bench pages --products 100000` fills the large mall up to
that size; `cold`: something shown has changed; `recounted`: goods or categories too; `first`: a process just begun.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.test.utils import override_settings
from django.urls import path

from storefront import components, shelving
from storefront.serving import generation
from storefront.serving.memory import PagesInMemory
from tenancy.scope import in_mall

Figure = dict[str, Any]
SMALL = 1_000
ROUNDS, COLD_PAGES = 5, 15


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello")


urlpatterns = [path("hello", hello)]


class _Asked:
    """A WSGI application asked for one page of a host, again and again."""

    def __init__(self, application: Any, host: str, address: str) -> None:
        self.application, self.host, self.address = application, host, address

    def __call__(self) -> None:
        environ = RequestFactory().get(self.address, HTTP_HOST=self.host).environ
        self.ask(environ)

    def ask(self, environ: dict[str, Any]) -> None:
        said: list[str] = []
        answer = self.application(environ, lambda status, headers: said.append(status))
        b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        if said != ["200 OK"]:
            raise RuntimeError(f"{self.address} answered {said}")


def run(products: int) -> Iterator[Figure]:
    """Makes two malls in the database it is given: `SMALL` products, and `products`."""
    small = shelving.fill("bench-small", SMALL)
    yield from _warm(small)
    yield from _first(small)
    yield from _sizes(small, shelving.fill("bench-large", products))


def _warm(mall: shelving.Filled) -> Iterator[Figure]:
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[]):
        bare = _rate(_Asked(WSGIHandler(), mall.host, "/hello"))
    kept = _rate(_Asked(PagesInMemory(WSGIHandler()), mall.host, mall.category))
    shared = _rate(_Asked(WSGIHandler(), mall.host, mall.category))
    yield _figure("page_warm_in_memory", kept, bare)
    yield _figure("page_warm_in_valkey", shared, bare)


def _rate(ask: _Asked) -> float:
    """Answers a second of processor time, the best of some rounds of about a fifth of a second."""
    ask()
    environ = RequestFactory().get(ask.address, HTTP_HOST=ask.host).environ
    best = 0.0
    for _ in range(ROUNDS):
        done, start = 0, time.process_time()
        while time.process_time() - start < 0.2:
            ask.ask(dict(environ))
            done += 1
        best = max(best, done / (time.process_time() - start))
    return best


def _figure(name: str, rate: float, bare: float) -> Figure:
    return {
        "name": name,
        "figure": round(rate),
        "unit": "pages/s/core",
        "baseline": round(bare),
        "baseline_is": "a hello view without middleware",
        "ratio": round(rate / bare, 2),
    }


@dataclass(frozen=True, slots=True)
class Wait:
    """Milliseconds: of the clock, as a visitor waits; of the processor, this process and its server process together,
    which is what the page takes on a core that does nothing else (0 where /proc does not tell it)."""

    clock: float
    processor: float


class _Cold:
    """One page of one mall, asked when nobody has it: what was kept is out of date each time.

    `shelves`: goods or categories changed too, so that everything counted over the mall is counted again.
    """

    def __init__(self, mall: shelving.Filled, address: str, *, shelves: bool = False) -> None:
        self.ask, self.mall, self.shelves = _Asked(WSGIHandler(), mall.host, address), mall, shelves
        self.waits: list[Wait] = []

    def wait(self) -> None:
        with in_mall(self.mall.id):
            generation.renew(shelves=self.shelves)
        clock, processor = time.perf_counter(), _processor()
        self.ask()
        self.waits.append(Wait((time.perf_counter() - clock) * 1000, (_processor() - processor) * 1000))

    def usual(self, unit: str) -> float:
        return round(statistics.median(getattr(wait, unit) for wait in self.waits), 1)

    def quickest(self, unit: str) -> float:
        return round(min(getattr(wait, unit) for wait in self.waits), 1)


def _processor() -> float:
    """Seconds of processor time of this process and of the database's process that serves it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        server = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    try:
        return time.process_time() + int(server.read_text().split()[0]) / 1e9
    except OSError:
        return time.process_time()


def _sizes(small: shelving.Filled, large: shelving.Filled) -> Iterator[Figure]:
    """The same pages of two malls, asked in turn, so that both meet the same machine."""
    for shelves in (False, True):
        for name in small.pages:
            few = _Cold(small, small.pages[name], shelves=shelves)
            many = _Cold(large, large.pages[name], shelves=shelves)
            for _ in range(COLD_PAGES):
                few.wait()
                many.wait()
            yield _of_sizes(f"page_{'recounted' if shelves else 'cold'}_{name}", few, many)


def _of_sizes(name: str, few: _Cold, many: _Cold) -> Figure:
    return {
        "name": name,
        "figure": many.usual("processor"),
        "unit": f"ms of processor at {many.mall.products} products",
        "clock_ms": many.usual("clock"),
        "quickest_clock_ms": many.quickest("clock"),
        "baseline": few.usual("processor"),
        "baseline_clock_ms": few.usual("clock"),
        "baseline_quickest_clock_ms": few.quickest("clock"),
        "baseline_is": f"the same page at {few.mall.products} products",
        "ratio": round(many.usual("processor") / few.usual("processor"), 2),
    }


def _first(mall: shelving.Filled) -> Iterator[Figure]:
    """Cold pages of a process that has written none of their components yet, beside those it writes later."""
    for name, address in mall.pages.items():
        later, first = _Cold(mall, address), _Cold(mall, address)
        for _ in range(COLD_PAGES):
            later.wait()
            components.forget()
            first.wait()
        yield {
            "name": f"page_first_{name}",
            "figure": first.usual("processor"),
            "unit": "ms of processor, no component written yet",
            "baseline": later.usual("processor"),
            "baseline_is": "the same page, its components known",
            "ratio": round(first.usual("processor") / later.usual("processor"), 2),
        }
