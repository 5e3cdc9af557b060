"""A customs card (海关 U-key, IC 卡) or crypto machine behind its control: signs by WebSocket, the key stays there.

A question is `{"_method", "_id", "args"}`, the answer `{"_method", "_id", "_status": "00", "_args": {"Result", "Data",
"Error"}}`; the control greets with a message `open`. Source: published clients of the control (several).
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass, field
from typing import Any

from cryptography import x509

from customs.messages.algorithms import Pair
from customs.messages.signature import enveloped, serial_of
from customs.ports.websocket import WebSocket, WebSocketError
from customs.types import SignerAway

SIGN, CERTIFICATE = "cus-sec_SpcSignDataAsPEM", "cus-sec_SpcGetSignCertAsPEM"
_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Device:
    """`url`: ws(s):// of the control; `pin`: of the card."""

    url: str
    pin: str = field(repr=False)

    def certificate(self) -> x509.Certificate:
        """The card's own. Raises SignerAway."""
        try:
            return _certificate(self._ask(CERTIFICATE, {})[0])
        except (ValueError, IndexError) as error:
            raise SignerAway("the card shows no certificate") from error

    def sign(self, data: bytes) -> tuple[bytes, str]:
        """Signature and serial number of the certificate. Raises SignerAway."""
        answer = self._ask(SIGN, {"inData": data.decode(), "passwd": self.pin})
        try:
            return base64.b64decode("".join(answer[0].split()), validate=True), answer[1]
        except (binascii.Error, ValueError, IndexError) as error:
            raise SignerAway("the card's answer cannot be read") from error

    def _ask(self, method: str, args: dict[str, str]) -> list[str]:
        try:
            with WebSocket(self.url, seconds=_SECONDS) as line:
                line.say(json.dumps({"_method": method, "_id": 1, "args": args}, ensure_ascii=False))
                while (answer := _answer(line.hear())).get("_method") != method:
                    pass
        except WebSocketError as error:
            raise SignerAway(str(error)) from error
        said = answer.get("_args")
        if answer.get("_status") != "00" or not isinstance(said, dict):
            raise SignerAway(f"the card answered {answer.get('_status')}")
        if said.get("Result") is not True:
            raise SignerAway(" ".join(_texts(said.get("Error"))) or "the card refused")
        return _texts(said.get("Data"))


@dataclass(frozen=True, slots=True)
class DeviceSigner:
    """Signs by a device; `certificate` is what the mall keeps of it, and another card's signature is refused."""

    device: Device
    certificate: x509.Certificate
    pair: Pair

    def sign(self, xml: bytes) -> bytes:
        return enveloped(xml, self.pair, self.certificate, self.sign_text)

    def sign_text(self, data: bytes) -> bytes:
        value, serial = self.device.sign(data)
        if serial.lstrip("0").upper() != serial_of(self.certificate):
            raise SignerAway(f"another card is plugged in: {serial[:60]}")
        return value


def _answer(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SignerAway("the control's answer is no JSON") from error
    return found if isinstance(found, dict) else {}


def _texts(value: Any) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _certificate(text: str) -> x509.Certificate:
    """PEM, or its base64 alone."""
    if "BEGIN" in text:
        return x509.load_pem_x509_certificate(text.encode())
    return x509.load_der_x509_certificate(base64.b64decode("".join(text.split())))
