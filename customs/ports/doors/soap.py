"""Hangzhou's family: SOAP in two steps, the message under AES with a RSA signature of its clear text, then in its
envelope; receipts come back to us as a form of the same make.

Secrets: `aes_key` (base64, 16 to 32 bytes), `private_key` (PEM, ours), `port_key` (PEM, the platform's public key).
Where one source shows it: `content` = base64(AES-ECB-PKCS5(xml)), `dataDigest` = base64(RSA-SHA1 of the clear xml).
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import datetime
from xml.sax.saxutils import escape

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from customs.messages import dxp
from customs.messages.parsing import parse
from customs.ports.doors.form import decoded, refusal
from customs.ports.doors.http import TOO_LARGE, ask, session
from customs.ports.face import Door
from customs.ports.haikou.receipts import from_xml
from customs.types import Bill, DoorShut, Letter, Page, PortAway, PortReceipt, PortRefused, PushRefused

_NS = "http://ws.newyork.zjport.gov.cn/"
_TYPES = {"311": "IMPORTORDER", "411": "IMPORTPAYMENT", "511": "IMPORTBILL", "621": "IMPORTINVENTORY"}


class SoapPush:
    code = "soap"

    def __init__(self, door: Door) -> None:
        self.door = door
        self._session = session()

    def send(self, letter: Letter) -> None:
        """Both steps under the same id: what came twice is taken once."""
        self._call(
            "ReceiveEncryptDeclare",
            {
                "content": base64.b64encode(encrypt(self.door.secret("aes_key"), letter.xml)).decode(),
                "msgType": _TYPES.get(letter.kind, f"CEB{letter.kind}Message"),
                "dataDigest": base64.b64encode(self._signed(letter.xml)).decode(),
                "sendCode": self.door.company,
            },
        )
        envelope = dxp.wrap(
            letter.xml,
            message_id=letter.message_id,
            kind=letter.kind,
            sender=self.door.dxp_id,
            receiver=dxp.CUSTOMS_IMPORT,
            at=letter.made_at,
        )
        self._call("ReceiveCebDeclare", {"content": envelope.decode()})

    def poll(self, since: str) -> Page:
        """Nothing to ask: it comes by itself."""
        return Page(())

    def receive(self, body: Mapping[str, str], now: datetime) -> tuple[PortReceipt | Bill, ...]:
        clear = decrypt(self.door.secret("aes_key"), decoded(body.get("content", "")))
        try:
            key = serialization.load_pem_public_key(self.door.secret("port_key").encode())
        except (ValueError, UnsupportedAlgorithm) as error:
            raise PushRefused("port_key") from error
        if not isinstance(key, rsa.RSAPublicKey):
            raise PushRefused("port_key")
        try:
            key.verify(decoded(body.get("dataDigest", "")), clear, padding.PKCS1v15(), hashes.SHA1())
        except InvalidSignature as error:
            raise PushRefused("dataDigest") from error
        return tuple(from_xml(clear))

    def answered(self, taken: bool, why: str) -> str:
        return (
            f"<result><chkMark>{1 if taken else 2}</chkMark><resultInfo>{escape(why)}</resultInfo></result>"
        )

    def _signed(self, xml: bytes) -> bytes:
        try:
            key = serialization.load_pem_private_key(self.door.secret("private_key").encode(), None)
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise DoorShut("private_key cannot be read") from error
        if not isinstance(key, rsa.RSAPrivateKey):
            raise DoorShut("private_key is no RSA key")
        return key.sign(xml, padding.PKCS1v15(), hashes.SHA1())

    def _call(self, service: str, arguments: Mapping[str, str]) -> None:
        """Raises PortAway where nothing clear came back, DoorShut or PortRefused for another mark than 1."""
        url = f"{self.door.endpoint.rstrip('/')}/newyorkWS/ws/{service}"
        headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": '""'}
        status, body = ask(self._session, "POST", url, data=_envelope(arguments), headers=headers)
        if status == TOO_LARGE:
            raise PortRefused("413: larger than the gateway takes")
        mark, info = _said(body) if status == 200 else ("", "")
        if mark == "1":
            return
        if mark:
            raise refusal(info or f"chkMark {mark}")
        raise PortAway(f"answered {status}")


def _envelope(arguments: Mapping[str, str]) -> bytes:
    inner = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in arguments.items())
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/">'
        f'<soapenv:Body><ws:receive xmlns:ws="{_NS}">{inner}</ws:receive></soapenv:Body></soapenv:Envelope>'
    ).encode()


def _said(body: bytes) -> tuple[str, str]:
    """Mark and text out of the XML that stands escaped inside the answer; empty where there is none."""
    outer = parse(body).root
    inside = next((n.text for n in outer.iter() if isinstance(n.tag, str) and (n.text or "").lstrip().startswith("<")),
                  None) if outer is not None else None  # fmt: skip
    root = parse(inside.encode()).root if inside else None
    if root is None:
        return "", ""
    return (root.findtext(".//chkMark") or "").strip(), (root.findtext(".//resultInfo") or "").strip()[:300]


def encrypt(key: str, data: bytes) -> bytes:
    """The platform's own way: AES in ECB with PKCS5 padding. It hides little; the line's TLS hides the rest.

    Raises DoorShut for a key that is none.
    """
    padder = PKCS7(128).padder()
    try:
        worker = Cipher(algorithms.AES(base64.b64decode(key)), modes.ECB()).encryptor()
    except ValueError as error:
        raise DoorShut("aes_key is no key of 16, 24 or 32 bytes in base64") from error
    return worker.update(padder.update(data) + padder.finalize()) + worker.finalize()


def decrypt(key: str, data: bytes) -> bytes:
    """Raises PushRefused."""
    try:
        worker = Cipher(algorithms.AES(base64.b64decode(key)), modes.ECB()).decryptor()
        unpadder = PKCS7(128).unpadder()
        return unpadder.update(worker.update(data) + worker.finalize()) + unpadder.finalize()
    except ValueError as error:
        raise PushRefused("content") from error
