"""`make rush [BUYERS=10000 UNITS=500 PROCESSES=4]`: the rush and its controls, one JSON object a line.

Exit code 1 where the product oversells, deadlocks or its ledger lies, and where a control does not do so.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from multiprocessing import get_context

from tests.rush.sharing import set_up, share

BUYERS, UNITS = int(os.environ.get("BUYERS", "10000")), int(os.environ.get("UNITS", "500"))
PROCESSES, THREADS = int(os.environ.get("PROCESSES", "4")), int(os.environ.get("THREADS", "4"))


def run(name: str, buyers: int) -> dict[str, object]:
    """A mall of its own, its buyers in several processes, and what was true afterwards."""
    from catalog.inventory.selectors import discrepancies
    from tenancy.scope import Actor, in_mall
    from tests import factories
    from tests.rush import buying

    code = f"rush-{name}-{time.time_ns()}"
    mall = factories.mall(code)
    with in_mall(mall.pk, actor=Actor.staff()):
        skus, place = buying.open_shelf(UNITS)
        if name != "careful":
            buying.pool.cool(sku_id=skus[0], warehouse_id=place, now=buying.timezone.now())
    each = -(-buyers // PROCESSES)
    jobs = [
        (mall.pk, skus, place, n * each, min(buyers, (n + 1) * each), name, THREADS) for n in range(PROCESSES)
    ]
    began = time.perf_counter()
    with get_context("spawn").Pool(PROCESSES) as pool:
        told = sum(pool.map(share, jobs), Counter())
    seconds = time.perf_counter() - began
    with in_mall(mall.pk, actor=Actor.staff()):
        promised, arrived = buying.pieces(skus)
        lies = len(discrepancies())
    return {
        "name": f"rush.{name}", "buyers": buyers, "units": UNITS, "processes": PROCESSES, "threads": THREADS,
        "bought": told["bought"], "sold_out": told["sold out"], "promised": promised, "arrived": arrived,
        "oversold": max(0, promised - arrived), "deadlocks": told["deadlock"], "lost": told["lost"],
        "rows_the_ledger_does_not_explain": lies, "seconds": round(seconds, 1),
        "buyers_per_second": round(buyers / seconds),
    }  # fmt: skip


def main() -> int:
    set_up()
    few = min(BUYERS, 400)  # enough for the controls to fail
    rows = {
        name: run(name, BUYERS if name == "careful" else few) for name in ("careful", "naive", "unsorted")
    }
    for row in rows.values():
        print(json.dumps(row), flush=True)
    right = rows["careful"]
    good = not (
        right["oversold"] or right["deadlocks"] or right["lost"] or right["rows_the_ledger_does_not_explain"]
    )
    failing = (
        rows["naive"]["oversold"]
        and rows["naive"]["rows_the_ledger_does_not_explain"]
        and rows["unsorted"]["deadlocks"]
    )
    return 0 if good and failing else 1


if __name__ == "__main__":
    sys.exit(main())
