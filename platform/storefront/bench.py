"""Figures for `make bench`: public pages warm and cold, beside a hello view of the same run, and at two sizes of mall.

Warm rates are a second of processor time without an HTTP server in front; cold ones are what a visitor waits, database
and cache included. `python manage.py bench --products 100000` fills the large mall up to that size.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.test.utils import override_settings
from django.urls import path

from storefront import shelving
from storefront.serving import generation
from storefront.serving.memory import PagesInMemory
from tenancy.scope import in_mall

Figure = dict[str, Any]
SMALL = 1_000
ROUNDS, COLD_PAGES = 5, 8


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
    """Milliseconds of the clock, as a visitor waits; and of this process alone, which a busy machine lengthens less."""

    clock: float
    processor: float


def _waited(mall: shelving.Filled, address: str) -> Wait:
    """The quickest of some pages that nobody has kept; the frame, too, is read anew for each."""
    ask, waits = _Asked(WSGIHandler(), mall.host, address), []
    for _ in range(COLD_PAGES):
        with in_mall(mall.id):
            generation.renew()
        clock, processor = time.perf_counter(), time.process_time()
        ask()
        waits.append(((time.perf_counter() - clock) * 1000, (time.process_time() - processor) * 1000))
    return Wait(round(min(wait[0] for wait in waits), 1), round(min(wait[1] for wait in waits), 1))


def _sizes(small: shelving.Filled, large: shelving.Filled) -> Iterator[Figure]:
    """The same pages of two malls, asked in turn, so that both meet the same machine."""
    for name in small.pages:
        few, many = _waited(small, small.pages[name]), _waited(large, large.pages[name])
        yield {
            "name": f"page_cold_{name}",
            "figure": many.clock,
            "unit": f"ms at {large.products} products",
            "processor_ms": many.processor,
            "baseline": few.clock,
            "baseline_processor_ms": few.processor,
            "baseline_is": f"the same page at {small.products} products",
            "ratio": round(many.clock / few.clock, 2),
        }
