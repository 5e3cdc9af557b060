"""Tables made ready for walking a tree:

qualified tags, places, value checks. Built once, at import of a table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from customs.messages.lexical import Check, check_of
from customs.messages.types import CEB, DS, Field, Group, Opaque, Part, Table


@dataclass(frozen=True)
class Place:
    """A part ready for walking. Exactly one of `check` (leaf), `plan` (group), `opaque` is set."""

    tag: str
    name: str
    low: int
    high: int
    field: Field | None = None
    check: Check | None = None
    plan: Plan | None = None
    opaque: str | None = None


@dataclass(frozen=True)
class Plan:
    """A group's places in order, and where a tag stands among them."""

    name: str
    tag: str
    places: tuple[Place, ...]
    index: dict[str, int]


@cache
def plan_of(group: Group) -> Plan:
    places = tuple(_place(part) for part in group.parts)
    index = {place.tag: number for number, place in enumerate(places)}
    return Plan(group.name, f"{{{CEB}}}{group.name}", places, index)


def _place(part: Part) -> Place:
    tag = f"{{{part.namespace}}}{part.name}"
    content = part.content
    if isinstance(content, Field):
        return Place(tag, part.name, part.min_occurs, part.max_occurs, content, check_of(content))
    if isinstance(content, Group):
        return Place(tag, part.name, part.min_occurs, part.max_occurs, plan=plan_of(content))
    kind = "signature" if content.namespace == DS else "free"
    return Place(tag, part.name, part.min_occurs, part.max_occurs, opaque=kind)


@cache
def global_plans(direction: str) -> dict[str, Plan]:
    """The elements declared at the top of the import or export schema, by tag;

    document nodes only in export."""
    from customs.messages.tables import TABLES

    groups: list[Group] = []
    for table in TABLES.values():
        if table.direction == direction:
            groups += [table.root, *_inner(table.root, table)]
    return {plan.tag: plan for plan in map(plan_of, groups)}


def _inner(root: Group, table: Table) -> list[Group]:
    found: list[Group] = []
    for part in root.parts:
        if not isinstance(part.content, Group):
            continue
        wraps = part is table.document and table.head is not None
        if not wraps or table.direction == "export":
            found.append(part.content)
        if wraps:
            found += [inner.content for inner in part.content.parts if isinstance(inner.content, Group)]
    return found


__all__ = ["Opaque", "Place", "Plan", "global_plans", "plan_of"]
