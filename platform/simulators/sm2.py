"""SM2 with SM3 as the other side sees it: gmssl throughout, apart from the key inside a certificate."""

from __future__ import annotations

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from gmssl import func  # type: ignore[import-untyped]
from gmssl import sm3 as gm_sm3
from gmssl.sm2 import CryptSM2  # type: ignore[import-untyped]

# SubjectPublicKeyInfo of a whole point on this curve, up to the point
_INFO = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d03420004")


def sm3(data: bytes) -> bytes:
    return bytes.fromhex(gm_sm3.sm3_hash(func.bytes_to_list(data)))


def point_of(certificate: x509.Certificate) -> bytes | None:
    """64 bytes; None where the certificate is for another kind of key."""
    der = certificate.public_bytes(serialization.Encoding.DER)
    at = der.find(_INFO)
    return der[at + len(_INFO) : at + len(_INFO) + 64] if at >= 0 else None


def verify(point: bytes, value: bytes, data: bytes) -> bool:
    if len(value) != 64:
        return False
    try:
        return bool(_curve(point).verify_with_sm3(value.hex(), data))
    except (TypeError, ValueError):
        return False


def sign(private: str, point: bytes, data: bytes) -> bytes:
    """`private`: 64 hexadecimal digits."""
    curve = _curve(point)
    curve.private_key = private
    return bytes.fromhex(curve.sign_with_sm3(data))


def _curve(point: bytes) -> CryptSM2:
    curve = CryptSM2(private_key="00", public_key="")
    curve.public_key = point.hex()
    return curve
