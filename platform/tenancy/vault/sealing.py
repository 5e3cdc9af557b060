"""AES-GCM with a version and a nonce in front; what it is bound to is not stored but must be said again."""

from __future__ import annotations

import base64
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

_VERSION = b"\x01"
_NONCE = 12


class Unreadable(Exception):
    """The key is gone, or the value was moved from where it was sealed."""


def seal(key: bytes, plain: bytes, bound_to: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, plain, bound_to)


def unseal(key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    """Raises Unreadable where key, place or bytes are not those of sealing."""
    sealed = bytes(sealed)
    if sealed[:1] != _VERSION or len(sealed) < 1 + _NONCE + 16:
        raise Unreadable("not a sealed value")
    try:
        return AESGCM(key).decrypt(sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :], bound_to)
    except InvalidTag as error:
        raise Unreadable("sealed under another key or in another place") from error


def derive(key: bytes, purpose: str) -> bytes:
    """A key of its own for each purpose (HKDF-SHA256)."""
    return HKDF(hashes.SHA256(), 32, salt=None, info=purpose.encode()).derive(key)


def platform_key() -> bytes:
    """The key that wraps every mall's key: SECRETS_KEK, 32 bytes in base64."""
    try:
        key = base64.b64decode(settings.SECRETS_KEK, validate=True)
    except ValueError:
        key = b""
    if len(key) != 32:
        raise ImproperlyConfigured("SECRETS_KEK must be 32 bytes in base64.")
    return key
