"""Hangzhou's family: SOAP in two steps, AES and RSA; receipts go to the company by the same means."""

import base64
import hashlib
import re
from html import escape, unescape
from pathlib import Path
from typing import Any

from Cryptodome.Cipher import AES
from Cryptodome.Util.Padding import pad, unpad
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from simulators import keys
from simulators.port import boxes, door
from simulators.port.doors import dxp
from simulators.port.doors.forms import posted
from simulators.port.office import Office
from simulators.store import Row
from simulators.web.routing import DROP, Request, Response, page

_TYPES = {"IMPORTORDER": "311", "IMPORTPAYMENT": "411", "IMPORTBILL": "511", "IMPORTINVENTORY": "621"}


class Soap:
    """`public_pem`: what a company checks the platform's receipts by."""

    def __init__(self, office: Office, state: Path) -> None:
        self._office = office
        pair = keys.keep(state, "platform", "3301000001", "口岸平台")
        loaded = serialization.load_pem_private_key(pair.private_pem, None)
        assert isinstance(loaded, rsa.RSAPrivateKey)
        self._key = loaded
        self.public_pem = (
            loaded.public_key()
            .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
            .decode()
        )

    def declare(self, request: Request) -> Response:
        """Step 1: who it is from, and that it came as it was sent."""
        given = {name: _argument(request, name) for name in ("content", "msgType", "dataDigest", "sendCode")}
        box = boxes.find(self._office.store, "soap", company=given["sendCode"])
        if box is None:
            return _answer("2", "企业未备案")
        if given["msgType"] not in _TYPES and not given["msgType"].startswith("CEB"):
            return _answer("2", "报文类型错误")
        try:
            cipher = AES.new(base64.b64decode(box["aes_key"]), AES.MODE_ECB)
            clear = unpad(cipher.decrypt(base64.b64decode(given["content"])), 16)
            key = serialization.load_pem_public_key(box["public_key"].encode())
            assert isinstance(key, rsa.RSAPublicKey)
            key.verify(base64.b64decode(given["dataDigest"]), clear, padding.PKCS1v15(), hashes.SHA1())
        except (ValueError, InvalidSignature):
            return _answer("2", "解密或验签失败")
        self._office.store.run(
            "INSERT OR IGNORE INTO announced (sha256) VALUES (?)", hashlib.sha256(clear).hexdigest()
        )
        return _answer("1", "")

    def envelope(self, request: Request) -> Response:
        """Step 2: the message in its envelope, which must be one that was announced."""
        try:
            envelope = dxp.opened(_argument(request, "content").encode())
        except dxp.EnvelopeError as problem:
            return _answer("2", f"{problem.code} {problem.info}")
        sha = hashlib.sha256(envelope.xml).hexdigest()
        if self._office.store.row("SELECT 1 FROM announced WHERE sha256 = ?", sha) is None:
            return _answer("2", "报文未经加密申报")
        word = door.lay_on_counter(self._office, envelope)
        if word == "html":
            return page(door.ERROR_PAGE)
        if word in ("refuse", "lost"):
            return DROP
        return _answer("1", "") if word == "OK" else _answer("2", "报文编号重复")

    def push(self, box: dict[str, Any], xml: bytes, row: Row) -> bool:
        cipher = AES.new(base64.b64decode(box["aes_key"]), AES.MODE_ECB)
        form = {
            "msgType": f"CEB{row['kind']}Message",
            "content": base64.b64encode(cipher.encrypt(pad(xml, 16))).decode(),
            "dataDigest": base64.b64encode(self._key.sign(xml, padding.PKCS1v15(), hashes.SHA1())).decode(),
        }
        return b"<chkMark>1</chkMark>" in posted(box, form)


def _argument(request: Request, name: str) -> str:
    found = re.search(f"<{name}>(.*?)</{name}>", request.body.decode("utf-8", "replace"), re.DOTALL)
    return unescape(found[1]) if found else ""


def _answer(mark: str, info: str) -> Response:
    inner = f"<result><chkMark>{mark}</chkMark><resultInfo>{escape(info)}</resultInfo></result>"
    body = (
        '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>'
        '<ns2:receiveResponse xmlns:ns2="http://ws.newyork.zjport.gov.cn/">'
        f"<return>{escape(inner)}</return></ns2:receiveResponse></soap:Body></soap:Envelope>"
    )
    return Response(body.encode(), content_type="text/xml; charset=utf-8")
