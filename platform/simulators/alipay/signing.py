"""RSA2 on both sides: requests are verified, answers and notices are signed."""

import base64
from collections.abc import Mapping
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

from simulators.keys import KeyPair


def text_of(values: Mapping[str, str], *left_out: str) -> str:
    pairs = sorted((name, value) for name, value in values.items() if value and name not in left_out)
    return "&".join(f"{name}={value}" for name, value in pairs)


def verifies(public_pem: str, values: Mapping[str, str]) -> bool:
    try:
        signature = base64.b64decode(values.get("sign", ""), validate=True)
        text = text_of(values, "sign").encode()
        _public(public_pem).verify(signature, text, padding.PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, ValueError):
        return False
    return True


def sign(pair: KeyPair, text: str) -> str:
    signed = _private(pair.private_pem).sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
    return base64.b64encode(signed).decode()


def public_pem(pair: KeyPair) -> str:
    kind = serialization.PublicFormat.SubjectPublicKeyInfo
    return _private(pair.private_pem).public_key().public_bytes(serialization.Encoding.PEM, kind).decode()


@lru_cache(maxsize=8)
def _private(pem: bytes) -> RSAPrivateKey:
    key = serialization.load_pem_private_key(pem, None)
    assert isinstance(key, RSAPrivateKey)
    return key


@lru_cache(maxsize=256)
def _public(pem: str) -> RSAPublicKey:
    key = serialization.load_pem_public_key(pem.encode())
    if not isinstance(key, RSAPublicKey):
        raise ValueError("not an RSA key")
    return key
