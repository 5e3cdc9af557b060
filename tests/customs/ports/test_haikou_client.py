"""The HTTP door, against a server that answers what a test tells it to."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from customs import ports
from customs.messages.times import moment
from customs.ports.haikou import client
from customs.types import Letter, PortAway, PortRefused

LETTER = Letter("5495ADA5-0000-0000-0000-000000000000", "311", b"<signed/>", moment("20260310120000"))


class House:
    """One answer for everything, and what was asked."""

    def __init__(self) -> None:
        self.answer: tuple[int, bytes, dict[str, str]] = (200, b"OK", {})
        self.asked: list[tuple[str, bytes]] = []
        self.stumbles: set[int] = set()
        """By its place (from 1), a request that is answered 503."""


@pytest.fixture
def house() -> Iterator[House]:
    made = House()

    class Handler(BaseHTTPRequestHandler):
        def do(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            made.asked.append((self.path, body))
            status, content, headers = made.answer
            if len(made.asked) in made.stumbles:
                status, content = 503, b""
            if status == 0:
                self.connection.close()
                return
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do

        def log_message(self, *args: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    made.url = f"http://127.0.0.1:{server.server_address[1]}"
    yield made
    server.shutdown()
    server.server_close()


def door(house: House) -> ports.Port:
    return ports.port("haikou", ports.Door(house.url, "DXPENT01"))


def test_the_same_letter_is_the_same_envelope(house):
    door(house).send(LETTER)
    door(house).send(LETTER)
    (path, first), (_, second) = house.asked
    assert (path, first) == ("/cebcmsg", second)
    message = json.loads(first)["Message"]
    assert message["MessageHead"] == {
        "MessageId": LETTER.message_id, "MessageType": "CEB311Message.xml", "SenderID": "SHOP", "ReceiverID": "PORT",
        "SendTime": "2026-03-10 12:00:00", "Version": "1.0",
    }  # fmt: skip
    assert base64.b64decode(message["MessageBody"]["data"]) == LETTER.xml


@pytest.mark.parametrize(
    "answer",
    [
        (200, b"<html>502 Bad Gateway</html>", {}),
        (200, b"", {}),
        (200, b"OKAY", {}),
        (500, b"OK", {}),
        (503, b"", {}),
        (302, b"OK", {"Location": "http://127.0.0.1:9/"}),
        (400, b"<html>who are you</html>", {}),
        (404, b"ERROR: no such path", {}),
        (0, b"", {}),
    ],
)
def test_whatever_is_not_ok_is_unknown(house, answer):
    house.answer = answer
    with pytest.raises(PortAway):
        door(house).send(LETTER)
    assert len(house.asked) == 1, "no redirect is followed, nothing is tried again behind our back"


@pytest.mark.parametrize("status", [400, 409])
def test_the_doors_own_refusal_is_for_good(house, status):
    house.answer = (status, b"ERROR: MessageHead.MessageId is missing", {})
    with pytest.raises(PortRefused) as refused:
        door(house).send(LETTER)
    assert refused.value.why == "ERROR: MessageHead.MessageId is missing"


def test_nobody_there():
    with pytest.raises(PortAway):
        ports.port("haikou", ports.Door("http://127.0.0.1:9", "D")).send(LETTER)


@pytest.mark.parametrize("body", [b"", b"OK", b"{}", b"null", b'{"rows": []}', b"[" * 100_000, b"\xff\xfe["])
def test_a_poll_that_is_no_list_is_no_answer(house, body):
    house.answer = (200, body, {})
    with pytest.raises(PortAway):
        door(house).poll("")


def test_an_answer_without_end_is_left(house, monkeypatch):
    monkeypatch.setattr(client, "PAGE_LIMIT", 1000)
    house.answer = (200, b"[" + b" " * 200_000 + b"]", {})
    with pytest.raises(PortAway):
        door(house).poll("")


def test_a_poll_asks_for_each_kind_of_our_box(house):
    house.answer = (200, b"[]", {})
    page = door(house).poll("20260310115955")
    assert (page.receipts, page.newest) == ((), "")
    assert [path for path, _ in house.asked] == [
        f"/ceb{kind}msg?dxpid=DXPENT01&qryid=20260310115955"
        for kind in ("312", "412", "512", "622", "514", "624", "626", "712", "816", "818", "900")
    ]


def test_a_port_that_stumbles_within_a_round_is_asked_once_more(house):
    house.answer, house.stumbles = (200, b"[]", {}), {4, 9}
    assert door(house).poll("").receipts == ()
    assert len(house.asked) == 13


@pytest.mark.parametrize("stumbles", [{1}, {4, 5}])
def test_one_that_does_not_answer_at_all_or_stumbles_twice_is_left_alone(house, stumbles):
    house.answer, house.stumbles = (200, b"[]", {}), stumbles
    with pytest.raises(PortAway):
        door(house).poll("")
    assert len(house.asked) == max(stumbles)


def test_what_is_known_of_the_port():
    data = ports.data("haikou")
    assert (data.name("zh-hans"), data.name("en"), data.family) == ("海口", "Haikou", "http_poll")
    assert (data.confidence, data.live) == ("one_source", False)
    with pytest.raises(KeyError):
        ports.data("../haikou")
