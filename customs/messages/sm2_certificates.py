"""A self-signed certificate over an SM2 key, for rehearsals: no library at hand writes one.

A certificate for a P-256 key is made, whose object identifiers and point have the lengths of SM2's; they are put in
their place, and the body is signed anew.
"""

from __future__ import annotations

from datetime import datetime

from Cryptodome.IO import PEM
from Cryptodome.Util.asn1 import DerBitString, DerInteger
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from customs.messages import sm2

_P256, _SM2 = bytes.fromhex("06082a8648ce3d030107"), bytes.fromhex("06082a811ccf5501822d")
_ECDSA, _SM2_SM3 = bytes.fromhex("06082a8648ce3d040302"), bytes.fromhex("06082a811ccf55018375")


def self_signed(key: sm2.PrivateKey, code: str, name: str, begin: datetime, end: datetime) -> str:
    """PEM, for the company (code, name); a certificate's name holds 64 characters."""
    other = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, name[:64]),
            x509.NameAttribute(NameOID.SERIAL_NUMBER, code),
        ]
    )
    model = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(other.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(end)
        .sign(other, hashes.SHA256())
    )
    point = other.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    body = model.tbs_certificate_bytes.replace(point, b"\x04" + key.public.point)
    body = body.replace(_P256, _SM2).replace(_ECDSA, _SM2_SM3)
    signature = key.sign(body)
    value = sm2.sequence([DerInteger(int.from_bytes(part)) for part in (signature[:32], signature[32:])])
    algorithm = b"\x30" + bytes([len(_SM2_SM3)]) + _SM2_SM3
    whole = sm2.sequence([body, algorithm, DerBitString(value)])
    return str(PEM.encode(whole, "CERTIFICATE"))
