"""Names of provinces and cities (省级、地级行政区, GB/T 2260) as addresses write them, out of python-stdnum's table."""

from __future__ import annotations

import re
from functools import lru_cache

from stdnum import numdb

from identifiers.provinces import PROVINCES

_SPAN = re.compile(r"^\[(\d*)-(\d*)\](.+)$")
# A municipality's (直辖市) only "city" is called by what it is, and not by a name; so is what a province rules itself.
_NO_NAMES = ("市辖区", "县", "直辖", "行政单位", "行政区划", "林区")
_BEYOND = ("71", "81", "82")
"""Other customs territories: nothing is delivered there."""


@lru_cache(maxsize=1)
def cities() -> dict[str, tuple[str, ...]]:
    """Full name of a province of the mainland -> its cities by code; a municipality has one, called as itself."""
    table = numdb.get("cn/loc")
    found: dict[str, tuple[str, ...]] = {}
    for code in (code for code in PROVINCES if code not in _BEYOND):
        name = dict(table.info(code + "0000")[0][1]).get("province", "")
        named = [_today(table, f"{code}{place:02d}00") for place in range(1, 100)]
        real = [city for city in named if city and not any(word in city for word in _NO_NAMES)]
        if name:
            found[str(name)] = tuple(dict.fromkeys(real)) or (name,)
    return found


def _today(table: numdb.NumDB, code: str) -> str:
    """The place's name in force; empty where the code is no longer, or never was, one."""
    parts = table.info(code)
    said = dict(parts[1][1]).get("county", "") if len(parts) > 1 and parts[1][0] == code[2:] else ""
    for one in str(said).split(","):
        span = _SPAN.match(one.strip())
        if span is None:
            return one.strip()
        if not span[2]:
            return span[3].strip()
    return ""
