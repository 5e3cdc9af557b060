"""python -m tests.crowd [--packages 10000] [--workers 2] [--minutes 20] [--kills 30] [--every 15] [--refuse 10]

Packages through all six families of doors, every mischief on, while workers, broker and port are killed with SIGKILL.
One in `--refuse` is turned down once by the port, a document or the list, and sent again from the desk.
Packages are made, declared and answered all at once, and the killing goes on from the first to the last.
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
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.crowd.setting import MALL, in_the_mall, set_up

_EACH = 20
_CLERKS = 2
"""Who take what is pushed: two ports push."""
REFUSED = ("100", "-621001", "-401009")


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
        result["applied_twice"],
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
        workers = Workers(mall.pk, options.workers, folder)
        workers.start()
        struck: Counter[str] = Counter()
        over = threading.Event()
        for _ in range(_CLERKS):
            threading.Thread(target=_answer, args=(gate, over), daemon=True).start()
        maker = Maker(mall.pk, desk, options, begun + 30 * options.minutes)
        maker.start()
        try:
            quiet = _struck(port, node, workers, options, begun, struck, maker)
            maker.join()
            return {
                "packages": maker.made, "doors": 6, "seconds": round(time.monotonic() - begun),
                "seconds_of_making": maker.seconds, "killed": dict(struck), "through_before_time_was_up": quiet,
                "workers_that_died_by_themselves": workers.dead(), **_reckoned(desk),
            }  # fmt: skip
        finally:
            maker.stop()
            workers.stop()
            over.set()
            gate.close()
            port.kill()
            if node:
                node.stop()


class Maker(threading.Thread):
    """Makes the packages while others are under way; `made`: how many, `seconds`: how long it took."""

    def __init__(self, mall_id: int, desk: Any, options: argparse.Namespace, until: float) -> None:
        super().__init__(daemon=True)
        self._mall_id, self._desk, self._options, self._until = mall_id, desk, options, until
        self._begun = time.monotonic()
        self.made = self.seconds = 0

    def run(self) -> None:
        from django.db import connections

        with in_the_mall(self._mall_id):
            for made in _packages(self._options.packages, self._options.refuse, self._desk):
                self.made, self.seconds = made, round(time.monotonic() - self._begun)
                if time.monotonic() > self._until:
                    break
        connections.close_all()

    def stop(self) -> None:
        self._until = 0.0


def _answer(gate: Any, over: threading.Event) -> None:
    """Our own door stays open while something else starts again: a port whose pushes nobody takes does nothing else."""
    from django.db import connections

    while not over.is_set():
        gate.answer(patience=0.5)
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


FATES = (
    ("621", "reject:1312:订购人身份信息与支付人不符"), ("311", "reject:1201:企业未备案"),
    ("621", "negative:-621001:报文校验失败"), ("411", "negative:-401009:参数检验失败"), ("621", "inspect"),
)  # fmt: skip


def _packages(how_many: int, refuse: int, desk: Any) -> Iterator[int]:
    """Paid, with waybills, spread over the ports; says how many there are. One in `refuse` has a fate."""
    from django.db import transaction

    from orders.models import Package
    from tests import factories
    from tests.customs import factories as make
    from tests.customs.ports.doors import PORTS

    ports, person = list(PORTS.values()), _person(0)
    sku = factories.sku(price="20.00", stock=how_many + 10)
    for number in range(how_many):
        if number % _EACH == 0:
            person = _person(number // _EACH)
        port = ports[number % len(ports)]
        with transaction.atomic():
            # No worker sees it before it has its port and its fate.
            package = make.package((sku, 1), shopper=person[0], identity_id=person[1])
            Package.objects.filter(pk=package.pk).update(port=port)
            if refuse and number % refuse == 0:
                kind, fate = FATES[number // refuse % len(FATES)]
                # Ningbo's own states speak of the list alone.
                kind = "621" if port == PORTS["form_md5"] else kind
                _tell(desk, order_no=package.number, kind=kind, fate=fate, times=1)
        yield number + 1


def _tell(desk: Any, **fate: Any) -> None:
    """The port's own desk is away while the port is started again."""
    import requests

    for _ in range(600):
        try:
            desk.post("fates", **fate)
            return
        except requests.RequestException:
            time.sleep(0.2)
    raise RuntimeError("the port did not come back")


