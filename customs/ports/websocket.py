"""A WebSocket (RFC 6455) as a client needs it for a few short questions: text out, text in, every limit named."""

from __future__ import annotations

import base64
import hashlib
import secrets
import socket
import ssl
import struct
import time
from types import TracebackType
from urllib.parse import urlsplit

_MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_TEXT, _CLOSE, _PING, _PONG = 1, 8, 9, 10
_BIGGEST = 1024 * 1024


class WebSocketError(Exception):
    """The other side is not there, speaks otherwise, or takes too long."""


class WebSocket:
    """`with WebSocket(url, seconds=10) as line:`; `seconds` bounds the whole talk. Raises WebSocketError."""

    def __init__(self, url: str, *, seconds: float) -> None:
        self._until = time.monotonic() + seconds
        parts = urlsplit(url)
        if parts.scheme not in ("ws", "wss") or not parts.hostname:
            raise WebSocketError("no ws:// or wss:// address")
        self._rest = b""
        try:
            port = parts.port or (443 if parts.scheme == "wss" else 80)
            self._socket = socket.create_connection((parts.hostname, port), timeout=min(3, seconds))
            if parts.scheme == "wss":
                context = ssl.create_default_context()
                self._socket = context.wrap_socket(self._socket, server_hostname=parts.hostname)
            self._shake_hands(parts.netloc, parts.path or "/")
        except (OSError, ValueError) as error:
            raise WebSocketError(type(error).__name__) from error

    def __enter__(self) -> WebSocket:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()

    def say(self, text: str) -> None:
        self._send(_TEXT, text.encode())

    def hear(self) -> str:
        """The next whole text; pings are answered on the way."""
        whole, begun = b"", False
        while True:
            final, kind, data = self._frame()
            if kind == _PING:
                self._send(_PONG, data)
            elif kind == _CLOSE:
                raise WebSocketError("closed")
            elif kind in (0, _TEXT) and begun == (kind == 0):
                whole, begun = whole + data, True
                if len(whole) > _BIGGEST:
                    raise WebSocketError("the text has no end")
                if final:
                    return whole.decode("utf-8", "replace")
            elif kind != _PONG:
                raise WebSocketError(f"frame {kind}")

    def _shake_hands(self, host: str, path: str) -> None:
        key = base64.b64encode(secrets.token_bytes(16)).decode()
        lines = (f"GET {path} HTTP/1.1", f"Host: {host}", "Upgrade: websocket", "Connection: Upgrade",
                 f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13", "", "")  # fmt: skip
        self._write("\r\n".join(lines).encode())
        head = b""
        while b"\r\n\r\n" not in head:
            if len(head) > 16384:
                raise WebSocketError("the answer has no end")
            head += self._read_some()
        head, _, self._rest = head.partition(b"\r\n\r\n")
        first, *rest = head.decode("latin-1").split("\r\n")
        fields = {
            name.strip().lower(): value.strip() for name, _, value in (row.partition(":") for row in rest)
        }
        wanted = base64.b64encode(
            hashlib.sha1((key + _MAGIC).encode(), usedforsecurity=False).digest()
        ).decode()
        if first.split(" ")[1:2] != ["101"] or fields.get("sec-websocket-accept") != wanted:
            raise WebSocketError("no WebSocket is spoken there")

    def _frame(self) -> tuple[bool, int, bytes]:
        first, second = self._read(2)
        length = second & 0x7F
        if length == 126:
            (length,) = struct.unpack(">H", self._read(2))
        elif length == 127:
            (length,) = struct.unpack(">Q", self._read(8))
        if second & 0x80 or length > _BIGGEST:
            raise WebSocketError("a frame that may not be")
        return bool(first & 0x80), first & 0x0F, self._read(length)

    def _send(self, kind: int, data: bytes) -> None:
        mask = secrets.token_bytes(4)
        size = len(data)
        head = bytes([0x80 | kind])
        if size < 126:
            head += bytes([0x80 | size])
        elif size < 65536:
            head += struct.pack(">BH", 0x80 | 126, size)
        else:
            head += struct.pack(">BQ", 0x80 | 127, size)
        masked = (int.from_bytes(data) ^ int.from_bytes((mask * (size // 4 + 1))[:size])).to_bytes(size)
        self._write(head + mask + masked)

    def _read(self, size: int) -> bytes:
        while len(self._rest) < size:
            self._rest += self._read_some()
        found, self._rest = self._rest[:size], self._rest[size:]
        return found

    def _read_some(self) -> bytes:
        self._in_time()
        try:
            found = self._socket.recv(65536)
        except OSError as error:
            raise WebSocketError(type(error).__name__) from error
        if not found:
            raise WebSocketError("the line was cut")
        return found

    def _write(self, data: bytes) -> None:
        self._in_time()
        try:
            self._socket.sendall(data)
        except OSError as error:
            raise WebSocketError(type(error).__name__) from error

    def _in_time(self) -> None:
        left = self._until - time.monotonic()
        if left <= 0:
            raise WebSocketError("it takes too long")
        self._socket.settimeout(left)
