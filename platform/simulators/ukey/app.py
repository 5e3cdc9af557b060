"""The reader as one callable: `GET /` upgraded to a WebSocket is the control, `/_sim/…` its desk."""

import base64
import json
import threading
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from simulators import sm2
from simulators.clock import Clock
from simulators.web.frames import Say, upgrade
from simulators.web.routing import RefusedError, Request, Response, Router, answer, asked

SIGN, CERTIFICATE = "cus-sec_SpcSignDataAsPEM", "cus-sec_SpcGetSignCertAsPEM"
_TRIES = 6


class Reader:
    """No card until one is put in; state in memory, as a reader has none."""

    def __init__(self, state: Path, seed: str, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._card: dict[str, str] = {}
        self._tries = 0
        self._config: dict[str, Any] = {"per_minute": 250, "fault": ""}
        self._signed: deque[float] = deque()
        self._total = 0
        router = self._router = Router()
        router.add("GET", "/healthz", lambda _: answer({"status": "ok", "simulator": "ukey"}))
        router.add("GET", "/", lambda request: upgrade(request, self._talk))
        router.add("POST", "/_sim/card", self._put_in)
        router.add("POST", "/_sim/config", self._configure)
        router.add("GET", "/_sim/stats", lambda _: answer({"signed": self._total, "tries": self._tries}))

    def __call__(self, request: Request) -> Response:
        return self._router(request)

    def start(self) -> None:
        """Nothing works by itself here."""

    def stop(self) -> None:
        """Nor has anything to be put away."""

    def _put_in(self, request: Request) -> Response:
        key, pem, pin = asked(request.json(), "private_key", "certificate", "pin")
        self._card = {"private_key": key, "certificate": pem, "pin": pin}
        self._tries, self._total = 0, 0
        self._signed.clear()
        return answer({"serial": f"{self._held().serial_number:X}"}, 201)

    def _configure(self, request: Request) -> Response:
        """`per_minute`; `fault`: "" | "reader" | "close" | "garbage" | "other_card"."""
        unknown = set(request.json()) - set(self._config)
        if unknown:
            raise RefusedError(f"unknown option: {sorted(unknown)}")
        self._config |= request.json()
        return answer(self._config)

    def _held(self) -> x509.Certificate:
        return x509.load_pem_x509_certificate(self._card["certificate"].encode())

    def _talk(self, texts: Iterator[str], say: Say) -> None:
        say(
            json.dumps(
                {
                    "_id": 0,
                    "_method": "open",
                    "_status": "00",
                    "_args": {"Result": True, "Data": [], "Error": []},
                }
            )
        )
        for text in texts:
            if self._config["fault"] == "close":
                return
            if self._config["fault"] == "garbage":
                say("<html>")
                return
            asked_for = json.loads(text)
            with self._lock:
                said = self._answer(asked_for.get("_method"), asked_for.get("args") or {})
            say(
                json.dumps(
                    {
                        "_id": asked_for.get("_id"),
                        "_method": asked_for.get("_method"),
                        "_status": "00",
                        "_args": said,
                    }
                )
            )

    def _answer(self, method: str, args: dict[str, str]) -> dict[str, Any]:
        if not self._card or self._config["fault"] == "reader":
            return _failed("[读卡器底层库]复位读卡器失败:错误码=50070", "Err:Custom50070")
        if method == CERTIFICATE:
            return _done(self._card["certificate"])
        if method != SIGN:
            return _failed(f"unknown method {method}")
        refusal = self._refusal(args.get("passwd", ""))
        if refusal:
            return _failed(refusal)
        serial = f"{self._held().serial_number:x}"
        if self._config["fault"] == "other_card":
            serial = "99" + serial
        return _done(base64.b64encode(self._sign(args["inData"].encode())).decode(), serial)

    def _refusal(self, pin: str) -> str:
        """A wrong PIN counts; after six the card is locked. More signatures a minute than it manages: none."""
        if self._tries >= _TRIES:
            return "卡已锁"
        if pin != self._card["pin"]:
            self._tries += 1
            return f"密码错误，剩余{_TRIES - self._tries}次"
        self._tries = 0
        now = self._clock()
        while self._signed and self._signed[0] <= now - 60:
            self._signed.popleft()
        if len(self._signed) >= self._config["per_minute"]:
            return "签名过于频繁"
        self._signed.append(now)
        self._total += 1
        return ""

    def _sign(self, data: bytes) -> bytes:
        key = self._card["private_key"]
        if "BEGIN" not in key:
            point = sm2.point_of(self._held())
            assert point is not None
            return sm2.sign(key, point, data)
        loaded = serialization.load_pem_private_key(key.encode(), None)
        assert isinstance(loaded, rsa.RSAPrivateKey)
        return loaded.sign(data, padding.PKCS1v15(), hashes.SHA1())


def _done(*data: str) -> dict[str, Any]:
    return {"Result": True, "Data": list(data), "Error": []}


def _failed(*errors: str) -> dict[str, Any]:
    return {"Result": False, "Data": [], "Error": list(errors)}
