"""A buyer over HTTP: three lines into the cart, checkout, payment started, paid at the gateway, order paid."""

from __future__ import annotations

import http.client
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from demo.bench.shop import MCHID, Buyer, Shop

LINES = 3
_PATIENCE = 60.0
_LOOK_AGAIN = 0.02


@dataclass
class Told:
    """Seconds of each call by its name, of every buyer together."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, name: str, seconds: float) -> None:
        with self.lock:
            self.seconds.setdefault(name, []).append(seconds)


class Caller:
    """Keep-alive connections to the mall and to the gateway."""

    def __init__(self, shop: Shop, web: int, gateway: int, told: Told) -> None:
        self.shop, self.told = shop, told
        self.web = http.client.HTTPConnection("127.0.0.1", web, timeout=_PATIENCE)
        self.gateway = http.client.HTTPConnection("127.0.0.1", gateway, timeout=_PATIENCE)
        self.port = web

    def call(self, name: str, method: str, path: str, buyer: Buyer, body: Any = None, **headers: str) -> Any:
        sent = {
            "Host": f"{self.shop.host}:{self.port}",
            "Authorization": f"Bearer {buyer.token}",
            "Content-Type": "application/json",
        } | {key.replace("_", "-"): value for key, value in headers.items()}
        return self._ask(self.web, name, method, f"/openapi/v1/{path}", body, sent)

    def pay(self, number: str) -> None:
        body = {"mchid": MCHID, "out_trade_no": number}
        self._ask(
            self.gateway,
            "pay at the gateway",
            "POST",
            "/_sim/pay",
            body,
            {"Content-Type": "application/json"},
        )

    def _ask(
        self,
        to: http.client.HTTPConnection,
        name: str,
        method: str,
        path: str,
        body: Any,
        headers: dict[str, str],
    ) -> Any:
        began = time.perf_counter()
        to.request(method, path, json.dumps(body) if body is not None else None, headers)
        answer = to.getresponse()
        content = answer.read()
        self.told.add(name, time.perf_counter() - began)
        if answer.status not in (200, 201):
            raise RuntimeError(f"{name}: {answer.status} {content[:300]!r}")
        return json.loads(content)


def buy(caller: Caller, buyer: Buyer, skus: list[int], key: str) -> None:
    """One whole order, from an empty cart to `paid`. Raises RuntimeError where anything is refused."""
    for sku in skus:
        cart = caller.call("add to cart", "POST", "cart/lines", buyer, {"sku_id": str(sku), "quantity": 1})
    body = buyer.body | {"seen_total": cart["total"]}
    placed = caller.call("checkout", "POST", "checkout", buyer, body, Idempotency_Key=key)
    where = f"orders/{placed['number']}"
    for payment in caller.call("start payment", "POST", f"{where}/payments", buyer)["items"]:
        caller.pay(payment["number"])
    deadline = time.monotonic() + _PATIENCE
    while caller.call("look whether paid", "GET", f"{where}/payments", buyer)["state"] != "paid":
        if time.monotonic() > deadline:
            raise RuntimeError(f"{placed['number']} was never paid")
        time.sleep(_LOOK_AGAIN)


def crowd(shop: Shop, web: int, gateway: int, clients: int, seconds: float) -> tuple[int, float, Told]:
    """Clients buy for so long, each its own people: whole orders, the seconds they took, and what each call took."""
    told, numbers, until = Told(), count(), time.monotonic() + seconds

    def client(place: int) -> int:
        caller, done = Caller(shop, web, gateway, told), 0
        mine = shop.buyers[place::clients]
        while time.monotonic() < until:
            n = next(numbers)
            skus = [shop.sku_ids[(n * LINES + k) % len(shop.sku_ids)] for k in range(LINES)]
            buy(caller, mine[done % len(mine)], skus, f"bench-{n}-{time.time_ns()}")
            done += 1
        return done

    began = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        orders = sum(pool.map(client, range(clients)))
    return orders, time.perf_counter() - began, told
