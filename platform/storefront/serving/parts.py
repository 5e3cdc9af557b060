"""Parts that many pages of a mall show alike, read once for as long as the mall's generation lasts.

They are kept in the process: the first page of a generation reads them, the others find them. `goods_part` is for what
follows from the shelves alone and outlives a change of anything else.
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
    words = generation.words(current_mall_id())
    return _taken_or_read(name, None if words is None else words.pages, read)


def goods_part(name: str, read: Callable[[], Part]) -> Part:
    """The same, until goods, categories or suppliers change: nothing that tells stock, reviews or what was sold."""
    words = generation.words(current_mall_id())
    return _taken_or_read(name, None if words is None else words.shelves, read)


def _taken_or_read(name: str, age: str | None, read: Callable[[], Part]) -> Part:
    if age is None:
        return read()
    mall_id = current_mall_id()
    known = _kept.get((mall_id, name))
    if known is not None and known[0] == age:
        found: Part = known[1]
        return found
    if len(_kept) >= _MOST:
        _kept.clear()
    found = read()
    _kept[mall_id, name] = (age, found)
    return found


def forget() -> None:
    _kept.clear()
