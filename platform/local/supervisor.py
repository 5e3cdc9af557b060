"""`make demo`: everything on one machine, in the foreground, until Ctrl-C or SIGTERM."""

from __future__ import annotations

import os
import time
from pathlib import Path

from local import child, probes, processes, runfile, secrets, tour
from local.paths import state_dir
from local.ports import LOOPBACK, remembered_port, require_free
from local.processes import SIMULATORS, Process
from local.servers import Servers, start_servers
from local.stopping import Stopping
from local.types import LocalError, StopAsked
from local.watching import Watched

STEP_PATIENCE = 900.0
READY_PATIENCE = 120.0
HEALTH_PATIENCE = 60.0
PAUSE = 0.1


def demo(port: int) -> int:
    """Exit status 0 after a stop that was asked for. Raises LocalError when something does not start."""
    require_free(port)
    state = state_dir()
    with runfile.only_one(state), Stopping() as stopping:
        supervisor = Supervisor(port, state, stopping)
        try:
            supervisor.start()
            supervisor.watch()
        except StopAsked:
            say("Stopping …")
        finally:
            supervisor.stop()
    say("All is stopped. The data stays: `make demo` goes on with it, `make demo-reset` throws it away.")
    return 0


class Supervisor:
    def __init__(self, port: int, state: Path, stopping: Stopping) -> None:
        self.port, self.state, self.stopping = port, state, stopping
        self.servers = Servers()
        self.environment: dict[str, str] = {}
        self.watched: list[Watched] = []
        self.begun = time.monotonic()

    def start(self) -> None:
        say("Starting Crossport on this machine.")
        self.servers = start_servers(self.state)
        for server in self.servers.started:
            self.watched.append(Watched(server.child, server.again, say=say))
            self._done(server.child.name)
        simulators = {kind: remembered_port(self.state, kind, say) for kind in SIMULATORS}
        self.environment = self._environment(simulators)
        runfile.publish(self.state, self.environment)
        (self.state / "static").mkdir(exist_ok=True)  # WhiteNoise warns when its directory is missing
        self._step("migrate", processes.MIGRATE)
        self._step("translations", processes.TRANSLATIONS)
        database = self.environment["DATABASE_URL"]
        silent = {
            "worker": probes.worker_silence(database),
            "scheduler": probes.scheduler_silence(database),
        }
        rows = processes.table(self.port, simulators, self.state, silent)
        for row in rows[: len(SIMULATORS)]:
            self._launch(row)
        self._seed_once()
        for row in rows[len(SIMULATORS) :]:
            self._launch(row)
        self._greet()

    def watch(self) -> None:
        while True:
            self.stopping.wait(0.5)
            for watched in self.watched:
                watched.look()
                watched.child.trim_log()

    def stop(self) -> None:
        """In reverse: what works with the servers ends before the servers do."""
        runfile.withdraw(self.state)
        servers = len(self.servers.started)
        for group in (self.watched[servers:], self.watched[:servers]):
            for watched in group:
                watched.child.let_go()
            for watched in reversed(group):
                watched.child.wait()

    def _environment(self, simulators: dict[str, int]) -> dict[str, str]:
        """What every process gets; what the caller has set (DATABASE_URL, SECRET_KEY …) wins."""
        ours = self.servers.environment | secrets.environment(self.state)
        ours |= {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONUNBUFFERED": "1"}
        ours |= {"STATE_DIR": str(self.state), "PUBLIC_PORT": str(self.port)}
        ours |= {SIMULATORS[kind]: f"http://{LOOPBACK}:{at}" for kind, at in simulators.items()}
        return dict(os.environ) | ours

    def _step(self, name: str, arguments: list[str]) -> None:
        """Run to its end; its words are shown only when it fails."""
        running = child.start(
            name, processes.python(arguments), state=self.state, environment=self.environment
        )
        deadline = time.monotonic() + STEP_PATIENCE
        try:
            while (code := running.exit_code()) is None and time.monotonic() < deadline:
                self.stopping.wait(PAUSE)
        finally:
            said = running.last_lines(30)
            running.stop()
        if code != 0:
            raise LocalError(f"`{' '.join(arguments)}` failed (status {code}):\n{said}")
        self._done(name)

    def _seed_once(self) -> None:
        """The mark is set only after success: a seed that broke off is made again."""
        mark = self.state / "seeded"
        if not mark.exists():
            self._step("seed", processes.SEED)
            mark.touch()

    def _launch(self, row: Process) -> None:
        # What serves never needs the role that may change tables.
        environment = {
            name: value for name, value in self.environment.items() if name != "DATABASE_OWNER_URL"
        }

        def again() -> child.Child:
            return child.start(
                row.name, row.command, state=self.state, environment=environment, ending=row.ending
            )

        watched = Watched(again(), again, say=say, silent=row.silent)
        self.watched.append(watched)
        deadline = time.monotonic() + READY_PATIENCE
        while not row.ready(watched.child):
            if watched.child.exit_code() is not None or time.monotonic() > deadline:
                raise LocalError(f"{row.name} did not start:\n{watched.child.last_lines(30)}")
            self.stopping.wait(PAUSE)
        self._done(row.name)

    def _greet(self) -> None:
        deadline = time.monotonic() + HEALTH_PATIENCE
        while (why := probes.reason(self.port)) and time.monotonic() < deadline:
            self.stopping.wait(PAUSE * 5)
        if why:
            say(f"Not everything is well yet: {why}")
        print("\n".join(tour.lines(self.port, self.state)), flush=True)

    def _done(self, what: str) -> None:
        say(f"  {what:<20} ready after {time.monotonic() - self.begun:5.1f} s")


def say(line: str) -> None:
    print(line, flush=True)
