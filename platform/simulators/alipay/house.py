"""What every desk works with, and the books."""

from dataclasses import dataclass
from pathlib import Path

from simulators import keys
from simulators.clock import Clock
from simulators.dice import Dice
from simulators.settings import Settings, Tree
from simulators.store import COMMON_SCHEMA, Row, Store

_MISCHIEF = (
    "notice_drop", "notice_duplicate", "notice_delay", "notice_reorder", "answer_drop", "unknown_error", "refuse",
)  # fmt: skip
DEFAULTS: Tree = {
    "public_url": None,
    "notices": {"speed": 0.005, "first": [0.05, 0.3], "target": None, "timeout": 5},
    "refund_seconds": [0.3, 1.0],
    "customs": {"seconds": 2, "apart": 300, "fails": False},
    "mischief": {**dict.fromkeys(_MISCHIEF, 0), "delay_seconds": [1, 4]},
}
PRESETS: dict[str, Tree] = {
    "chaos": {
        "mischief": {
            "notice_drop": 0.1, "notice_duplicate": 0.2, "notice_delay": 0.2, "notice_reorder": 0.2,
            "answer_drop": 0.1, "unknown_error": 0.05, "refuse": 0.05,
        }
    },
    "calm": {"mischief": dict.fromkeys(_MISCHIEF, 0)},
}  # fmt: skip
SCHEMA = (
    COMMON_SCHEMA
    + """
CREATE TABLE IF NOT EXISTS merchants (
    app_id TEXT PRIMARY KEY, seller_id TEXT NOT NULL, public_key TEXT NOT NULL, name TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS trades (
    id INTEGER PRIMARY KEY, app_id TEXT NOT NULL, out_trade_no TEXT NOT NULL, token TEXT NOT NULL UNIQUE,
    trade_no TEXT NOT NULL UNIQUE, subject TEXT NOT NULL, total INTEGER NOT NULL, status TEXT NOT NULL,
    notify_url TEXT NOT NULL, return_url TEXT NOT NULL, expires_at REAL NOT NULL, paid_at REAL,
    buyer TEXT NOT NULL DEFAULT '', payments INTEGER NOT NULL DEFAULT 0, created_at REAL NOT NULL,
    UNIQUE (app_id, out_trade_no)
);
CREATE TABLE IF NOT EXISTS payers (trade INTEGER PRIMARY KEY, id_number TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS declared (
    id INTEGER PRIMARY KEY, app_id TEXT NOT NULL, number TEXT NOT NULL, trade INTEGER NOT NULL, place TEXT NOT NULL,
    amount INTEGER NOT NULL, part TEXT NOT NULL, pushes INTEGER NOT NULL, pushed_at REAL NOT NULL,
    UNIQUE (app_id, number)
);
CREATE TABLE IF NOT EXISTS refunds (
    id INTEGER PRIMARY KEY, trade INTEGER NOT NULL, out_request_no TEXT NOT NULL, amount INTEGER NOT NULL,
    due_at REAL NOT NULL, UNIQUE (trade, out_request_no)
);
CREATE TABLE IF NOT EXISTS notices (
    id INTEGER PRIMARY KEY, notify_id TEXT NOT NULL, trade INTEGER NOT NULL, fields TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0, last_answer TEXT NOT NULL DEFAULT '', done INTEGER NOT NULL DEFAULT 0,
    dropped INTEGER NOT NULL DEFAULT 0, next_at REAL
);
"""
)
FORGOTTEN_BY_RESET = ("payers", "declared", "trades", "refunds", "notices")


class Refused(Exception):
    """Answered with code 40004 and this sub code."""

    def __init__(self, sub_code: str, sub_msg: str, code: str = "40004") -> None:
        super().__init__(sub_msg)
        self.code, self.sub_code, self.sub_msg = code, sub_code, sub_msg

    def node(self) -> Row:
        return {
            "code": self.code,
            "msg": "Business Failed",
            "sub_code": self.sub_code,
            "sub_msg": self.sub_msg,
        }


@dataclass(frozen=True)
class House:
    store: Store
    settings: Settings
    dice: Dice
    clock: Clock
    platform: keys.KeyPair

    def mischief(self, name: str, *what: object) -> bool:
        return self.dice.hits(self.settings[f"mischief.{name}"], name, *what)

    def merchant(self, app_id: str) -> Row | None:
        return self.store.row("SELECT * FROM merchants WHERE app_id = ?", app_id)


def open_house(state: Path, seed: str, clock: Clock) -> House:
    store = Store(state / "alipay.sqlite3", SCHEMA)
    settings = Settings(store, DEFAULTS, PRESETS, frozenset())
    return House(
        store, settings, Dice(seed), clock, keys.keep(state, "platform", "platform", "Alipay simulator")
    )