def _mend(most: int = 5) -> None:
    """The desk: what was refused is sent again. Who speaks meanwhile is heard first, and it is tried again."""
    from django.utils import timezone

    from customs.models import Declaration
    from customs.services.mend_and_resend import mend_and_resend
    from customs.types import CustomsError
    from orders.types import NotAllowedNow

    refused = Declaration.objects.filter(state=Declaration.State.REJECTED).order_by("pk")
    for pk in list(refused.values_list("pk", flat=True)[:most]):
        try:
            mend_and_resend(declaration_id=pk, now=timezone.now(), actor="operator:1")
        except (CustomsError, NotAllowedNow) as error:
            print(f"declaration {pk}: {error}", file=sys.stderr, flush=True)


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
    maker: Maker,
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
        _mend()
        if maker.is_alive():
            time.sleep(0.5)  # whoever asks without pause takes the processor from what is measured
            continue
        waits = Package.objects.filter(clearance="waybill_assigned").exists()
        killed = sum(struck.values()) >= options.kills
        if killed and not waits and not Declaration.objects.exclude(status="899").exists():
            return True
        time.sleep(0.5)
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
    refused = set(
        Message.objects.filter(revision=1, status__in=REFUSED).values_list("declaration_id", flat=True)
    )
    out = {cop_no for cop_no, status in theirs.items() if status in ("800", "899")}
    return {
        "lost": Package.objects.filter(clearance="waybill_assigned").count()
        + Declaration.objects.exclude(status="899").count(),
        "accepted_twice": len(desk.get("stats")["accepted_twice"]),
        "otherwise_at_the_port": sum(1 for cop_no, status in ours.items() if theirs.get(cop_no) != status),
        "released_otherwise": len(out ^ {cop_no for cop_no, state in stands.items() if state == "released"}),
        "released_twice": sum(n - 1 for n in told.values()),
        "applied_twice": _applied_twice(),
        "refused": len(refused),
        "sent_again_from_the_desk": Declaration.objects.filter(revision__gt=1).count(),
        "receipts": Receipt.objects.count(),
        "messages": Message.objects.count(),
        "left": _left(),
        "accounts": _accounts(),
        "by_status": dict(Counter(ours.values())),
        "by_port": dict(Counter(Declaration.objects.values_list("port", flat=True))),
    }


def _left(most: int = 20) -> list[Any]:
    """What did not get through: port, state, and what was heard of each message."""
    from customs.models import Declaration

    rows = Declaration.objects.exclude(status="899").order_by("pk").prefetch_related("messages")[:most]
    return [
        [
            row.port,
            row.state,
            row.reason_code,
            [f"{m.kind}.{m.revision}: {m.status} {m.last_error}".strip() for m in row.messages.all()],
        ]
        for row in rows
    ]


def _accounts() -> list[list[str]]:
    """How each port was left: read up to where, asked when, away until when, and what it said of that."""
    from customs.models import PortAccount

    rows = PortAccount.objects.order_by("port")
    return [
        [r.port, r.cursor, *map(str, (r.polled_at, r.polling_until, r.away_until, r.failures))] for r in rows
    ]


def _applied_twice() -> int:
    """Releases in the ledger beyond one for each code: 800 and 899 are two receipts, and each has its entry."""
    from orders.models import LedgerEntry

    rows = LedgerEntry.objects.filter(axis="clearance", event="port_releases")
    entries = Counter(rows.values_list("package_id", "code"))
    return sum(n - 1 for n in entries.values())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.crowd")
    parser.add_argument("--packages", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument(
        "--minutes", type=float, default=20.0, help="half for making packages at most, then the run"
    )
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument(
        "--refuse", type=int, default=10, help="one package in so many has a fate; 0: none has"
    )
    parser.add_argument("--every", type=float, default=15.0, help="seconds between two kills")
    return parser


if __name__ == "__main__":
    sys.exit(main())
