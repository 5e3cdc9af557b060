"""RSA2 (SHA256withRSA, PKCS #1 v1.5): the string that is signed, and its signature.

Source: the published signing rules of Alipay's open platform. Requests: all parameters but `sign`, empty ones
left out, in ASCII order, `name=value` joined by `&`. Answers: the text of the answer's own JSON object as it
stands in the body. Notices: as requests, `sign_type` left out as well.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key


def text_of(values: Mapping[str, str], *left_out: str) -> str:
    """What is signed of `values`."""
    kept = sorted((name, value) for name, value in values.items() if value and name not in left_out)
    return "&".join(f"{name}={value}" for name, value in kept)


def sign(private_key: str, text: str) -> str:
    signature = _private(private_key).sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
    return base64.b64encode(signature).decode()


def verifies(public_key: str, signature: str, text: str) -> bool:
    try:
        sealed = base64.b64decode(signature, validate=True)
        _public(public_key).verify(sealed, text.encode(), padding.PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, ValueError):
        return False
    return True


def node_of(body: str, name: str) -> str:
    """The raw text of the object `name` in an answer; empty where it is not there whole."""
    begin = body.find(f'"{name}"')
    begin = body.find("{", begin) if begin >= 0 else -1
    if begin < 0:
        return ""
    return _whole(body, begin)


def _whole(body: str, begin: int) -> str:
    """From a brace to the one that closes it, strings and their escapes skipped."""
    depth, in_text, escaped = 0, False, False
    for place in range(begin, len(body)):
        letter = body[place]
        if in_text:
            in_text = escaped or letter != '"'
            escaped = letter == "\\" and not escaped
        elif letter == '"':
            in_text = True
        elif letter in "{}":
            depth += 1 if letter == "{" else -1
            if depth == 0:
                return body[begin : place + 1]
    return ""


@lru_cache(maxsize=256)
def _private(pem: str) -> RSAPrivateKey:
    key = load_pem_private_key(pem.encode(), None)
    if not isinstance(key, RSAPrivateKey):
        raise ValueError("Alipay signs with RSA keys")
    return key


@lru_cache(maxsize=256)
def _public(pem: str) -> RSAPublicKey:
    key = load_pem_public_key(pem.encode())
    if not isinstance(key, RSAPublicKey):
        raise ValueError("Alipay signs with RSA keys")
    return key
