"""Judging a signature by the certificate inside it: does this key's owner stand for exactly these bytes?

Whether that certificate is to be trusted, and is the sender's, is for the port to say, not for this module.
Only same-document references, the enveloped transform and C14N are followed: a signature cannot make us
fetch,
run or expand anything.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import Literal

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from lxml import etree

from customs.messages import sm2
from customs.messages.algorithms import PAIRS
from customs.messages.canonical import canonical
from customs.messages.parsing import parse
from customs.messages.types import DS

_C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
_EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
# canonicalization -> (exclusive, with comments)
_CANONICAL = {
    _C14N: (False, False),
    f"{_C14N}#WithComments": (False, True),
    _EXCLUSIVE: (True, False),
    f"{_EXCLUSIVE}WithComments": (True, True),
}
_MORE = "http://www.w3.org/2001/04/xmldsig-more#"
_DIGESTS: dict[str, type[hashes.HashAlgorithm]] = {
    f"{DS}sha1": hashes.SHA1,
    PAIRS["sm2-sm3"].digest: hashes.SM3,
    "http://www.w3.org/2001/04/xmlenc#sha256": hashes.SHA256,
    "http://www.w3.org/2001/04/xmlenc#sha512": hashes.SHA512,
}
_SIGNATURES: dict[str, type[hashes.HashAlgorithm]] = {
    f"{DS}rsa-sha1": hashes.SHA1,
    f"{_MORE}rsa-sha256": hashes.SHA256,
    f"{_MORE}rsa-sha512": hashes.SHA512,
}
_SM2 = frozenset(pair.signature for pair in PAIRS.values() if pair.key == "sm2")
_ENVELOPED = f"{DS}enveloped-signature"


@dataclass(frozen=True)
class Verdict:
    """What the signature is worth.

    `certificate` is the one inside, where it could be read; `reason` a stable code."""

    judgement: Literal["valid", "invalid", "absent", "unsupported"]
    certificate: x509.Certificate | None = None
    reason: str = ""

    @property
    def valid(self) -> bool:
        return self.judgement == "valid"

    @property
    def serial(self) -> str:
        """The certificate's serial number in hex; "" without certificate."""
        return f"{self.certificate.serial_number:X}" if self.certificate else ""


class _UnsupportedError(Exception):
    pass


class _InvalidError(Exception):
    pass


def verify(xml: bytes) -> Verdict:
    """The verdict on a message's bytes; bytes that are no XML are `invalid`."""
    parsed = parse(xml)
    if parsed.root is None:
        return Verdict("invalid", reason=parsed.refused.rule if parsed.refused else "unreadable")
    return verify_tree(parsed.root)


def verify_tree(root: etree._Element) -> Verdict:
    """The verdict on a parsed message; the tree is left as it was."""
    found = root.findall(f"{{{DS}}}Signature")
    if not found:
        return Verdict("absent")
    if len(found) > 1:
        return Verdict("invalid", reason="several_signatures")
    certificate: x509.Certificate | None = None
    try:
        certificate = _certificate(found[0])
        _verify_value(found[0], certificate)
        _verify_digest(root, found[0])
    except _UnsupportedError as error:
        return Verdict("unsupported", certificate, str(error))
    except _InvalidError as error:
        return Verdict("invalid", certificate, str(error))
    except etree.C14NError:
        # Names with relative namespace addresses have no canonical form.
        return Verdict("unsupported", certificate, "canonicalization")
    return Verdict("valid", certificate)


def _one(parent: etree._Element, path: str) -> etree._Element:
    nodes = parent.findall("/".join(f"{{{DS}}}{step}" for step in path.split("/")))
    if len(nodes) != 1:
        raise _InvalidError(f"needs_one_{path.rpartition('/')[2]}")
    return nodes[0]


def _algorithm(parent: etree._Element, path: str) -> str:
    return _one(parent, path).get("Algorithm") or ""


def _certificate(signature: etree._Element) -> x509.Certificate:
    nodes = signature.findall(f"{{{DS}}}KeyInfo/{{{DS}}}X509Data/{{{DS}}}X509Certificate")
    if _algorithm(signature, "SignedInfo/SignatureMethod") not in _SM2:
        _known(_algorithm(signature, "SignedInfo/SignatureMethod"), _SIGNATURES, "signature_algorithm")
    if not nodes:
        raise _InvalidError("no_certificate")
    try:
        return x509.load_der_x509_certificate(_bytes(nodes[0]))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise _InvalidError("bad_certificate") from error


