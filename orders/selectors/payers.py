"""Who paid, where the gateway named it."""

from __future__ import annotations

import json
import uuid

from orders.types import PayerFacts
from tenancy.vault.people import Place, open_text
from tenancy.vault.sealing import Unreadable


def place_of(row_key: uuid.UUID) -> Place:
    return Place("payments_payment", "payer_sealed", str(row_key))


def payer_of(row_key: uuid.UUID | None, subject: str, sealed: bytes | memoryview | None) -> PayerFacts | None:
    """None where the gateway named nobody; nobody's name where it can no longer be read, which matches no orderer."""
    if sealed is None or row_key is None:
        return None
    try:
        name, number = json.loads(open_text(subject, place_of(row_key), bytes(sealed)))
    except Unreadable:
        return PayerFacts("", "")
    return PayerFacts(name, number)
