"""SM2 with SM3: the standard's own worked example, a library that is not ours, and everything that must not hold."""

from __future__ import annotations

import base64
import random

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from gmssl.sm2 import CryptSM2  # type: ignore[import-untyped]

from customs.messages import check, sm2, verify
from customs.messages.algorithms import PAIRS
from customs.messages.reporting import judge
from customs.messages.signature import Signer, Sm2Signer, signer_from_pem
from tests.customs.messages import samples
from tests.customs.messages.sm2_certificates import signer

# GB/T 32918.5, annex A.2: the recommended curve, "message digest", the signer 1234567812345678.
D = int("3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8", 16)
X = "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
Y = "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13"
K = int("59276E27D506861A16680F3AD9C02DCCEF3CC1FA3CDBE4CE6D54B80DEAC1BC21", 16)
R = "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3"
S = "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA"


def plain(kind: str = "621", seed: int = 3) -> bytes:
    return samples.message(kind, random.Random(seed), signed=False)


def test_the_example_of_the_standard():
    key = sm2.PrivateKey(D)
    assert key.public.point.hex().upper() == X + Y
    made = key.sign_with(key.public.hashed(b"message digest"), K)
    assert made.hex().upper() == R + S
    assert key.public.verify(made, b"message digest")


def test_a_library_that_is_not_ours_agrees_both_ways():
    key = sm2.PrivateKey.generate()
    other = CryptSM2(private_key=f"{key.number:064x}", public_key="")
    other.public_key = key.public.point.hex()
    assert other.verify_with_sm3(key.sign(b"both ways").hex(), b"both ways")
    assert key.public.verify(bytes.fromhex(other.sign_with_sm3(b"both ways")), b"both ways")


def test_a_key_that_begins_like_a_mark_is_a_key():
    """The library cuts leading fours and zeros off a point; one key in 128 has them."""
    key = next(
        key for n in range(2, 4000) if (key := sm2.PrivateKey(n)).public.point[0] in (0x04, 0x40, 0x44)
    )
    assert key.public.verify(key.sign(b"x"), b"x")


@pytest.mark.parametrize(
    "signature",
    [
        b"",
        bytes(64),
        b"\xff" * 64,
        b"\x30\x06\x02\x01\x00\x02\x01\x00",
        b"\x30\x00",
        b"\x30\x80",
        b"\x01" * 63,
    ],
)
def test_what_is_no_signature(signature):
    assert not sm2.PrivateKey(D).public.verify(signature, b"message digest")


def test_der_is_read_too():
    from Cryptodome.Util.asn1 import DerInteger, DerSequence

    der = DerSequence([DerInteger(int(R, 16)), DerInteger(int(S, 16))]).encode()
    assert sm2.PrivateKey(D).public.verify(der, b"message digest")
    assert not sm2.PrivateKey(D).public.verify(der, b"message digesT")


def test_no_point_of_the_curve():
    for point in (bytes(64), bytes.fromhex(X + X), bytes.fromhex(X), b"\xff" * 64):
        with pytest.raises(ValueError, match="no point"):
            sm2.PublicKey(point)


def test_keys_are_written_and_read():
    key = sm2.PrivateKey(D)
    assert sm2.private_key(key.pem()) == key
    for text in ("", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "junk"):
        with pytest.raises(ValueError, match="no SM2 key"):
            sm2.private_key(text)


@pytest.mark.parametrize("pair", ["sm2-sm3", "sm2-sm3-old"])
@pytest.mark.parametrize("kind", ["311", "621", "711", "303"])
def test_a_message_is_signed_and_judged(kind, pair):
    data = signer(pair=pair).sign(plain(kind))
    assert (check(data).valid, verify(data).judgement) == (True, "valid")
    assert verify(data).serial == signer(pair=pair).serial
    assert PAIRS[pair].signature.encode() in data and PAIRS[pair].digest.encode() in data


