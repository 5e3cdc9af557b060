"""The TOML files beside this module, as plain tables."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"

Table = dict[str, Any]


@cache
def table(name: str) -> Table:
    """The file `name`.toml."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def merged(prefix: str) -> Table:
    """All files whose names begin with `prefix`, as one table; a name given twice is an error."""
    whole: Table = {}
    for path in sorted(DATA.glob(f"{prefix}*.toml")):
        for key, value in table(path.stem).items():
            if key in whole:
                raise ValueError(f"{key} is given twice in {prefix}*.toml")
            whole[key] = value
    return whole


@cache
def rows(prefix: str, key: str) -> tuple[Table, ...]:
    """The arrays of tables called `key` in all files whose names begin with `prefix`, in file order."""
    return tuple(
        row for path in sorted(DATA.glob(f"{prefix}*.toml")) for row in table(path.stem).get(key, ())
    )
