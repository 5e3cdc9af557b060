"""The category tree of a mall, read whole: one statement, a few dozen rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from catalog.models import Category
from catalog.types import Words


@dataclass(frozen=True, slots=True)
class Node:
    """A category with those under it, in order."""

    id: int
    slug: str
    name: Words
    parent_id: int | None
    children: tuple[Node, ...] = ()

    def below(self) -> Iterator[Node]:
        """Itself and everything under it."""
        yield self
        for child in self.children:
            yield from child.below()

    @property
    def ids(self) -> tuple[int, ...]:
        return tuple(node.id for node in self.below())


def tree() -> tuple[Node, ...]:
    """The roots. A category whose parent is missing, or that stands in a ring, is left out."""
    rows = list(
        Category.objects.order_by("position", "pk").values_list(
            "pk", "slug", "name_zh_hans", "name_en", "parent_id"
        )
    )
    return tuple(_grown(rows, None, 0))


def _grown(rows: list[tuple], parent: int | None, depth: int) -> Iterable[Node]:
    if depth > 8:
        return
    for pk, slug, zh, en, parent_id in rows:
        if parent_id == parent:
            name = {"zh-hans": zh or en or slug, "en": en or zh or slug}
            yield Node(pk, slug, name, parent_id, tuple(_grown(rows, pk, depth + 1)))
