"""The signature on a message: W3C XMLDSig, enveloped, inclusive C14N, by a key and its certificate.

Signing never writes the message again: the signature is put before the root's end tag (in export messages
before ExtendMessage), every other byte stays. Which algorithms: `customs.messages.algorithms`.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from lxml import etree

from customs.messages import sm2
from customs.messages.algorithms import PAIRS, RSA_SHA1, SM2_SM3, Pair
from customs.messages.canonical import canonical
from customs.messages.parsing import parse
from customs.messages.types import CEB, DS, Finding, MessageError
from customs.messages.verifying import Verdict, verify, verify_tree

C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
ENVELOPED = f"{DS}enveloped-signature"


class SignRefused(MessageError):
    """The bytes cannot be signed; they are not changed."""

    code = "message_sign_refused"


class Signs(Protocol):
    """Anything that signs: a key in the encrypted store, or a device behind a queue."""

    @property
    def certificate(self) -> x509.Certificate: ...

    def sign(self, xml: bytes) -> bytes: ...

    def sign_text(self, data: bytes) -> bytes:
        """The bare signature of some bytes (announcement 179 signs a string, not a document)."""


def serial_of(certificate: x509.Certificate) -> str:
    """The certificate's serial number in hex, as KeyName carries it."""
    return f"{certificate.serial_number:X}"


def enveloped(
    xml: bytes, pair: Pair, certificate: x509.Certificate, value_of: Callable[[bytes], bytes]
) -> bytes:
    """The same message, signed; `value_of` makes the signature of the canonical SignedInfo.

    Raises SignRefused for no message, or one that is signed already.
    """
    root = _unsigned(xml)
    try:
        digest = pair.hashed(canonical(root.getroottree()))
    except etree.C14NError as error:
        raise _refusal("not_well_formed", reason="it has no canonical form") from error
    info = _signed_info(pair, base64.b64encode(digest).decode())
    value = value_of(_in_scope(info, root).encode())
    return _inserted(xml, root, _element(info, base64.b64encode(value).decode(), certificate))


@dataclass(frozen=True)
class Signer:
    """Signs with an RSA key held in memory. `certificate` is the one customs knows the enterprise by."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    @classmethod
    def from_pem(cls, key: bytes, certificate: bytes, password: bytes | None = None) -> Signer:
        """From PEM texts; ValueError when the key is no RSA key or does not belong to the certificate."""
        try:
            loaded = serialization.load_pem_private_key(key, password)
        except UnsupportedAlgorithm as error:
            raise ValueError("only RSA keys sign here") from error
        held = x509.load_pem_x509_certificate(certificate)
        if not isinstance(loaded, rsa.RSAPrivateKey) or sm2.is_sm2(held):
            raise ValueError("only RSA keys sign here")
        if loaded.public_key() != held.public_key():
            raise ValueError("the key does not belong to the certificate")
        return cls(loaded, held)

    @property
    def serial(self) -> str:
        return serial_of(self.certificate)

    def sign(self, xml: bytes) -> bytes:
        """The same message, signed. Raises SignRefused for no message, or one that is signed already."""
        return enveloped(xml, RSA_SHA1, self.certificate, self.sign_text)

    def sign_text(self, data: bytes) -> bytes:
        return self.key.sign(data, padding.PKCS1v15(), hashes.SHA1())


@dataclass(frozen=True)
class Sm2Signer:
    """Signs with an SM2 key held in memory, by either pair that fits one."""

    key: sm2.PrivateKey
    certificate: x509.Certificate
    pair: Pair = SM2_SM3

    def __post_init__(self) -> None:
        if self.pair.key != "sm2":
            raise ValueError("an SM2 key signs by SM2")
        if sm2.public_key(self.certificate) != self.key.public:
            raise ValueError("the key does not belong to the certificate")

    @classmethod
    def from_pem(cls, key: bytes, certificate: bytes, pair: Pair = SM2_SM3) -> Sm2Signer:
        """From PEM texts; ValueError when the key is no SM2 key or does not belong to the certificate."""
        return cls(sm2.private_key(key.decode()), x509.load_pem_x509_certificate(certificate), pair)

    @property
    def serial(self) -> str:
        return serial_of(self.certificate)

    def sign(self, xml: bytes) -> bytes:
        """As Signer.sign; the value is another each time, as SM2's always is."""
        return enveloped(xml, self.pair, self.certificate, self.sign_text)

    def sign_text(self, data: bytes) -> bytes:
        return self.key.sign(data)


