"""What every desk of the port works with."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulators.clock import Clock
from simulators.dice import Dice
from simulators.port.schema import SCHEMA
from simulators.settings import Settings, Tree
from simulators.store import Store

_MISCHIEF = (
    "delay",
    "duplicate",
    "reorder",
    "retime",
    "unknown",
    "lower_guid",
    "bom",
    "prefix",
    "html_200",
    "drop_after_commit",
    "refuse",
    "poll_error",
    "repeat",
    "lose",
)

DEFAULTS: Tree = {
    "speed": 1,
    "steps": {"default": [0.3, 1.0], "800": [0.5, 2.0], "899": [2.0, 5.0]},
    "match_timeout": None,
    "require_signature": True,
    "dedupe": True,
    "retell": False,
    "await_stock_in": False,
    "questions": {"target": "", "host": "", "chance": 0, "within": 300, "variant": "quoted"},
    "tax_rates": {"default": [0.13, 0]},
    "quota": {"single": "5000.00", "yearly": "26000.00"},
    "mischief": {**dict.fromkeys(_MISCHIEF, 0), "delay_seconds": [1, 4]},
}
_CHAOS = {
    "delay": 0.15,
    "duplicate": 0.1,
    "reorder": 0.1,
    "retime": 0.1,
    "unknown": 0.03,
    "lower_guid": 0.2,
    "bom": 0.2,
    "prefix": 0.3,
    "html_200": 0.05,
    "drop_after_commit": 0.1,
    "refuse": 0.05,
    "poll_error": 0.1,
    "repeat": 0.1,
}
PRESETS: dict[str, Tree] = {
    "chaos": {"mischief": _CHAOS},
    "calm": {"mischief": dict.fromkeys(_MISCHIEF, 0)},
}


@dataclass(frozen=True)
class Office:
    store: Store
    settings: Settings
    dice: Dice
    clock: Clock

    def mischief(self, name: str, *what: object) -> bool:
        return self.dice.hits(self.settings[f"mischief.{name}"], name, *what)

    def step_seconds(self, status: str, *what: object) -> float:
        """How long the step to `status` takes."""
        steps: dict[str, Any] = self.settings["steps"]
        low, high = steps.get(status) or steps["default"]
        return float(self.dice.between((low, high), "step", status, *what) * self.settings["speed"])


def open_office(state: Path, seed: str, clock: Clock) -> Office:
    store = Store(state / "port.sqlite3", SCHEMA)
    return Office(
        store, Settings(store, DEFAULTS, PRESETS, frozenset({"steps", "tax_rates"})), Dice(seed), clock
    )
