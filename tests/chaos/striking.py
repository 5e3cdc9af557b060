"""Strike the house: each blow when its step is in flight, and what was in flight is counted."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime

import redis
from django.utils import timezone

from tests.chaos.buying import Buyers
from tests.chaos.in_flight import is_in_flight, waiting
from tests.chaos.plan import Strike
from tests.e2e.house import House

_PATIENCE = 120.0
_SEND_ANOTHER = 10.0
_LOOK_AGAIN = 0.004
_NEWS_IS_SENT = 1.0  # a payment is seen from its commit on, its news goes to the broker after it


class Striker:
    """`landed`: (kind, step) -> how many; `missed`: strikes whose step never came into flight."""

    def __init__(self, house: House, buyers: Buyers, say: Callable[[str], object]) -> None:
        self.house, self.buyers, self._say = house, buyers, say
        self.malls = sorted({person.mall_id for person in buyers.people})
        self.landed: Counter[tuple[str, str]] = Counter()
        self.missed: list[Strike] = []
        self.flushed = 0
        self._since = timezone.now()
        self._blows: dict[str, Callable[[], object]] = {
            "worker main": lambda: self.house.kill("worker"),
            "worker child": lambda: self.house.kill_children("worker"),
            "scheduler": lambda: self.house.kill("scheduler"),
            "web": lambda: self.house.kill("web"),
            "Valkey": lambda: self.house.kill("valkey"),
            "FLUSHALL": self._flush,
        }

    def strike(self, strike: Strike) -> None:
        """Let a wave in, wait for the step, strike, and wait until the house has got up again."""
        begun = time.monotonic()
        if strike.kind == "FLUSHALL" and strike.step == "payment":
            self._flush_what_was_paid(strike)
        else:
            self.buyers.come(strike.wave)
            if not self._wait(strike.step):
                self.missed.append(strike)
                return
            self._blows[strike.kind]()
        self.landed[strike.kind, strike.step] += 1
        struck = time.monotonic()
        self._since = self._up_again()
        waited, up = struck - begun, time.monotonic() - struck
        self._say(f"{strike.kind} in {strike.step}: after {waited:.1f} s, up again in {up:.1f} s")

    def _up_again(self) -> datetime:
        time.sleep(0.2)  # let the watcher notice
        self.house.wait_until_ready()
        return timezone.now()

    def _wait(self, step: str) -> bool:
        """A wave may have passed the step between two looks: then another order is sent after it."""
        deadline = time.monotonic() + _PATIENCE
        another = time.monotonic() + _SEND_ANOTHER
        while time.monotonic() < deadline:
            if time.monotonic() > another:
                self.buyers.come(1)
                another = time.monotonic() + _SEND_ANOTHER
            try:
                if is_in_flight(step, self.malls, self._broker(), self._since):
                    return True
            except redis.RedisError:
                continue
            time.sleep(_LOOK_AGAIN)
        return False

    def _flush_what_was_paid(self, strike: Strike) -> None:
        """While the worker stands still all news of payments lies with the broker; then the broker loses it."""
        self.house.freeze("worker")
        try:
            self.buyers.come(strike.wave)
            deadline = time.monotonic() + _PATIENCE
            # Some notices are never sent, and who would ask for them stands still.
            while self.buyers.unpaid() > strike.wave // 2 and time.monotonic() < deadline:
                time.sleep(0.1)
            time.sleep(_NEWS_IS_SENT)
            self._flush()
        finally:
            self.house.thaw("worker")

    def _flush(self) -> None:
        broker = self._broker()
        self.flushed += waiting(broker)
        broker.flushall()

    def _broker(self) -> redis.Redis:
        return redis.Redis.from_url(self.house.environment["REDIS_URL"], socket_timeout=2)