def signer_from_pem(key: bytes, certificate: bytes, pair: str) -> Signer | Sm2Signer:
    """By the name of the pair. ValueError for an unknown one, or a key that does not fit it."""
    if pair not in PAIRS:
        raise ValueError(f"unknown pair of algorithms: {pair}")
    if PAIRS[pair].key == "sm2":
        return Sm2Signer.from_pem(key, certificate, PAIRS[pair])
    return Signer.from_pem(key, certificate)


def _element(info: str, value: str, certificate: x509.Certificate) -> str:
    der = certificate.public_bytes(serialization.Encoding.DER)
    return (
        f'<ds:Signature xmlns:ds="{DS}">{info}<ds:SignatureValue>{value}</ds:SignatureValue><ds:KeyInfo>'
        f"<ds:KeyName>{serial_of(certificate)}</ds:KeyName><ds:X509Data><ds:X509Certificate>"
        f"{base64.b64encode(der).decode()}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>"
    )


def _unsigned(xml: bytes) -> etree._Element:
    parsed = parse(xml)
    if parsed.root is None:
        raise SignRefused((parsed.refused,) if parsed.refused else ())
    root = parsed.root
    encoding = root.getroottree().docinfo.encoding or "UTF-8"
    if encoding.upper() not in ("UTF-8", "ASCII", "US-ASCII") or b"\x00" in xml or not len(root):
        raise _refusal("not_well_formed", reason=f"only UTF-8 is signed, not {encoding}")
    if root.find(f"{{{DS}}}Signature") is not None:
        raise _refusal("already_signed")
    return root


def _refusal(rule: str, **facts: object) -> SignRefused:
    return SignRefused((Finding("", rule, facts),))


def _signed_info(pair: Pair, digest: str) -> str:
    """Canonical but for the namespaces that come from outside."""
    return (
        f'<ds:SignedInfo><ds:CanonicalizationMethod Algorithm="{C14N}"></ds:CanonicalizationMethod>'
        f'<ds:SignatureMethod Algorithm="{pair.signature}"></ds:SignatureMethod>'
        '<ds:Reference URI=""><ds:Transforms>'
        f'<ds:Transform Algorithm="{ENVELOPED}"></ds:Transform></ds:Transforms>'
        f'<ds:DigestMethod Algorithm="{pair.digest}"></ds:DigestMethod><ds:DigestValue>{digest}</ds:DigestValue>'
        "</ds:Reference></ds:SignedInfo>"
    )


def _in_scope(info: str, root: etree._Element) -> str:
    """SignedInfo as C14N sees it inside the root: with every namespace in scope, sorted by prefix.

    Addresses with markup characters are refused: libraries disagree on how C14N writes them.
    """
    if any(char in str(uri) for uri in root.nsmap.values() for char in '&<"\t\r\n'):
        raise _refusal("not_well_formed", reason="a namespace address holds markup characters")
    scope: dict[str, str] = {prefix or "": str(uri) for prefix, uri in root.nsmap.items()} | {"ds": DS}
    spaces = "".join(
        f' xmlns{":" + prefix if prefix else ""}="{uri}"' for prefix, uri in sorted(scope.items()) if uri
    )
    return info.replace("<ds:SignedInfo>", f"<ds:SignedInfo{spaces}>", 1)


def _inserted(xml: bytes, root: etree._Element, signature: str) -> bytes:
    """The bytes with the signature in its place: cut in where it is last, else through the tree."""
    extend = root.find(f"{{{CEB}}}ExtendMessage")
    export = extend is not None and str(root.tag)[-10:-7] in ("303", "403", "505", "603")
    if not export and root.getnext() is None and b"</" in xml:
        at = xml.rindex(b"</")
        return xml[:at] + signature.encode() + xml[at:]
    node = etree.fromstring(signature)
    if export and extend is not None:
        extend.addprevious(node)
    else:
        root.append(node)
    return etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True)


__all__ = [
    "SignRefused",
    "Signer",
    "Signs",
    "Sm2Signer",
    "Verdict",
    "signer_from_pem",
    "verify",
    "verify_tree",
]
