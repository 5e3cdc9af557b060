"""Choosing a place in a message to break."""

from __future__ import annotations

import random
from collections.abc import Callable

from lxml import etree

Tree = etree._Element
Mutation = Callable[[Tree, random.Random], None]


def elements(root: Tree) -> list[Tree]:
    return [node for node in root.iter() if isinstance(node.tag, str)]


def pick(root: Tree, rng: random.Random) -> Tree:
    return rng.choice(elements(root))


def leaf(root: Tree, rng: random.Random) -> Tree:
    return rng.choice([node for node in elements(root) if not len(node)])


def inner(root: Tree, rng: random.Random) -> Tree:
    return rng.choice([node for node in elements(root) if len(node)])
