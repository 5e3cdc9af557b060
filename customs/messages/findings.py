"""Collects what a walk finds; a path is only worked out for what is wrong."""

from __future__ import annotations

from lxml import etree

from customs.messages.types import Finding

MOST = 100


class Full(Exception):
    """Enough was found."""


class Findings:
    """A list of findings that stops the walk when it is long enough:

    a junk file is not worth a long report."""

    def __init__(self) -> None:
        self.items: list[Finding] = []

    def add(self, element: etree._Element, rule: str, below: str = "", **facts: object) -> None:
        self.items.append(Finding(path_of(element) + below, rule, facts))
        if len(self.items) >= MOST:
            self.items.append(Finding("", "more", {"limit": MOST}))
            raise Full


def path_of(element: etree._Element) -> str:
    """`/CEB622Message/InventoryReturn[3]/preNo`: local names, numbered where a name repeats."""
    steps: list[str] = []
    node: etree._Element | None = element
    while node is not None:
        steps.append(_step(node))
        node = node.getparent()
    return "/" + "/".join(reversed(steps))


def local(tag: object) -> str:
    """The local name of a tag, for people."""
    return str(tag).rpartition("}")[2]


def _step(element: etree._Element) -> str:
    name = local(element.tag)
    before = sum(1 for _ in element.itersiblings(element.tag, preceding=True))
    if before or next(element.itersiblings(element.tag), None) is not None:
        return f"{name}[{before + 1}]"
    return name
