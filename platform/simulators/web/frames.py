"""The server's side of a WebSocket (RFC 6455): short texts in, short texts out."""

import base64
import hashlib
import struct
from collections.abc import Callable, Iterator
from io import BufferedIOBase

from simulators.web.routing import RefusedError, Request, Response

_MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
Say = Callable[[str], None]


def upgrade(request: Request, talk: Callable[[Iterator[str], Say], None]) -> Response:
    """101, then `talk(texts, say)` until either side ends it."""
    key = request.headers.get("sec-websocket-key", "")
    if request.headers.get("upgrade", "").lower() != "websocket" or not key:
        raise RefusedError("a WebSocket is wanted here", 426)
    accept = base64.b64encode(hashlib.sha1((key + _MAGIC).encode()).digest()).decode()
    headers = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Accept": accept}
    return Response(
        status=101,
        headers=headers,
        talk=lambda reading, writing: talk(_texts(reading, writing), lambda text: _say(writing, text)),
    )


def _texts(reading: BufferedIOBase, writing: BufferedIOBase) -> Iterator[str]:
    while True:
        head = reading.read(2)
        if len(head) < 2 or head[0] & 0x0F == 8:
            return
        length = head[1] & 0x7F
        if length == 126:
            (length,) = struct.unpack(">H", reading.read(2))
        elif length == 127:
            (length,) = struct.unpack(">Q", reading.read(8))
        mask, data = reading.read(4), reading.read(length)
        plain = bytes(byte ^ mask[place % 4] for place, byte in enumerate(data))
        if head[0] & 0x0F == 1:
            yield plain.decode("utf-8", "replace")


def _say(writing: BufferedIOBase, text: str) -> None:
    data = text.encode()
    size = len(data)
    head = bytes([0x81, size]) if size < 126 else struct.pack(">BBH", 0x81, 126, size)
    writing.write((head if size < 65536 else struct.pack(">BBQ", 0x81, 127, size)) + data)
    writing.flush()
