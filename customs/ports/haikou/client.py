"""The HTTP door: `POST /cebcmsg` takes a message, `GET /ceb312msg` and its sisters give receipts.

Requests wait three seconds for a connection and ten for an answer, follow no redirect and read no more than
they must. Only the word `OK` means received; whatever else comes is unknown, but for the door's own refusals.
"""

from __future__ import annotations

import base64
import json
from typing import Any

from customs.messages.times import BEIJING
from customs.ports.doors.http import ANSWER_LIMIT, PAGE_LIMIT, TOO_LARGE, ask, session
from customs.ports.face import Door
from customs.ports.haikou.receipts import published_in, read_rows
from customs.types import Bill, Letter, Page, PortAway, PortReceipt, PortRefused

RECEIPTS = ("312", "412", "512", "622", "514", "624", "626", "712", "816", "818", "900")


class HaikouPort:
    code = "haikou"

    def __init__(self, door: Door) -> None:
        self.door = door
        self._session = session()

    def send(self, letter: Letter) -> None:
        status, body = self._ask("POST", "/cebcmsg", ANSWER_LIMIT, json=_envelope(letter))
        text = body.decode("utf-8", "replace").strip()
        if status == 200 and text == "OK":
            return
        if status == TOO_LARGE:
            raise PortRefused("413: larger than the gateway takes")
        if status in (400, 409) and text.startswith("ERROR"):
            raise PortRefused(text[:300])
        raise PortAway(f"answered {status}")

    def poll(self, since: str) -> Page:
        receipts: list[PortReceipt | Bill] = []
        published: set[str] = set()
        for place, kind in enumerate(RECEIPTS):
            rows = self._rows(kind, since, again=place > 0)
            receipts += read_rows(kind, rows)
            published |= published_in(rows)
        return Page(tuple(receipts), max(published, default=""), published=tuple(sorted(published)))

    def _rows(self, kind: str, since: str, *, again: bool) -> list[Any]:
        """`again`: the port has answered this round already; if it stumbles now it is asked once more. Eleven
        questions make a round: one bad answer in ten would fail two rounds of three, and have it left alone."""
        params = {"dxpid": self.door.dxp_id, "qryid": since}
        status, body = self._ask("GET", f"/ceb{kind}msg", PAGE_LIMIT, params=params)
        if again and status >= 500:
            status, body = self._ask("GET", f"/ceb{kind}msg", PAGE_LIMIT, params=params)
        if status != 200:
            raise PortAway(f"answered {status}")
        try:
            rows = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise PortAway("the answer is no JSON") from error
        if not isinstance(rows, list):
            raise PortAway("the answer is no list")
        return rows

    def _ask(self, method: str, path: str, limit: int, **how: Any) -> tuple[int, bytes]:
        return ask(self._session, method, self.door.endpoint.rstrip("/") + path, limit, **how)


def _envelope(letter: Letter) -> dict[str, Any]:
    """The same letter makes the same envelope, byte for byte: its time is when it was made."""
    return {
        "Message": {
            "MessageHead": {
                "MessageId": letter.message_id,
                "MessageType": f"CEB{letter.kind}Message.xml",
                "SenderID": "SHOP",
                "ReceiverID": "PORT",
                "SendTime": letter.made_at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S"),
                "Version": "1.0",
            },
            "MessageBody": {"data": base64.b64encode(letter.xml).decode()},
        }
    }
