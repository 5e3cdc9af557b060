"""`make bench ARGS=orders`: whole orders a second over HTTP, and `place_order` alone.

Client, web server, database and gateway share the machine. What an order costs is told in processor milliseconds of
each, since a rate by the wall on a shared machine says little.
"""

from __future__ import annotations

import http.client
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import requests
from django.db import connection
from django.test.utils import override_settings
from django.utils import timezone

from demo.bench import buying, processor, shop
from demo.bench.counting import counted
from demo.bench.house import QUICK, House, open_house
from local.ports import free_port
from orders.models import CartLine
from orders.services.open_cart import open_cart
from orders.services.place_order import place_order
from tenancy.scope import Actor, in_mall

Figure = dict[str, Any]
CLIENTS, SECONDS, WARM = 8, 20.0, 3.0
DIRECT = 200


def run(seconds: float = SECONDS) -> Iterator[Figure]:
    """Makes a mall in the database it is given."""
    with open_house() as house:
        shopped = shop.open_shop(f"bench-{time.time_ns()}", products=2_000, buyers=64)
        requests.post(
            f"http://127.0.0.1:{house.gateway}/_sim/config", json=QUICK, timeout=5
        ).raise_for_status()
        hello = _hello(house)
        yield _over_http(house, shopped, seconds, hello)
        yield _direct(shopped, hello)
        yield from _statements(house, shopped)


def _hello(house: House) -> float:
    """Requests a second of the bare view, from as many clients of the same kind."""

    def ask(until: float) -> int:
        to, done = http.client.HTTPConnection("127.0.0.1", house.hello, timeout=30), 0
        while time.monotonic() < until:
            to.request("GET", "/hello", headers={"Host": "hello.localhost"})
            to.getresponse().read()
            done += 1
        return done

    with ThreadPoolExecutor(CLIENTS) as pool:
        began = time.perf_counter()
        done = sum(pool.map(ask, [time.monotonic() + WARM] * CLIENTS))
        return done / (time.perf_counter() - began)


def _over_http(house: House, shopped: shop.Shop, seconds: float, hello: float) -> Figure:
    buying.crowd(shopped, house.web, house.gateway, CLIENTS, WARM)
    roots = {
        "web": house.pids["web"],
        "gateway": house.pids["gateway"],
        "database": processor.database_server(),
    }
    before = {name: processor.spent([pid]) for name, pid in roots.items()}
    client = time.process_time()
    orders, took, told = buying.crowd(shopped, house.web, house.gateway, CLIENTS, seconds)
    spent = {name: (processor.spent([pid]) - before[name]) / orders for name, pid in roots.items()}
    spent["client"] = (time.process_time() - client) * 1000 / orders
    return {
        "name": "orders_over_http",
        "figure": round(orders / took, 1),
        "unit": f"whole orders/s, cart to paid, {CLIENTS} clients, {buying.LINES} lines each",
        "orders": orders,
        "requests_an_order": round(sum(len(calls) for calls in told.seconds.values()) / orders, 1),
        "processor_ms_an_order": {name: round(ms, 1) for name, ms in spent.items()},
        "p50_ms": {name: round(1000 * statistics.median(calls), 1) for name, calls in told.seconds.items()},
        "baseline": round(hello),
        "baseline_is": "requests/s of a hello view without middleware, same server, same clients",
    }


def _direct(shopped: shop.Shop, hello: float) -> Figure:
    """The verb alone, one caller."""
    with in_mall(shopped.mall_id, actor=Actor.staff()):
        calls = [_prepared(shopped, n) for n in range(DIRECT + 1)]
        calls[-1]()
        database = processor.database_server()
        mine, theirs, began = time.process_time(), processor.spent([database]), time.perf_counter()
        for call in calls[:-1]:
            call()
        took = time.perf_counter() - began
        mine, theirs = time.process_time() - mine, processor.spent([database]) - theirs
    return {
        "name": "place_order_directly",
        "figure": round(DIRECT / took, 1),
        "unit": f"orders/s, one caller, {buying.LINES} lines each",
        "processor_ms_an_order": {
            "python": round(1000 * mine / DIRECT, 2),
            "database": round(theirs / DIRECT, 2),
        },
        "baseline": round(hello),
        "baseline_is": "requests/s of a hello view without middleware, 8 clients",
    }


def _prepared(shopped: shop.Shop, n: int) -> Callable[[], object]:
    """The cart is filled by the call itself, one statement more: a person has one cart."""
    buyer = shopped.buyers[n % len(shopped.buyers)]
    cart = open_cart(shopper_id=buyer.shopper_id, now=timezone.now())
    skus = [shopped.sku_ids[(n * buying.LINES + k) % len(shopped.sku_ids)] for k in range(buying.LINES)]

    def call() -> object:
        return place_order(request=shop.as_request(buyer, cart.pk, f"direct-{n}"), now=timezone.now())

    def filled() -> object:
        CartLine.objects.bulk_create(CartLine(cart_id=cart.pk, sku_id=sku, quantity=1) for sku in skus)
        return call()

    return filled


def _statements(house: House, shopped: shop.Shop) -> Iterator[Figure]:
    """Of one order, request by request."""
    port = free_port()
    with override_settings(PUBLIC_PORT=port), counted(port) as counter:
        caller = buying.Caller(shopped, port, house.gateway, buying.Told())
        for turn in ("first", "counted"):
            counter.requests.clear()
            buying.buy(
                caller, shopped.buyers[0], list(shopped.sku_ids[:3]), f"statements-{turn}-{time.time_ns()}"
            )
    connection.close()
    for what, statements in counter.requests:
        yield {"name": "statements", "figure": statements, "unit": f"of {what}"}
