"""The house as `make demo` runs it: the same processes by the same argument lists, on data of its own.

A process that ends is started again at once, so that whoever kills one sees what the house does about it.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

from local import child, probes, processes, secrets
from local.child import Child
from local.paths import CHECKOUT
from local.ports import LOOPBACK, free_port
from local.servers import start_valkey
from tests.databases import own_database

PATIENCE = 180.0
PAUSE = 0.05


class House:
    """Running processes by name: `valkey`, `simulator-<kind>`, `web`, `worker`, `scheduler`."""

    def __init__(self, state: Path, environment: Mapping[str, str]) -> None:
        self.state, self.environment = state, dict(environment)
        self.port = int(self.environment["PUBLIC_PORT"])
        self._running: dict[str, Child] = {}
        self._again: dict[str, Callable[[], Child]] = {}
        self._ready: dict[str, probes.Probe] = {}
        self._closing = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)

    def manage(self, *arguments: str) -> str:
        """Run a command of manage.py to its end; its output."""
        done = subprocess.run(
            processes.python(["manage.py", *arguments]),
            env=self.environment, cwd=CHECKOUT, check=False, capture_output=True, text=True, timeout=600,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"`manage.py {' '.join(arguments)}` failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def launch(self, name: str, arguments: list[str], ready: probes.Probe, **extra: str) -> None:
        """Start it now, and again whenever it ends."""
        command = processes.python(arguments)

        def start() -> Child:
            environment = self.environment | extra
            environment.pop(
                "DATABASE_OWNER_URL", None
            )  # what serves never needs the role that changes tables
            return child.start(name, command, state=self.state, environment=environment)

        self.keep(name, start, ready)

    def keep(
        self, name: str, again: Callable[[], Child], ready: probes.Probe, first: Child | None = None
    ) -> None:
        self._again[name], self._ready[name] = again, ready
        self._running[name] = first or again()

    def watch(self) -> None:
        self._watcher.start()

    def wait_until_ready(self, *names: str) -> None:
        for name in names or tuple(self._running):
            deadline = time.monotonic() + PATIENCE
            while not self._ready[name](self._running[name]):
                if time.monotonic() > deadline:
                    raise RuntimeError(f"{name} is not ready:\n{self._running[name].last_lines(40)}")
                time.sleep(PAUSE)

    def pid(self, name: str) -> int | None:
        return self._running[name].pid()

    def kill(self, name: str) -> int:
        """SIGKILL to the process itself. Returns how many were killed: 1, or 0 where it was just starting."""
        return self._kill(self._running[name].pid())

    def kill_children(self, name: str) -> int:
        """SIGKILL to every child that the process forked; it lives on."""
        return sum(self._kill(pid) for pid in self._children(name))

    def freeze(self, name: str) -> None:
        """The process and its children stand still until `thaw`."""
        self._signal_all(name, signal.SIGSTOP)

    def thaw(self, name: str) -> None:
        self._signal_all(name, signal.SIGCONT)

    def log(self, name: str) -> str:
        return self._running[name].log.read_text(errors="replace")

    def close(self) -> None:
        """In reverse: what works with the servers ends before the servers do."""
        self._closing.set()
        if self._watcher.is_alive():
            self._watcher.join()
        servers = {"valkey"}
        for group in (set(self._running) - servers, servers & set(self._running)):
            for name in group:
                self._running[name].let_go()
            for name in group:
                self._running[name].wait()

    def _children(self, name: str) -> list[int]:
        parent = self._running[name].pid()
        listed = subprocess.run(["ps", "-axo", "pid=,ppid="], capture_output=True, text=True, check=True)
        pairs = [line.split() for line in listed.stdout.splitlines()]
        return [int(pid) for pid, of in pairs if parent and int(of) == parent]

    def _signal_all(self, name: str, number: int) -> None:
        for pid in (self._running[name].pid(), *self._children(name)):
            if pid is not None:
                with suppress(ProcessLookupError):
                    os.kill(pid, number)

    @staticmethod
    def _kill(pid: int | None) -> int:
        if pid is None:
            return 0
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
            return 1
        return 0

    def _watch(self) -> None:
        while not self._closing.wait(PAUSE):
            for name, running in list(self._running.items()):
                if running.exit_code() is not None and not self._closing.is_set():
                    self._running[name] = self._again[name]()


@contextmanager
def open_house(purpose: str) -> Iterator[House]:
    """An empty, migrated house with its own database, Valkey and simulators; what serves is not up yet."""
    state = Path(tempfile.mkdtemp(prefix="crossport-house-", dir="/var/tmp"))
    if os.geteuid() == 0:
        state.chmod(0o711)  # the servers' user passes through to its own directory
    try:
        with own_database(purpose) as addresses, _valkey(state) as (valkey, redis_url):
            house = House(state, _environment(state, addresses, redis_url))
            port = urlsplit(redis_url).port
            house.keep("valkey", lambda: start_valkey(state, port=port)[0], lambda _: True, valkey)
            try:
                _simulators(house)
                yield house
            finally:
                house.close()
    finally:
        shutil.rmtree(state, ignore_errors=True)


@contextmanager
def _valkey(state: Path) -> Iterator[tuple[Child, str]]:
    server, address = start_valkey(state)
    try:
        yield server, address
    finally:
        server.stop()


def _environment(state: Path, addresses: Mapping[str, str], redis_url: str) -> dict[str, str]:
    ours = {"REDIS_URL": redis_url, "STATE_DIR": str(state), "PUBLIC_PORT": str(free_port())}
    ours |= {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONUNBUFFERED": "1"}
    ours |= {variable: f"http://{LOOPBACK}:{free_port()}" for variable in processes.SIMULATORS.values()}
    kept = {name: value for name, value in os.environ.items() if name not in ("CACHE_URL", "TOOLING")}
    (state / "static").mkdir()
    return kept | secrets.environment(state) | dict(addresses) | ours


def _simulators(house: House) -> None:
    for kind, variable in processes.SIMULATORS.items():
        at = urlsplit(house.environment[variable]).port or 0
        folder = house.state / "simulators" / kind
        house.launch(
            f"simulator-{kind}", processes.simulator(kind, port=at, state=folder), probes.answers(at)
        )


def open_doors(house: House, *, celery: str = "config.celery", wsgi: str = "config.wsgi:application") -> None:
    """Start web, worker and scheduler, and wait until `/healthz` would let people in."""
    beat = processes.scheduler(schedule=str(house.state / "run" / "beat"))
    web = [*processes.web(port=house.port)[:-1], wsgi]
    house.launch("web", web, probes.answers(house.port))
    house.launch("worker", _with_app(processes.worker(), celery), probes.said("ready."))
    house.launch("scheduler", _with_app(beat, celery), probes.said("starting"))
    house.watch()
    house.wait_until_ready()


def _with_app(arguments: list[str], app: str) -> list[str]:
    """The same Celery process under another application module."""
    return [app if word == "config.celery" else word for word in arguments]
