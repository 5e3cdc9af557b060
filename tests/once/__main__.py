"""`make once [KEYS=200 CALLS=50 PROCESSES=2]`: the keys and the control without them, one JSON object a line.

Exit code 1 where a key becomes more or less than one order and one charge, and where the control does not fail.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from tests.once.sharing import begin, share
from tests.outside import simulator

KEYS, CALLS = int(os.environ.get("KEYS", "200")), int(os.environ.get("CALLS", "50"))
PROCESSES = int(os.environ.get("PROCESSES", "2"))
THREADS = CALLS // PROCESSES
FEW = 5  # keys of the control: enough to fail


def run(name: str, url: str, keys: int, mchid: str, *, keyed: bool) -> dict[str, Any]:
    """A mall and a merchant of its own, its callers in several processes, and what was true afterwards."""
    from tenancy.scope import Actor, in_mall
    from tests import factories
    from tests.once import buying

    mall = factories.mall(f"once-{name}-{time.time_ns()}")
    with in_mall(mall.pk, actor=Actor.staff()):
        wishes = buying.open_shop(url, mchid, keys)
    spawn = get_context("spawn")
    gate = spawn.Barrier(THREADS * PROCESSES)
    job = (mall.pk, wishes, url, mchid, THREADS, keyed)
    began = time.perf_counter()
    with spawn.Pool(PROCESSES, initializer=begin, initargs=(gate,)) as pool:
        told = [row for rows in pool.map(share, [job] * PROCESSES, chunksize=1) for row in rows]
    seconds = time.perf_counter() - began
    with in_mall(mall.pk, actor=Actor.staff()):
        found = buying.reckon(told, url, mchid)
    once = buying.is_once(found, keys)
    return {"name": f"once.{name}", "keys": keys, **found, "once": once, "seconds": round(seconds, 1)}


def main() -> int:
    begin(None)
    with tempfile.TemporaryDirectory() as state, simulator("gateway", Path(state)) as url:
        kept = run("keyed", url, KEYS, "1900000201", keyed=True)
        print(json.dumps(kept), flush=True)
        control = run("without_keys", url, FEW, "1900000202", keyed=False)
        print(json.dumps(control), flush=True)
    return 0 if kept["once"] and control["orders"] > FEW < control["charges"] else 1


if __name__ == "__main__":
    sys.exit(main())
