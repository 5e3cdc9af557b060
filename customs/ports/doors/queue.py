"""The exchange platform's envelope over a message queue (AMQP 0-9-1), through kombu.

`endpoint`: amqp(s)://host:port/vhost; secrets `user`, `password`, and where the names differ `queue_out`, `queue_in`.
A letter counts as sent when the broker confirmed it; a receipt leaves the queue when it is recorded.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from kombu import Connection
from kombu.exceptions import OperationalError

from customs.ports.doors.envelopes import packed, unpacked
from customs.ports.face import Door
from customs.types import Bill, Letter, Page, PortAway, PortReceipt

_AT_ONCE = 500
_CONNECT, _QUIET = 5, 0.5


class AmqpQueue:
    code = "dxp_amqp"

    def __init__(self, door: Door) -> None:
        self.door = door

    def send(self, letter: Letter) -> None:
        with self._line() as line, _as_away():
            queue = line.SimpleQueue(self._name("queue_out", "SEND"), serializer="raw")
            queue.put(
                packed(letter, self.door),
                serializer="raw",
                content_type="application/xml",
                delivery_mode=2,
                message_id=letter.message_id,
            )
            queue.close()

    def poll(self, since: str) -> Page:
        """What lies in the queue. It stays there until `settle(True)`: the line is held open for that long."""
        line = self._line()
        taken: list[Any] = []
        found: list[PortReceipt | Bill] = []
        try:
            with _as_away():
                queue = line.SimpleQueue(self._name("queue_in", "RECV"))
                while len(taken) < _AT_ONCE:
                    try:
                        message = queue.get(block=True, timeout=_QUIET)
                    except queue.Empty:
                        break
                    taken.append(message)
                    found += unpacked(_bytes(message.body))
        except PortAway:
            line.release()
            raise
        return Page(tuple(found), settle=lambda recorded: _settle(line, taken, recorded))

    def _line(self) -> Connection:
        options = {"confirm_publish": True} if self.door.endpoint.startswith("amqp") else {}
        return Connection(
            self.door.endpoint,
            userid=self.door.secrets.get("user") or None,
            password=self.door.secrets.get("password") or None,
            connect_timeout=_CONNECT,
            transport_options={**options, "max_retries": 1, "socket_timeout": _CONNECT},
        )

    def _name(self, secret: str, end: str) -> str:
        return self.door.secrets.get(secret) or f"{self.door.dxp_id}_{end}"


class _as_away:  # noqa: N801
    """Every failure of the broker is the port being away."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        if isinstance(error, (OperationalError, OSError)) or _of_broker(error):
            raise PortAway(type(error).__name__) from error


def _of_broker(error: Any) -> bool:
    return error is not None and type(error).__module__.partition(".")[0] in ("amqp", "kombu", "redis")


def _bytes(body: Any) -> bytes:
    return body.encode() if isinstance(body, str) else bytes(body)


def _settle(line: Connection, taken: list[Any], recorded: bool) -> None:
    """Taken for good, or back into the queue. A line that broke meanwhile gives them back by itself."""
    with suppress(Exception):
        for message in taken:
            if recorded:
                message.ack()
            else:
                message.requeue()
    with suppress(Exception):
        line.release()