def test_the_other_bytes_are_not_touched():
    signed = signer().sign(plain())
    start, end = signed.index(b"<ds:Signature "), signed.index(b"</ds:Signature>") + len(b"</ds:Signature>")
    assert signed[:start] + signed[end:] == plain()


@pytest.mark.parametrize(
    ("old", "new", "judgement", "reason"),
    [
        (b"<ceb:appType>", b"<ceb:appType> ", "invalid", "digest_value"),
        (b"<ds:SignatureValue>", b"<ds:SignatureValue>AAAA", "invalid", "signature_value"),
        (b"<ds:X509Certificate>", b"<ds:X509Certificate>AAAA", "invalid", "bad_certificate"),
        (b"xmldsig#sm3", b"xmldsig#sm4", "invalid", "signature_value"),
        (b"2022/04/xmldsig#sm2-sm3", b"2023/04/xmldsig#sm2-sm3", "unsupported", "signature_algorithm"),
        (b"www.chinaport.gov.cn/2022/04/xmldsig#sm2-sm3", b"www.w3.org/2000/09/xmldsig#rsa-sha1", "invalid",
         "key_does_not_fit"),
    ],
)  # fmt: skip
def test_broken_signatures(old, new, judgement, reason):
    data = signer().sign(plain())
    assert old in data
    verdict = verify(data.replace(old, new, 1))
    assert (verdict.judgement, verdict.reason) == (judgement, reason)


def test_an_rsa_certificate_does_not_stand_for_an_sm2_signature():
    data = samples.signer().sign(plain())
    moved = data.replace(
        b"www.w3.org/2000/09/xmldsig#rsa-sha1", b"www.chinaport.gov.cn/2022/04/xmldsig#sm2-sm3"
    )
    assert verify(moved).reason == "key_does_not_fit"


def test_somebody_elses_key():
    mine, other = (
        signer(name).certificate.public_bytes(serialization.Encoding.DER) for name in ("example", "other")
    )
    signed = signer("example").sign(plain())
    data = signed.replace(base64.b64encode(mine), base64.b64encode(other))
    assert data != signed
    assert (verify(data).judgement, verify(data).reason) == ("invalid", "signature_value")


def test_a_point_off_the_curve_in_the_certificate_is_no_crash():
    der = signer().certificate.public_bytes(serialization.Encoding.DER)
    point = signer().key.public.point
    broken = der.replace(point, point[:-1] + bytes([point[-1] ^ 1]))
    data = signer().sign(plain()).replace(base64.b64encode(der), base64.b64encode(broken))
    assert (verify(data).judgement, verify(data).reason) == ("invalid", "bad_certificate")


def test_the_report_says_valid_and_invalid():
    data = signer().sign(plain())
    assert judge(data)["signature"] == "valid"
    assert judge(data.replace(b"<ceb:appType>", b"<ceb:appType> ", 1))["signature"] == "invalid"


def test_a_pair_needs_its_kind_of_key():
    pem = signer().certificate.public_bytes(serialization.Encoding.PEM)
    key = signer().key.pem().encode()
    assert isinstance(signer_from_pem(key, pem, "sm2-sm3"), Sm2Signer)
    for pair, reason in (("rsa-sha1", ""), ("sm2", "unknown pair")):
        with pytest.raises(ValueError, match=reason):
            signer_from_pem(key, pem, pair)
    other = signer("other").certificate.public_bytes(serialization.Encoding.PEM)
    with pytest.raises(ValueError, match="does not belong"):
        Sm2Signer.from_pem(key, other)
    with pytest.raises(ValueError, match="signs by SM2"):
        Sm2Signer(signer().key, signer().certificate, PAIRS["rsa-sha1"])
    assert not sm2.is_sm2(samples.signer().certificate)
    assert isinstance(samples.signer(), Signer)
    assert x509.load_pem_x509_certificate(pem).serial_number == int(signer().serial, 16)
