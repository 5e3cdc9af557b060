"""Options that can be changed while a simulator runs and that outlive it."""

import copy
import json
from typing import Any

from simulators.store import Store, pack

Tree = dict[str, Any]


class SettingError(ValueError):
    """An option that does not exist or has another shape."""


def merge(base: Tree, change: Tree, path: str = "", open_keys: frozenset[str] = frozenset()) -> Tree:
    """`base` with `change` laid over it; only known names, except under a path in `open_keys`."""
    merged = copy.deepcopy(base)
    for key, value in change.items():
        here = f"{path}{key}"
        if key not in base and path.rstrip(".") not in open_keys:
            raise SettingError(f"unknown option: {here}")
        if isinstance(base.get(key), dict):
            if not isinstance(value, dict):
                raise SettingError(f"{here} must be an object")
            merged[key] = merge(base[key], value, f"{here}.", open_keys)
        else:
            _check_like(here, base.get(key), value)
            merged[key] = value
    return merged


def _check_like(path: str, known: Any, value: Any) -> None:
    if path.startswith("mischief.") and not isinstance(known, list):
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise SettingError(f"{path} must be a probability between 0 and 1")
    elif isinstance(known, list):
        if not (isinstance(value, list) and all(isinstance(item, int | float) for item in value)):
            raise SettingError(f"{path} must be a list of numbers")
    elif isinstance(known, bool) and not isinstance(value, bool):
        raise SettingError(f"{path} must be true or false")


class Settings:
    """Defaults, and what `POST /_sim/config` laid over them."""

    def __init__(
        self, store: Store, defaults: Tree, presets: dict[str, Tree], open_keys: frozenset[str]
    ) -> None:
        self._store = store
        self._presets = presets
        self._open_keys = open_keys
        saved = store.value("SELECT value FROM settings WHERE name = 'config'")
        self._tree = merge(defaults, json.loads(saved), "", open_keys) if saved else copy.deepcopy(defaults)

    @property
    def tree(self) -> Tree:
        return self._tree

    def __getitem__(self, path: str) -> Any:
        """`settings["mischief.delay"]`."""
        found: Any = self._tree
        for part in path.split("."):
            found = found[part]
        return found

    def change(self, asked: Tree) -> Tree:
        """Merge; `{"preset": "chaos"}` first lays the preset down."""
        rest = {key: value for key, value in asked.items() if key != "preset"}
        tree = self._tree
        if "preset" in asked:
            if asked["preset"] not in self._presets:
                raise SettingError(f"unknown preset: {asked['preset']}")
            tree = merge(tree, self._presets[asked["preset"]], "", self._open_keys)
        tree = merge(tree, rest, "", self._open_keys)
        self._store.run(
            "INSERT INTO settings (name, value) VALUES ('config', ?) "
            "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            pack(tree),
        )
        self._tree = tree
        return tree
