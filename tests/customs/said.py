"""Receipts as a port would give them, made by hand."""

from __future__ import annotations

import hashlib
from typing import Any

from customs.models import Declaration, Message
from customs.types import RECEIPT_OF, PortReceipt

START = 20260310120000000


def said(message: Message, status: str, at: int = 0, **changes: Any) -> PortReceipt:
    """What the port says of one of our messages, `at` milliseconds after noon."""
    values: dict[str, Any] = {
        "kind": RECEIPT_OF[message.kind],
        "business_key": message.business_key,
        "status": status,
        "returned_at": str(START + at),
        "info": f"[Code:{status};Desc:状态{status}]",
        "guid": message.guid,
    } | changes
    if values["kind"] == "622":
        values = {"pre_no": "B20260310000000001"} | values
    key = "|".join(str(values[name]) for name in ("kind", "business_key", "status", "returned_at", "info"))
    digest = hashlib.sha256(key.encode()).hexdigest()
    return PortReceipt(**({"source_key": f"{values['kind']}:{digest}"} | values))


def messages(revision: int = 1) -> dict[str, Message]:
    """The open mall's only declaration's messages of a revision."""
    rows = Message.objects.filter(declaration=Declaration.objects.get(), revision=revision)
    return {row.kind: row for row in rows}
