"""Receipts and other messages to plain objects. The bytes come from outside: nothing is believed,
nothing guessed.

Tolerated, because ports do it: a BOM, any prefix or none, a lower-case guid, an optional element sent
empty, and in
CEB816 `orderNo` and `logisticNo` after the head's last field (the text of the specification has them,
the schema not).
"""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from customs.messages.checking import check_tree
from customs.messages.parsing import READ_LIMIT, parse
from customs.messages.types import CEB, DS, Message, ReadRefused, Table, Value
from customs.messages.values import documents, fields

_LATE = frozenset({f"{{{CEB}}}orderNo", f"{{{CEB}}}logisticNo"})


def read(data: bytes, *, limit: int = READ_LIMIT) -> Message:
    """The message in the bytes, values as they were spelled.

    Raises ReadRefused, and nothing else, for bad bytes."""
    parsed = parse(data, limit=limit)
    if parsed.root is None:
        raise ReadRefused((parsed.refused,) if parsed.refused else ())
    root = parsed.root
    extras = _taken_out(root)
    checked = check_tree(root, lenient=True)
    if checked.table is None or checked.findings:
        raise ReadRefused(checked.findings)
    return _message(root, checked.table, extras)


def _taken_out(root: etree._Element) -> dict[int, dict[str, Value]]:
    """The tolerated fields of tax bills, by the document's place, and out of the tree."""
    taken: dict[int, dict[str, Value]] = {}
    if root.tag != f"{{{CEB}}}CEB816Message":
        return taken
    for number, bill in enumerate(root.iterchildren(f"{{{CEB}}}Tax")):
        head = bill.find(f"{{{CEB}}}TaxHeadRd")
        while head is not None and len(head) and _is_late(head[-1]):
            last = head[-1]
            taken.setdefault(number, {})[etree.QName(last).localname] = last.text or ""
            head.remove(last)
    return taken


def _is_late(node: etree._Element) -> bool:
    plain = node.tag in _LATE and not len(node) and not node.keys()
    return plain and len(node.text or "") <= 60 and not (node.tail or "").strip()


def _message(root: etree._Element, table: Table, extras: dict[int, dict[str, Value]]) -> Message:
    found = documents(root, table)
    if extras:
        found = tuple(replace(d, head={**d.head, **extras.get(n, {})}) for n, d in enumerate(found))
    transfer = root.find(f"{{{CEB}}}BaseTransfer")
    return Message(
        kind=table.kind,
        guid=root.get("guid") or "",
        version=root.get("version") or "",
        documents=found,
        transfer=None if transfer is None else fields(transfer),
        subscribes=tuple(fields(node) for node in root.iterchildren(f"{{{CEB}}}BaseSubscribe")),
        signed=root.find(f"{{{DS}}}Signature") is not None,
    )
