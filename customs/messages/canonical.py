"""Canonical XML (C14N 1.0), through lxml."""

from __future__ import annotations

from typing import Any

from lxml import etree


def canonical(node: Any, *, exclusive: bool = False, with_comments: bool = False) -> bytes:
    """The canonical bytes of a tree or of an element inside one, in-scope namespaces included."""
    return etree.tostring(
        node, method="c14n", exclusive=exclusive, with_comments=with_comments, with_tail=False
    )
