"""Both signatures are MD5 in upper case: weak, and what the vendor asks for."""

from __future__ import annotations

import hashlib
import hmac


def query_sign(param: str, key: str, customer: str) -> str:
    return _md5(param + key + customer)


def push_sign(param: str, salt: str) -> str:
    return _md5(param + salt)


def is_ours(param: str, salt: str, said: str) -> bool:
    """The papers leave the case of a push's signature open."""
    return hmac.compare_digest(push_sign(param, salt).encode(), said.upper().encode())


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest().upper()
