"""The sentences of a working, read once from `texts.toml` beside this file."""

import tomllib
from pathlib import Path

_FILE = Path(__file__).with_name("texts.toml")

TEXTS: dict[str, tuple[str, str]] = {
    rule: (said["en"], said["zh"]) for rule, said in tomllib.loads(_FILE.read_text(encoding="utf-8")).items()
}

UNITS_ZH = {
    "ml": "毫升",
    "g": "克",
    "litre": "升",
    "kg": "千克",
    "tonne": "吨",
    "piece": "件",
    "watch": "只",
    "": "",
}
