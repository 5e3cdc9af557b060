"""The envelope over a broker: what companies put into their queue is taken, their receipts are put into the other."""

from typing import Any

from kombu import Connection

from simulators.port import boxes
from simulators.port.doors import dxp
from simulators.port.office import Office
from simulators.store import Row


class Queues:
    """`work()` takes what lies there; nothing happens while the broker is away."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._lines: dict[str, Connection] = {}

    def work(self) -> bool:
        """Whether anything was taken."""
        return any(self._take(box) for box in boxes.boxes(self._office.store, "amqp"))

    def _take(self, box: dict[str, Any]) -> bool:
        try:
            queue = self._line(box).SimpleQueue(f"{box['dxp_id']}_SEND")
            try:
                message = queue.get(block=False)
            except queue.Empty:
                return False
            finally:
                queue.close()
            body = message.body.encode() if isinstance(message.body, str) else bytes(message.body or b"")
            done, answer = dxp.take(self._office, body)
            if answer:
                self._put(box, answer)
            if done:
                message.ack()
            else:
                message.requeue()
            return True
        except Exception:
            self._drop(box)
            return False

    def bring(self, box: dict[str, Any], xml: bytes, row: Row) -> bool:
        try:
            self._put(box, dxp.closed(self._office, xml, row["kind"], f"R{row['id']}", box["dxp_id"]))
        except Exception:
            self._drop(box)
            return False
        return True

    def _put(self, box: dict[str, Any], data: bytes) -> None:
        queue = self._line(box).SimpleQueue(f"{box['dxp_id']}_RECV", serializer="raw")
        queue.put(data, serializer="raw", content_type="application/xml", delivery_mode=2)
        queue.close()

    def _line(self, box: dict[str, Any]) -> Connection:
        if box["url"] not in self._lines:
            options = {"confirm_publish": True} if box["url"].startswith("amqp") else {}
            self._lines[box["url"]] = Connection(
                box["url"], connect_timeout=5, transport_options={**options, "max_retries": 1}
            )
        return self._lines[box["url"]]

    def _drop(self, box: dict[str, Any]) -> None:
        line = self._lines.pop(box["url"], None)
        if line is not None:
            try:
                line.release()
            except Exception:
                return

    def close(self) -> None:
        for line in self._lines.values():
            try:
                line.release()
            except Exception:
                continue