def _known(name: str, table: dict[str, type[hashes.HashAlgorithm]], what: str) -> hashes.HashAlgorithm:
    if name not in table:
        raise _UnsupportedError(what)
    return table[name]()


def _bytes(node: etree._Element) -> bytes:
    try:
        return base64.b64decode("".join("".join(map(str, node.itertext())).split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise _InvalidError("bad_base64") from error


def _verify_value(signature: etree._Element, certificate: x509.Certificate) -> None:
    """SignatureValue over the canonical SignedInfo, with the certificate's key."""
    info = _one(signature, "SignedInfo")
    exclusive, comments = _canonicalization(_one(info, "CanonicalizationMethod"))
    signed = canonical(info, exclusive=exclusive, with_comments=comments)
    value = _bytes(_one(signature, "SignatureValue"))
    if _algorithm(info, "SignatureMethod") in _SM2:
        _verify_sm2(certificate, value, signed)
    else:
        _verify_rsa(certificate, value, signed, _algorithm(info, "SignatureMethod"))


def _verify_sm2(certificate: x509.Certificate, value: bytes, signed: bytes) -> None:
    try:
        key = sm2.public_key(certificate)
    except ValueError as error:
        raise _InvalidError("bad_certificate") from error
    if key is None:
        raise _InvalidError("key_does_not_fit")
    if not key.verify(value, signed):
        raise _InvalidError("signature_value")


def _verify_rsa(certificate: x509.Certificate, value: bytes, signed: bytes, algorithm: str) -> None:
    digest = _known(algorithm, _SIGNATURES, "signature_algorithm")
    if sm2.is_sm2(certificate):
        raise _InvalidError("key_does_not_fit")
    try:
        key = certificate.public_key()
    except (ValueError, UnsupportedAlgorithm) as error:
        raise _UnsupportedError("key_kind") from error
    if not isinstance(key, rsa.RSAPublicKey):
        raise _InvalidError("key_does_not_fit")
    try:
        key.verify(value, signed, padding.PKCS1v15(), digest)
    except InvalidSignature as error:
        raise _InvalidError("signature_value") from error


def _canonicalization(node: etree._Element) -> tuple[bool, bool]:
    if len(node) or node.get("Algorithm") not in _CANONICAL:
        raise _UnsupportedError("canonicalization")
    return _CANONICAL[node.get("Algorithm") or ""]


def _verify_digest(root: etree._Element, signature: etree._Element) -> None:
    """The one reference, to the whole message without the signature."""
    reference = _one(signature, "SignedInfo/Reference")
    if reference.get("URI") != "":
        raise _UnsupportedError("reference")
    enveloped, exclusive = False, False
    for transform in reference.findall(f"{{{DS}}}Transforms/{{{DS}}}Transform"):
        if transform.get("Algorithm") == _ENVELOPED:
            enveloped = True
        else:
            exclusive = _canonicalization(transform)[0]
    if not enveloped:
        raise _InvalidError("not_enveloped")
    digest = hashes.Hash(_known(_algorithm(reference, "DigestMethod"), _DIGESTS, "digest_algorithm"))
    digest.update(_without(root, signature, exclusive))
    if digest.finalize() != _bytes(_one(reference, "DigestValue")):
        raise _InvalidError("digest_value")


def _without(root: etree._Element, signature: etree._Element, exclusive: bool) -> bytes:
    """Canonical bytes without the signature, whose tail stays;

    put back after. `URI=""` leaves comments out."""
    place, tail, before = root.index(signature), signature.tail, signature.getprevious()
    text, before_tail = root.text, None if before is None else before.tail
    root.remove(signature)
    if before is None:
        root.text = (text or "") + (tail or "") or None
    else:
        before.tail = (before_tail or "") + (tail or "") or None
    try:
        return canonical(root.getroottree(), exclusive=exclusive)
    finally:
        if before is None:
            root.text = text
        else:
            before.tail = before_tail
        root.insert(place, signature)
        signature.tail = tail
