"""Signing and judging, against two libraries that are not ours."""

from __future__ import annotations

import base64
import random

import pytest
import xmlsec
from cryptography.hazmat.primitives import serialization
from lxml import etree
from signxml import SignatureConfiguration, XMLVerifier
from signxml.algorithms import DigestAlgorithm, SignatureMethod

from customs.messages import TABLES, Signer, check, verify
from customs.messages.signature import SignRefused
from tests.customs.messages import samples

SIGNED_KINDS = sorted(kind for kind, table in TABLES.items() if not table.from_customs)


SM2 = b"www.chinaport.gov.cn/2022/04/xmldsig#sm2-sm3"


def pem() -> str:
    return samples.signer().certificate.public_bytes(serialization.Encoding.PEM).decode()


def by_signxml(data: bytes) -> str:
    """The tag of what was signed, as signxml sees it."""
    wanted = SignatureConfiguration(
        signature_methods=frozenset({SignatureMethod.RSA_SHA1}),
        digest_algorithms=frozenset({DigestAlgorithm.SHA1}),
        location="./",
    )
    result = XMLVerifier().verify(data, x509_cert=pem(), expect_config=wanted)
    assert not isinstance(result, list)
    assert result.signed_xml is not None
    return str(result.signed_xml.tag)


def by_xmlsec(data: bytes) -> None:
    node = xmlsec.tree.find_node(etree.fromstring(data), "Signature")
    assert node is not None
    context = xmlsec.SignatureContext()
    context.key = xmlsec.Key.from_memory(pem(), xmlsec.constants.KeyDataFormatCertPem)
    context.verify(node)


@pytest.mark.parametrize("kind", SIGNED_KINDS)
def test_two_other_libraries_agree(kind: str) -> None:
    data = samples.message(kind, random.Random(1), documents=2, signed=True)
    assert check(data).valid
    assert verify(data).judgement == "valid"
    assert by_signxml(data) == f"{{http://www.chinaport.gov.cn/ceb}}CEB{kind}Message"
    by_xmlsec(data)


def test_the_other_bytes_are_not_touched() -> None:
    plain = samples.message("311", random.Random(2), signed=False)
    signed = samples.signer().sign(plain)
    start, end = signed.index(b"<ds:Signature "), signed.index(b"</ds:Signature>") + len(b"</ds:Signature>")
    assert signed[:start] + signed[end:] == plain
    assert samples.signer().sign(plain) == signed


def test_names_and_namespaces_in_scope() -> None:
    """White space, a default namespace, declarations nobody uses, line ends: all are signed."""
    plain = samples.message("311", random.Random(2), signed=False, prefix="").decode()
    body = plain[plain.index("<CEB311") :].replace(" guid=", ' xmlns:b="urn:b" xmlns:a="urn:a" guid=', 1)
    data = samples.signer().sign(body.replace("><", ">\r\n  <").encode())
    assert verify(data).judgement == "valid"
    by_xmlsec(data)


def test_key_name_is_the_serial() -> None:
    data = samples.message("621", random.Random(1))
    assert b"<ds:KeyName>1A2B3C4D5E6F</ds:KeyName>" in data
    assert verify(data).serial == "1A2B3C4D5E6F"


@pytest.mark.parametrize(
    ("old", "new", "judgement", "reason"),
    [
        (b"<ceb:appType>", b"<ceb:appType> ", "invalid", "digest_value"),
        (b"<ds:SignatureValue>", b"<ds:SignatureValue>AAAA", "invalid", "signature_value"),
        (b"<ds:SignatureValue>", b"<ds:SignatureValue>*", "invalid", "bad_base64"),
        (b"<ds:X509Certificate>", b"<ds:X509Certificate>AAAA", "invalid", "bad_certificate"),
        (b'URI=""', b'URI="http://127.0.0.1:9/x"', "invalid", "signature_value"),
        (b"xmldsig#rsa-sha1", b"xmldsig#dsa-sha1", "unsupported", "signature_algorithm"),
        (b"www.w3.org/2000/09/xmldsig#rsa-sha1", SM2, "invalid", "key_does_not_fit"),
        (b"TR/2001/REC-xml-c14n-20010315", b"2006/12/xml-c14n11", "unsupported", "canonicalization"),
    ],
)
def test_broken_signatures(old: bytes, new: bytes, judgement: str, reason: str) -> None:
    data = samples.message("311", random.Random(3), signed=True)
    assert old in data
    verdict = verify(data.replace(old, new, 1))
    assert (verdict.judgement, verdict.reason) == (judgement, reason)


def test_somebody_elses_key() -> None:
    data = samples.message("311", random.Random(3), signed=True)
    other = samples.signer("other").certificate.public_bytes(serialization.Encoding.DER)
    mine = samples.signer().certificate.public_bytes(serialization.Encoding.DER)
    swapped = data.replace(base64.b64encode(mine), base64.b64encode(other))
    assert swapped != data
    assert verify(swapped).reason == "signature_value"


def test_comments_are_not_signed_but_everything_else_is() -> None:
    data = samples.message("311", random.Random(3), signed=True)
    assert verify(data.replace(b"<ceb:OrderHead>", b"<!-- c --><ceb:OrderHead>", 1)).valid
    assert not verify(data.replace(b"<ceb:OrderHead>", b"<?p q?><ceb:OrderHead>", 1)).valid
    assert not verify(data.replace(b"<ceb:OrderHead>", b" <ceb:OrderHead>", 1)).valid


def test_no_signature_and_no_message() -> None:
    assert verify(samples.message("311", random.Random(3), signed=False)).judgement == "absent"
    assert verify(b"junk").judgement == "invalid"
    assert verify(b"<!DOCTYPE a><a/>").reason == "doctype"


def test_what_is_not_signed() -> None:
    signed = samples.message("311", random.Random(3), signed=True)
    odd = samples.message("311", random.Random(3), signed=False).replace(
        b" guid=", b' xmlns:a="urn:a&amp;" guid=', 1
    )
    for data in (signed, odd, b"junk", b"<!DOCTYPE a><a><b/></a>", "<a><b>é</b></a>".encode("utf-16")):
        with pytest.raises(SignRefused):
            samples.signer().sign(data)


def test_a_key_must_belong_to_its_certificate() -> None:
    key = samples.signer("other").key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    assert Signer.from_pem(key, samples.signer("other").certificate.public_bytes(serialization.Encoding.PEM))
    with pytest.raises(ValueError, match="does not belong"):
        Signer.from_pem(key, pem().encode())


def test_export_signature_stands_before_the_extension() -> None:
    extend = samples.EXTENSION
    plain = samples.message("303", random.Random(3), signed=False)
    data = samples.signer().sign(plain.replace(b"</ceb:CEB303", extend + b"</ceb:CEB303", 1))
    assert check(data).valid
    assert verify(data).valid
