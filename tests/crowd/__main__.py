"""python -m tests.crowd [--packages 10000] [--workers 2] [--minutes 20] [--kills 30] [--every 15]

Packages through all six families of doors, every mischief on, while workers, broker and port are killed with SIGKILL.
At the end: how many were lost, accepted twice, or stand otherwise with us than at the port. Exit status 0 where none.
Needs an empty, migrated database in DATABASE_URL. As many packages as are made in half of the minutes are sent.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

from tests.crowd.setting import MALL, in_the_mall, set_up

_EACH = 20


def main() -> int:
    options = _parser().parse_args()
    set_up()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        result = run(Path(folder), options)
    print(json.dumps(result, ensure_ascii=False), flush=True)
    wrong = (
        result["lost"],
        result["accepted_twice"],
        result["otherwise_at_the_port"],
        result["released_twice"],
        result["released_otherwise"],
    )
    return 0 if not any(wrong) and result["packages"] else 1


def run(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    from tests import factories
    from tests.crowd.house import Port, Workers, broker
    from tests.customs.conftest import PortDesk
    from tests.customs.ports.gate import Gate

    begun = time.monotonic()
    mall = factories.mall(MALL)
    port, node, gate = Port(folder / "port"), broker(folder / "rabbitmq"), Gate(MALL)
    port.start()
    desk = PortDesk(port.url)
    with in_the_mall(mall.pk):
        _moor(desk, gate, node.url if node else os.environ["REDIS_URL"])
        made = _packages(options.packages, begun + 30 * options.minutes)
        workers = Workers(mall.pk, options.workers, folder)
        workers.start()
        struck: Counter[str] = Counter()
        over = threading.Event()
        threading.Thread(target=_answer, args=(gate, over), daemon=True).start()
        try:
            quiet = _struck(port, node, workers, options, begun, struck)
            return {
                "packages": made, "doors": 6, "seconds": round(time.monotonic() - begun), "killed": dict(struck),
                "through_before_time_was_up": quiet, "workers_that_died_by_themselves": workers.dead(),
                **_reckoned(desk),
            }  # fmt: skip
        finally:
            workers.stop()
            over.set()
            gate.close()
            port.kill()
            if node:
                node.stop()


def _answer(gate: Any, over: threading.Event) -> None:
    """Our own door stays open while something else starts again: a port whose pushes nobody takes does nothing else."""
    from django.db import connections

    while not over.wait(0.02):
        gate.answer()
    connections.close_all()


def _moor(desk: Any, gate: Any, broker: str) -> None:
    from customs.models import PortAccount
    from tests.customs.ports.doors import PORTS, moor

    for number, family in enumerate(PORTS):
        moor(family, desk, gate, broker, dxp_id=f"DXPENT000000020{number}")
    # Half of the ports take several documents a file.
    PortAccount.objects.filter(port__in=[PORTS["http_poll"], PORTS["soap"], PORTS["dxp_amqp"]]).update(
        per_file=20
    )
    desk.post("config", preset="chaos")
    desk.post("config", speed=0.02, quota={"single": "5000.00", "yearly": "99999999.00"})


def _packages(how_many: int, until: float) -> int:
    """Paid, with waybills, spread over the ports; as many as there is time for."""
    from orders.models import Package
    from tests import factories
    from tests.customs import factories as make
    from tests.customs.ports.doors import PORTS

    ports, person = list(PORTS.values()), _person(0)
    sku = factories.sku(price="20.00", stock=how_many + 10)
    for number in range(how_many):
        if time.monotonic() > until:
            return number
        if number % _EACH == 0:
            person = _person(number // _EACH)
        package = make.package((sku, 1), shopper=person[0], identity_id=person[1])
        Package.objects.filter(pk=package.pk).update(port=ports[number % len(ports)])
    return how_many


def _person(number: int) -> tuple[Any, int]:
    """A shopper with an identity of their own: one person may not buy so much in a year."""
    from tests import factories
    from tests.chaos.shop import invented_number
    from tests.orders.factories import identity

    shopper = factories.shopper()
    return shopper, identity(shopper, invented_number(number, MALL), "张三丰").pk


def _struck(
    port: Any,
    node: Any,
    workers: Any,
    options: argparse.Namespace,
    begun: float,
    struck: Counter[str],
) -> bool:
    """Kill something now and then, until every package is through or time is up."""
    from customs.models import Declaration
    from orders.models import Package

    dice, until = random.Random(11), begun + 60 * options.minutes
    next_kill = time.monotonic() + options.every
    while time.monotonic() < until:
        if time.monotonic() > next_kill and sum(struck.values()) < options.kills:
            struck[_kill(sum(struck.values()), dice, port, node, workers)] += 1
            next_kill = time.monotonic() + options.every
        waits = Package.objects.filter(clearance="waybill_assigned").exists()
        killed = sum(struck.values()) >= options.kills
        if killed and not waits and not Declaration.objects.exclude(status="899").exists():
            return True
        time.sleep(0.1)
    return False


def _kill(turn: int, dice: random.Random, port: Any, node: Any, workers: Any) -> str:
    kinds = ["worker", "port", *(["broker"] if node else [])]
    what = kinds[turn % len(kinds)]
    if what == "worker":
        workers.kill(dice.randrange(len(workers)))
    elif what == "port":
        port.kill()
        port.start()
    else:
        node.kill()
        node.start()
    print(f"{what} killed", file=sys.stderr, flush=True)
    return what


def _reckoned(desk: Any) -> dict[str, Any]:
    """What is with us, beside what is with the port."""
    from customs.models import Declaration, Message, Receipt
    from journal.models import Fact
    from orders.models import Package

    ours = dict(Declaration.objects.values_list("cop_no", "status"))
    rows = desk.get("declarations", kind="621")
    theirs = {row["cop_no"]: row["status"] for row in rows if row["state"] == "standing"}
    told = Counter(Fact.objects.filter(kind="package.released").values_list("subject", flat=True))
    stands = dict(Declaration.objects.values_list("cop_no", "package__clearance"))
    out = {cop_no for cop_no, status in theirs.items() if status in ("800", "899")}
    return {
        "lost": Package.objects.filter(clearance="waybill_assigned").count()
        + Declaration.objects.exclude(status="899").count(),
        "accepted_twice": len(desk.get("stats")["accepted_twice"]),
        "otherwise_at_the_port": sum(1 for cop_no, status in ours.items() if theirs.get(cop_no) != status),
        "released_otherwise": len(out ^ {cop_no for cop_no, state in stands.items() if state == "released"}),
        "released_twice": sum(n - 1 for n in told.values()),
        "receipts": Receipt.objects.count(),
        "messages": Message.objects.count(),
        "by_status": dict(Counter(ours.values())),
        "by_port": dict(Counter(Declaration.objects.values_list("port", flat=True))),
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.crowd")
    parser.add_argument("--packages", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument(
        "--minutes", type=float, default=20.0, help="half for making packages at most, then the run"
    )
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--every", type=float, default=15.0, help="seconds between two kills")
    return parser


if __name__ == "__main__":
    sys.exit(main())
