"""The XML signature of a message (报文签名): enveloped, inclusive C14N; SHA-1 by RSA, or SM3 by SM2 (国密)."""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

import xmlsec
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from lxml import etree

from simulators import sm2
from simulators.port.intake.fields import SIGNATURE_NAMESPACE

_C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
_RSA_SHA1 = "http://www.w3.org/2000/09/xmldsig#rsa-sha1"
_SM2_SM3 = "http://www.chinaport.gov.cn/2022/04/xmldsig#sm2-sm3"
_DIGESTS = {
    _RSA_SHA1: "http://www.w3.org/2000/09/xmldsig#sha1",
    _SM2_SM3: "http://www.chinaport.gov.cn/2022/04/xmldsig#sm3",
}
_ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
_NAMES = {"ds": SIGNATURE_NAMESPACE}


class SignatureError(Exception):
    """`digest` when the signed data were changed, else the signature itself does not hold."""

    def __init__(self, message: str, *, digest: bool = False) -> None:
        super().__init__(message)
        self.digest = digest


@dataclass(frozen=True)
class Signer:
    """The certificate a message was signed with."""

    fingerprint: str
    certificate: x509.Certificate

    def valid_at(self, moment: float) -> bool:
        now = datetime.fromtimestamp(moment, UTC)
        return self.certificate.not_valid_before_utc <= now <= self.certificate.not_valid_after_utc


def fingerprint_of(certificate: x509.Certificate) -> str:
    return certificate.fingerprint(hashes.SHA256()).hex()


def verify(root: etree._Element) -> Signer | None:
    """Who signed, None where there is no signature; SignatureError when it does not hold."""
    signature = root.find(f"{{{SIGNATURE_NAMESPACE}}}Signature")
    if signature is None:
        return None
    _check_methods(signature)
    certificate = _certificate(signature)
    _check_digest(root, signature)
    _check_value(signature, certificate)
    return Signer(fingerprint_of(certificate), certificate)


def _check_methods(signature: etree._Element) -> None:
    """One reference, to the whole message, by the specified methods: nothing to wrap a forgery round."""
    method = "".join(_texts(signature, "ds:SignedInfo/ds:SignatureMethod/@Algorithm"))
    if method not in _DIGESTS:
        raise SignatureError(f"SignatureMethod: {method}")
    wanted = {
        "ds:SignedInfo/ds:CanonicalizationMethod/@Algorithm": [_C14N],
        "ds:SignedInfo/ds:Reference/@URI": [""],
        "ds:SignedInfo/ds:Reference/ds:Transforms/ds:Transform/@Algorithm": [_ENVELOPED],
        "ds:SignedInfo/ds:Reference/ds:DigestMethod/@Algorithm": [_DIGESTS[method]],
    }
    for path, values in wanted.items():
        found = _texts(signature, path)
        if found != values:
            raise SignatureError(f"{path}: {found}")


def _texts(signature: etree._Element, path: str) -> list[str]:
    found = signature.xpath(path, namespaces=_NAMES)
    return [str(value) for value in found] if isinstance(found, list) else []


def _certificate(signature: etree._Element) -> x509.Certificate:
    text = signature.findtext("ds:KeyInfo/ds:X509Data/ds:X509Certificate", "", _NAMES)
    try:
        return x509.load_der_x509_certificate(base64.b64decode("".join(text.split()), validate=True))
    except (ValueError, binascii.Error) as problem:
        raise SignatureError("no readable certificate") from problem


def _check_digest(root: etree._Element, signature: etree._Element) -> None:
    """The hash of the message without its signature, in canonical form."""
    copy = etree.fromstring(etree.tostring(root))
    inner = copy.find(f"{{{SIGNATURE_NAMESPACE}}}Signature")
    assert inner is not None
    previous, tail = inner.getprevious(), inner.tail or ""
    if previous is not None:
        previous.tail = (previous.tail or "") + tail
    copy.remove(inner)
    bare = etree.tostring(copy, method="c14n", with_comments=False)
    counted = sm2.sm3(bare) if _is_sm2(signature) else hashlib.sha1(bare).digest()
    said = signature.findtext("ds:SignedInfo/ds:Reference/ds:DigestValue", "", _NAMES)
    if base64.b64encode(counted).decode() != "".join(said.split()):
        raise SignatureError("the signed data were changed", digest=True)


def _check_value(signature: etree._Element, certificate: x509.Certificate) -> None:
    if _is_sm2(signature):
        _check_sm2(signature, certificate)
        return
    try:
        key = certificate.public_key()
    except (ValueError, UnsupportedAlgorithm) as problem:
        raise SignatureError("the certificate's key is none for this method") from problem
    public = key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    context = xmlsec.SignatureContext()
    try:
        context.key = xmlsec.Key.from_memory(public, xmlsec.constants.KeyDataFormatPem)
        context.verify(signature)
    except xmlsec.Error as problem:
        raise SignatureError("the signature does not verify") from problem


def _is_sm2(signature: etree._Element) -> bool:
    return _texts(signature, "ds:SignedInfo/ds:SignatureMethod/@Algorithm") == [_SM2_SM3]


def _check_sm2(signature: etree._Element, certificate: x509.Certificate) -> None:
    info = signature.find(f"{{{SIGNATURE_NAMESPACE}}}SignedInfo")
    text = signature.findtext("ds:SignatureValue", "", _NAMES)
    point = sm2.point_of(certificate)
    assert info is not None
    try:
        value = base64.b64decode("".join(text.split()), validate=True)
    except (ValueError, binascii.Error) as problem:
        raise SignatureError("SignatureValue is no base64") from problem
    if point is None or not sm2.verify(point, value, etree.tostring(info, method="c14n", with_tail=False)):
        raise SignatureError("the signature does not verify")
