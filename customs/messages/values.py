"""Reads documents off a tree by its table, also off one that is not valid:

what is missing is simply not there."""

from __future__ import annotations

from lxml import etree

from customs.messages.types import CEB, Document, Group, Table, Value


def documents(root: etree._Element, table: Table) -> tuple[Document, ...]:
    """The business documents under the root, in order."""
    return tuple(_document(node, table) for node in root.iterchildren(f"{{{CEB}}}{table.document.name}"))


def fields(node: etree._Element | None) -> dict[str, Value]:
    """Element name to text, as spelled; elements sent empty are left out, as if absent."""
    values: dict[str, Value] = {}
    for child in node if node is not None else ():
        if isinstance(child.tag, str):
            text = (child.text or "") + "".join(note.tail or "" for note in child)
            if text:
                values[child.tag.rpartition("}")[2]] = text
    return values


def _document(node: etree._Element, table: Table) -> Document:
    if table.head is None:
        return Document(fields(node))
    head = fields(node.find(f"{{{CEB}}}{table.head.name}"))
    if table.lines is None:
        return Document(head)
    assert isinstance(table.lines.content, Group)
    tag = f"{{{CEB}}}{table.lines.content.name}"
    return Document(head, tuple(fields(line) for line in node.iterchildren(tag)))
