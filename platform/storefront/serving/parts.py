"""Parts that many pages of a mall show alike, read once for as long as the mall's generation lasts.

They are kept in the process: the first page of a generation reads them, the others find them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from storefront.serving import generation
from tenancy.scope import current_mall_id

Part = TypeVar("Part")
_MOST = 2_000
_kept: dict[tuple[int, str], tuple[str, Any]] = {}


def part(name: str, read: Callable[[], Part]) -> Part:
    """What `read` gives, a value that nobody changes. Read anew while the generation is not known."""
    mall_id = current_mall_id()
    age = generation.current(mall_id)
    if age is None:
        return read()
    known = _kept.get((mall_id, name))
    if known is not None and known[0] == age:
        return known[1]
    if len(_kept) >= _MOST:
        _kept.clear()
    found = read()
    _kept[mall_id, name] = (age, found)
    return found


def forget() -> None:
    _kept.clear()
