"""One run of chaos, from an empty house to the reckoning."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.chaos import plan
from tests.e2e.house import House, open_doors, open_house

if TYPE_CHECKING:  # models come only once Django is set up, under the house's environment
    from tests.chaos.buying import Buyers
    from tests.chaos.shop import Person
    from tests.chaos.striking import Striker


@dataclass(frozen=True, slots=True)
class Options:
    """`lease`: seconds of the journal's lease, 0 = the product's own; `outbox`: False is the control.

    `control`: so many orders more afterwards, in the same house, with the outbox taken away.
    """

    orders: int
    pairs: tuple[tuple[str, str], ...]
    lease: float = 0
    outbox: bool = True
    patience: float = 300
    speed: float = 0.3
    control: int = 0
    control_patience: float = 10


def run(options: Options) -> dict[str, Any]:
    """Start a house, strike it, and say what is left of the orders."""
    with open_house("chaos" if options.outbox else "chaos_control") as house:
        _change(house, options)
        ours = dict(os.environ)
        os.environ.update(house.environment)
        import django

        django.setup()
        from django.db import connections

        from tests.chaos import celery_app  # the buyers record facts too, under the same changes

        assert celery_app.app
        try:
            return _in_house(house, options)
        finally:
            connections.close_all()
            os.environ.update(ours)  # the house's database cannot be dropped from inside


def _change(house: House, options: Options) -> None:
    if options.lease:
        house.environment["CHAOS_LEASE"] = str(options.lease)
    if not options.outbox:
        house.environment["CHAOS_OUTBOX"] = "off"


def _in_house(house: House, options: Options) -> dict[str, Any]:
    from django.utils import timezone

    from demo import outside
    from tests.chaos.buying import Buyers
    from tests.chaos.reckoning import reckon, stands_of, wait_for_ends, wait_until_quiet
    from tests.chaos.shop import open_shops

    begun = time.monotonic()
    people = open_shops(options.orders + options.control, timezone.now())
    buyers = Buyers(people)
    outside.post("CUSTOMS", "config", speed=options.speed)
    outside.post("CARRIER", "config", step_seconds=0.3)
    outside.post("OVERSEAS", "config", step_seconds=0.3)
    if options.outbox:
        outside.post("CUSTOMS", "config", preset="chaos")
        outside.post("GATEWAY", "config", preset="chaos")
        outside.post("CARRIER", "config", duplicate=True)
        outside.post("OVERSEAS", "config", duplicate=True)
    open_doors(house, celery="tests.chaos.celery_app", wsgi="tests.chaos.wsgi:application")
    striker = _struck(house, buyers, options.orders, options.pairs)
    struck = time.monotonic() - begun
    lost = wait_for_ends(buyers.ends, options.patience)
    quiet = bool(lost) or wait_until_quiet(striker.malls, options.patience)
    result = {
        "orders": buyers.let_in,
        "placed": len(buyers.ends),
        "failed_to_buy": buyers.failed,
        "lost": [stands_of(key) for key in lost],
        "quiet": quiet,
        "strikes": {f"{kind} / {step}": n for (kind, step), n in sorted(striker.landed.items())},
        "missed": [f"{strike.kind} / {strike.step}" for strike in striker.missed],
        "messages_flushed": striker.flushed,
        "seconds_of_strikes": round(struck, 1),
        "seconds": round(time.monotonic() - begun, 1),
        **reckon(striker.malls),
    }
    return result | (_control(house, people, options) if options.control else {})


def _struck(house: House, buyers: Buyers, orders: int, pairs: tuple[tuple[str, str], ...]) -> Striker:
    """Let everybody in, strike by strike, and wait until the last has paid."""
    from tests.chaos.striking import Striker

    buyers.open()
    striker = Striker(house, buyers, lambda line: print(line, file=sys.stderr, flush=True))
    for strike in plan.strikes(orders, pairs):
        striker.strike(strike)
    buyers.leave()
    return striker


def _control(house: House, people: list[Person], options: Options) -> dict[str, Any]:
    """The same house with the outbox taken away: the same blow loses orders."""
    from tests.chaos import naive
    from tests.chaos.buying import Buyers
    from tests.chaos.reckoning import stands_of, wait_for_ends

    house.environment["CHAOS_OUTBOX"] = "off"
    naive.take_away_outbox()
    for name in ("web", "worker", "scheduler"):
        house.kill(name)
    time.sleep(0.5)  # let the watcher notice
    house.wait_until_ready()
    buyers = Buyers(people, first=10 * options.orders)
    _struck(house, buyers, options.control, plan.SMALL_CONTROL)
    lost = wait_for_ends(buyers.ends, options.control_patience)
    return {"control": {"placed": len(buyers.ends), "lost": [stands_of(key) for key in lost]}}
