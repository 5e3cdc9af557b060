"""Run as a script: the supervisor with real servers, its steps and processes replaced by dummies.

Arguments: FIFO (which the dummies hold open), CODE (of the migrate step), DUMMY (code of the processes).
"""

from __future__ import annotations

import os
import sys

from local import probes, processes, supervisor
from local.child import Ending
from local.types import LocalError

SERVING = ["web", "worker", "scheduler"]
NAMES = [*(f"simulator-{kind}" for kind in processes.SIMULATORS), *SERVING]


def main(fifo: str, migrate: str, dummy: str) -> int:
    rows = [
        processes.Process(name, ["-c", dummy, fifo], probes.said("up"), Ending(grace=0.2)) for name in NAMES
    ]
    seed = "import os; open(os.environ['STATE_DIR'] + '/seeds', 'a').write('x')"
    replaced = {
        "python": lambda arguments: [sys.executable, *arguments],
        "table": lambda *_: rows,
        "MIGRATE": ["-c", migrate],
        "TRANSLATIONS": ["-c", "pass"],
        "SEED": ["-c", seed],
    }
    for name, value in replaced.items():
        setattr(processes, name, value)
    setattr(probes, "reason", lambda port: None)  # noqa: B010 (a module's function)
    try:
        return supervisor.demo(int(os.environ["PORT"]))
    except LocalError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
