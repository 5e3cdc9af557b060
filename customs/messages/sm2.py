"""SM2 with SM3 (GM/T 0003, GM/T 0009): keys, signatures, and what a certificate says of its key.

The arithmetic of the curve is gmssl's, SM3 is OpenSSL's. The number a signature hides behind is drawn here, from the
system's source: gmssl would draw it from one that can be guessed. A signature is written as 64 bytes, r and s, and
read in that form or as DER. gmssl does not work in constant time: a key that matters belongs into a device.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any

from Cryptodome.IO import PEM
from Cryptodome.Util.asn1 import DerBitString, DerObjectId, DerOctetString, DerSequence
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from gmssl.sm2 import CryptSM2, default_ecc_table  # type: ignore[import-untyped]

CURVE = "1.2.156.10197.1.301"
_EC_KEY = "1.2.840.10045.2.1"
_ORDER = int(default_ecc_table["n"], 16)
_PRIME = int(default_ecc_table["p"], 16)
_A, _B = int(default_ecc_table["a"], 16), int(default_ecc_table["b"], 16)
_IDENTITY = b"1234567812345678"
"""The signer's name where nothing else was agreed (GM/T 0009)."""


def sequence(parts: list[Any]) -> bytes:
    """The DER of a SEQUENCE of numbers, objects and what is DER already."""
    return bytes(DerSequence(parts).encode())


def sm3(data: bytes) -> bytes:
    digest = hashes.Hash(hashes.SM3())
    digest.update(data)
    return digest.finalize()


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A point of the curve: x and y, 32 bytes each. ValueError for what is none."""

    point: bytes

    def __post_init__(self) -> None:
        x, y = int.from_bytes(self.point[:32]), int.from_bytes(self.point[32:])
        on_curve = (y * y - (x * x * x + _A * x + _B)) % _PRIME == 0
        if len(self.point) != 64 or not on_curve or max(x, y) >= _PRIME:
            raise ValueError("no point of the SM2 curve")

    def hashed(self, data: bytes) -> bytes:
        """What is signed: SM3 over the signer's name and key, then over the data."""
        parts = (default_ecc_table[name] for name in ("a", "b", "g"))
        name = (len(_IDENTITY) * 8).to_bytes(2) + _IDENTITY
        return sm3(sm3(name + bytes.fromhex("".join(parts)) + self.point) + data)

    def verify(self, signature: bytes, data: bytes) -> bool:
        pair = _numbers(signature)
        if pair is None or not all(0 < number < _ORDER for number in pair) or sum(pair) % _ORDER == 0:
            return False
        return bool(_curve(self.point).verify(f"{pair[0]:064x}{pair[1]:064x}", self.hashed(data)))


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """A number between 1 and the order of the curve. ValueError for another."""

    number: int = field(repr=False)
    public: PublicKey = field(init=False)

    def __post_init__(self) -> None:
        if not 0 < self.number < _ORDER - 1:
            raise ValueError("no SM2 key")
        point = _curve(bytes(64))._kg(self.number, default_ecc_table["g"])
        object.__setattr__(self, "public", PublicKey(bytes.fromhex(point)))

    @classmethod
    def generate(cls) -> PrivateKey:
        return cls(1 + secrets.randbelow(_ORDER - 2))

    def sign(self, data: bytes) -> bytes:
        """64 bytes, another each time."""
        digest = self.public.hashed(data)
        while True:
            made = self.sign_with(digest, 1 + secrets.randbelow(_ORDER - 1))
            if made:
                return made

    def sign_with(self, digest: bytes, once: int) -> bytes:
        """By a given number, which must never serve twice; empty where that number cannot."""
        made = _curve(self.public.point, self.number).sign(digest, f"{once:064x}")
        return bytes.fromhex(made) if made else b""

    def pem(self) -> str:
        """PKCS8."""
        point = DerBitString(b"\x04" + self.public.point)
        # The point stands under [1], as EXPLICIT tagging writes it.
        inner = point.encode()
        tagged = b"\xa1" + bytes([len(inner)]) + inner
        key = sequence([1, DerOctetString(self.number.to_bytes(32)), tagged])
        kind = sequence([DerObjectId(_EC_KEY), DerObjectId(CURVE)])
        der = sequence([0, kind, DerOctetString(key)])
        return str(PEM.encode(der, "PRIVATE KEY"))


def private_key(pem: str) -> PrivateKey:
    """From PKCS8 or SEC1, PEM and not under a password. ValueError for what is no SM2 key."""
    try:
        der, marker, _ = PEM.decode(pem.strip())
        outer = _parts(der)
        if marker == "PRIVATE KEY":
            if _objects(outer[1])[-1] != CURVE:
                raise ValueError("not the SM2 curve")
            outer = _parts(DerOctetString().decode(outer[2]).payload)
        return PrivateKey(int.from_bytes(DerOctetString().decode(outer[1]).payload))
    except (ValueError, IndexError, TypeError) as error:
        raise ValueError(f"no SM2 key: {error}") from error


def public_key(certificate: x509.Certificate) -> PublicKey | None:
    """The certificate's key; None where it is of another kind. ValueError where it is no point."""
    try:
        info = _parts(_parts(certificate.tbs_certificate_bytes)[6])
        kinds, point = _objects(info[0]), DerBitString().decode(info[1]).value
    except (ValueError, IndexError, TypeError):
        return None
    if kinds != [_EC_KEY, CURVE]:
        return None
    if len(point) != 65 or point[0] != 4:
        raise ValueError("the key is not written whole")
    return PublicKey(point[1:])


def is_sm2(certificate: x509.Certificate) -> bool:
    """Whether the key is of this curve, well written or not."""
    try:
        return public_key(certificate) is not None
    except ValueError:
        return True


def _objects(der: bytes) -> list[str]:
    return [DerObjectId().decode(part).value for part in _parts(der)]


def _parts(der: bytes) -> list[Any]:
    """What stands in a SEQUENCE: numbers as int, all else as it is written."""
    found = DerSequence().decode(der)
    return [found[place] for place in range(len(found))]


def _numbers(signature: bytes) -> tuple[int, int] | None:
    if len(signature) == 64:
        return int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
    try:
        first, second = _parts(signature)
    except (ValueError, IndexError, TypeError):
        return None
    return (first, second) if isinstance(first, int) and isinstance(second, int) else None


def _curve(point: bytes, number: int = 0) -> CryptSM2:
    curve = CryptSM2(private_key=f"{number:064x}", public_key="")
    # Its constructor takes leading zeros and fours of a key for a mark and cuts them off.
    curve.public_key = point.hex()
    return curve
