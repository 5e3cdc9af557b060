"""What every desk of the gateway works with."""

from dataclasses import dataclass
from pathlib import Path

from simulators import keys
from simulators.clock import Clock
from simulators.dice import Dice
from simulators.gateway.schema import SCHEMA
from simulators.settings import Settings, Tree
from simulators.store import Row, Store
from simulators.web.routing import Response, answer

_MISCHIEF = (
    "notice_drop",
    "notice_duplicate",
    "notice_delay",
    "notice_reorder",
    "answer_drop",
    "error_500",
    "refuse",
)
DEFAULTS: Tree = {
    "public_url": None,
    "notices": {"speed": 0.02, "first": [0.05, 0.3], "target": None, "timeout": 5},
    "refund_seconds": [0.3, 1.0],
    "mischief": {**dict.fromkeys(_MISCHIEF, 0), "delay_seconds": [1, 4]},
}
_CHAOS = {
    "notice_drop": 0.1,
    "notice_duplicate": 0.2,
    "notice_delay": 0.2,
    "notice_reorder": 0.2,
    "answer_drop": 0.1,
    "error_500": 0.05,
    "refuse": 0.05,
}
PRESETS: dict[str, Tree] = {
    "chaos": {"mischief": _CHAOS},
    "calm": {"mischief": dict.fromkeys(_MISCHIEF, 0)},
}


class ApiError(Exception):
    """Answered in WeChat's shape: `{"code": …, "message": …}`."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code

    def response(self) -> Response:
        return answer({"code": self.code, "message": str(self)}, self.status)


@dataclass(frozen=True)
class House:
    store: Store
    settings: Settings
    dice: Dice
    clock: Clock
    platform: keys.KeyPair

    def mischief(self, name: str, *what: object) -> bool:
        return self.dice.hits(self.settings[f"mischief.{name}"], name, *what)

    def merchant(self, mchid: str) -> Row | None:
        return self.store.row("SELECT * FROM merchants WHERE mchid = ?", mchid)


def open_house(state: Path, seed: str, clock: Clock) -> House:
    store = Store(state / "gateway.sqlite3", SCHEMA)
    settings = Settings(store, DEFAULTS, PRESETS, frozenset())
    platform = keys.keep(state, "platform", "platform", "Payment platform simulator")
    return House(store, settings, Dice(seed), clock, platform)
