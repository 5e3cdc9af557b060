"""Every process of the product and its arguments, in one table: one machine and production share them.

Each list starts with the program's name, which is also its Python module (`python -m …`).
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from local import probes
from local.child import Ending

CELERY = ["celery", "-A", "config.celery"]
# Of config.settings: ticks, rounds to partners, deliveries.
QUEUES = ("clock", "rounds", "default")
MIGRATE = ["manage.py", "migrate", "--database", "owner", "--no-input"]
TRANSLATIONS = ["manage.py", "translations"]
# The world outside, and the variable that tells the product where each part of it is.
SIMULATORS = {
    "port": "CUSTOMS_SIMULATOR_URL",
    "gateway": "GATEWAY_SIMULATOR_URL",
    "carrier": "CARRIER_SIMULATOR_URL",
    "overseas": "OVERSEAS_SIMULATOR_URL",
    "tracker": "TRACKER_SIMULATOR_URL",
    "sms": "SMS_SIMULATOR_URL",
    "alipay": "ALIPAY_SIMULATOR_URL",
}
SEED = ["manage.py", "seed_demo"]


PROMPT = Ending()
UNHURRIED = Ending(grace=10)


def web(*, port: int, host: str = "127.0.0.1", workers: int = 2) -> list[str]:
    serving = ["--host", host, "--port", str(port), "--workers", str(workers), "--blocking-threads", "2"]
    return ["granian", "--interface", "wsgi", *serving, "--respawn-failed-workers", "config.wsgi:application"]


def worker(*, concurrency: int = 2) -> list[str]:
    quiet = ["--without-gossip", "--without-mingle", "--loglevel", "INFO"]
    return [*CELERY, "worker", "--concurrency", str(concurrency), *quiet, "-Q", ",".join(QUEUES)]


def scheduler(*, schedule: str) -> list[str]:
    """`schedule`: the file that keeps the time of each last tick. No pid file: it would survive a kill."""
    return [*CELERY, "beat", "--schedule", schedule, "--pidfile", "", "--loglevel", "INFO"]


def simulator(kind: str, *, port: int, state: Path) -> list[str]:
    return [f"simulators.{kind}", "--port", str(port), "--state", str(state)]


@dataclass(frozen=True)
class Process:
    """One row: how it starts, when it counts as ready, how it ends."""

    name: str
    arguments: list[str]
    ready: probes.Probe
    ending: Ending = PROMPT
    silent: probes.Silence | None = None

    @property
    def command(self) -> list[str]:
        return python(self.arguments)


def python(arguments: list[str]) -> list[str]:
    """Under this very Python: `manage.py …` as a file, all else as a module."""
    return [sys.executable, *([] if arguments[0] == "manage.py" else ["-m"]), *arguments]


def table(
    port: int, simulators: dict[str, int], state: Path, silent: Mapping[str, probes.Silence]
) -> list[Process]:
    """In starting order. `simulators`: kind -> port. `silent`: name of a process -> how long it is silent."""
    outside = [
        Process(
            f"simulator-{kind}",
            simulator(kind, port=at, state=state / "simulators" / kind),
            probes.answers(at),
        )
        for kind, at in simulators.items()
    ]
    return [
        *outside,
        Process("web", web(port=port), probes.answers(port), UNHURRIED),
        Process("worker", worker(), probes.said("ready."), UNHURRIED, silent["worker"]),
        Process(
            "scheduler",
            scheduler(schedule=str(state / "run" / "beat")),
            probes.said("starting"),
            silent=silent["scheduler"],
        ),
    ]
