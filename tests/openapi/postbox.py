"""A door that takes what the world outside posts and keeps it, so that a test can bring it in later."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread


@dataclass(frozen=True)
class Letter:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Postbox:
    url: str = ""
    letters: list[Letter] = field(default_factory=list)


@contextmanager
def postbox() -> Iterator[Postbox]:
    box = Postbox()

    class Slot(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            box.letters.append(Letter(self.path, dict(self.headers.items()), body))
            self.send_response(503)  # "not now": the sender keeps it
            self.end_headers()

        def log_message(self, *said: object) -> None:
            """Nothing: the letters are what counts."""

    with HTTPServer(("127.0.0.1", 0), Slot) as server:
        box.url = f"http://127.0.0.1:{server.server_port}"
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield box
        finally:
            server.shutdown()
