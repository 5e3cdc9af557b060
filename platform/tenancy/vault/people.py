"""Personal data at rest: sealed per person, found by keyed hash."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from tenancy.scope import current_mall_id
from tenancy.vault.keys import data_key, mall_key
from tenancy.vault.sealing import derive, platform_key, seal, unseal


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed value stands. `row_key` is random and made before the insert, so it is known when sealing."""

    table: str
    column: str
    row_key: str

    def bound_to(self) -> bytes:
        return f"{current_mall_id()}|{self.table}|{self.column}|{self.row_key}".encode()


def seal_bytes(subject: str, place: Place, plain: bytes) -> bytes:
    return seal(data_key(subject), plain, place.bound_to())


def open_bytes(subject: str, place: Place, sealed: bytes) -> bytes:
    return unseal(data_key(subject), sealed, place.bound_to())


def seal_text(subject: str, place: Place, plain: str) -> bytes:
    return seal_bytes(subject, place, plain.encode())


def open_text(subject: str, place: Place, sealed: bytes) -> str:
    return open_bytes(subject, place, sealed).decode()


def search_key(purpose: str, value: str) -> str:
    """A keyed hash to find a sealed value by, inside the open mall only (hex, 64)."""
    return hmac.new(derive(mall_key(), f"index|{purpose}"), value.encode(), hashlib.sha256).hexdigest()


def platform_search_key(purpose: str, value: str) -> str:
    """One keyed hash over all malls: only for the yearly allowance, which counts a person everywhere."""
    return hmac.new(
        derive(platform_key(), f"platform-index|{purpose}"), value.encode(), hashlib.sha256
    ).hexdigest()
