"""Places and dummy processes for the tests of one machine."""

from __future__ import annotations

import os
import select
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def state() -> Iterator[Path]:
    """A state directory the servers' unprivileged user can pass through."""
    path = Path(tempfile.mkdtemp(prefix="crossport-test-", dir="/var/tmp"))
    path.chmod(0o711)
    yield path
    shutil.rmtree(path)


class Mourner:
    """A FIFO that living dummies hold open for writing: it ends when the last of them has."""

    # Two processes that ignore a polite stop, in one group; each says its process id.
    DUMMY = """
import os, signal, sys
signal.signal(signal.SIGTERM, signal.SIG_IGN)
out = os.open(sys.argv[1], os.O_WRONLY)
os.fork()
os.write(out, b"%d\\n" % os.getpid())
print("up", [name for name in os.environ if name.endswith("_URL")], flush=True)
signal.pause()
"""

    def __init__(self, path: Path) -> None:
        self.path = path
        os.mkfifo(path)
        self.descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)

    def command(self, python: str) -> list[str]:
        return [python, "-c", self.DUMMY, str(self.path)]

    def pids(self, count: int, patience: float = 20) -> list[int]:
        """The process ids of `count` dummies, once all of them live."""
        text = b""
        while text.count(b"\n") < count:
            assert select.select([self.descriptor], [], [], patience)[0], "the dummies did not start"
            text += os.read(self.descriptor, 1000)
        return [int(line) for line in text.split()]

    def all_gone(self, patience: float) -> bool:
        ready, _, _ = select.select([self.descriptor], [], [], patience)
        return bool(ready) and os.read(self.descriptor, 1) == b""


@pytest.fixture
def mourner(tmp_path: Path) -> Iterator[Mourner]:
    found = Mourner(tmp_path / "alive")
    yield found
    os.close(found.descriptor)
