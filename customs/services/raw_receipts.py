"""What came and could not be read: kept sealed under the mall's key, for it may name people, and read again later."""

from __future__ import annotations

import json

from customs.messages.parsing import READ_LIMIT, parse
from customs.models import Receipt
from customs.ports.doors.envelopes import unpacked
from customs.ports.haikou.receipts import from_xml, read_row
from customs.types import Bill, PortReceipt
from tenancy.scope import current_mall_id
from tenancy.vault.keys import mall_key
from tenancy.vault.sealing import derive, seal, unseal

MOST_KEPT = 2 * READ_LIMIT
"""Bytes: the largest receipt we read, in the envelope of any door. Of what is larger only the digest is kept."""
ENVELOPE = b"http://www.chinaport.gov.cn/dxp"


def sealed(row: PortReceipt) -> bytes | None:
    """For the row of a receipt; None where there is nothing to keep."""
    if not row.raw or len(row.raw) > MOST_KEPT:
        return None
    return seal(_key(), row.raw, _bound_to(row.source_key[:120]))


def opened(kept: Receipt) -> bytes:
    """As it came; empty where it was not kept. Raises Unreadable."""
    return unseal(_key(), bytes(kept.raw_sealed), _bound_to(kept.source_key)) if kept.raw_sealed else b""


def read_again(kind: str, raw: bytes) -> list[PortReceipt | Bill]:
    """By what it looks like: a row of a question's answer (JSON, or Mft), an envelope, else a message of customs."""
    start = raw[:2000].lstrip()
    if ENVELOPE in start:
        return unpacked(raw)
    if start.startswith(b"<Mft"):
        from customs.ports.doors.form import row_of

        root = parse(raw, limit=MOST_KEPT).root
        return [row_of(root)] if root is not None else []
    if start.startswith((b"<", b"\xef\xbb\xbf")):
        return from_xml(raw)
    try:
        return read_row(kind, json.loads(raw))
    except (ValueError, RecursionError):
        return from_xml(raw)


def _key() -> bytes:
    return derive(mall_key(), "receipts")


def _bound_to(source_key: str) -> bytes:
    return f"receipt|{current_mall_id()}|{source_key}".encode()
