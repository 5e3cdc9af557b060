"""One worker: declares what is its turn and keeps the rounds of every port, until it is killed or told to stop.

What it does is what the worker's tasks do; that nothing is lost when it dies is the product's own doing.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from tests.crowd.setting import in_the_mall, set_up


def main(mall_id: int, number: int, of: int, stop: Path) -> None:
    set_up()
    from django.utils import timezone

    from customs.models import PortAccount
    from customs.services import poll_receipts

    with in_the_mall(mall_id):
        ports = list(PortAccount.objects.order_by("port").values_list("port", flat=True))
        turn = 0
        while not stop.exists():
            for pk in _undeclared(number, of)[:10]:
                _declare(pk)
            port = ports[(turn + number) % len(ports)]
            poll_receipts(port=port, now=timezone.now())
            turn += 1
            time.sleep(0.02)


def _undeclared(number: int, of: int) -> list[int]:
    from django.db.models import F
    from django.db.models.functions import Mod

    from orders.models import Package

    rows = Package.objects.annotate(share=Mod(F("pk"), of)).filter(clearance="waybill_assigned", share=number)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _declare(pk: int) -> None:
    from django.utils import timezone

    from customs.services import declare
    from customs.types import CustomsError
    from orders.types import NotAllowedNow

    try:
        declare(package_id=pk, now=timezone.now())
    except (CustomsError, NotAllowedNow) as refused:
        print(f"package {pk}: {refused}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
