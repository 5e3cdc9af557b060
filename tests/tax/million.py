"""`make million`: a million generated lines through `manage.py quote_tax`, and what its memory did meanwhile.

`ARGS=100000` asks for another number. Prints one JSON object; ends with status 1 where a line got no answer or
the memory of the command grew.
"""

import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from typing import IO

from tests.tax.generating import documents

ROOT = Path(__file__).resolve().parents[2]
# What the interpreter may add after its first tenth: arenas and caches of the regular expressions.
SLACK_KB = 4_096


def feed(pipe: IO[bytes], count: int) -> None:
    with pipe:
        for text in documents(count):
            pipe.write(text.encode() + b"\n")


def resident_kb(pid: int) -> int:
    """VmRSS of a process."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0


def run(count: int) -> dict[str, object]:
    """Outcomes, processor seconds of the command, its memory after each tenth."""
    outcomes: Counter[str] = Counter()
    memory: list[int] = []
    command = subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), "quote_tax"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={"PATH": os.environ["PATH"]},
    )
    assert command.stdin and command.stdout
    start = time.monotonic()
    writer = threading.Thread(target=feed, args=(command.stdin, count))
    writer.start()
    for number, line in enumerate(command.stdout, 1):
        outcomes[json.loads(line)["outcome"]] += 1
        if number % (count // 10 or 1) == 0 and number < count:
            memory.append(resident_kb(command.pid))
    writer.join()
    status = command.wait()
    return {
        "lines": sum(outcomes.values()),
        "status": status,
        "seconds": round(time.monotonic() - start, 1),
        **outcomes,
        "resident_kb": memory,
    }


def main(count: int) -> int:
    found = run(count)
    print(json.dumps(found))
    memory = found["resident_kb"]
    assert isinstance(memory, list)
    flat = not memory or max(memory) - memory[0] <= SLACK_KB
    return 0 if (found["lines"], found["status"], flat) == (count, 0, True) else 1


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
