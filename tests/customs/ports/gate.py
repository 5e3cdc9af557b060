"""Our own door for ports that push: real requests come in over a socket, and are answered by the test's own thread.

So what the port pushes is judged by the very view, inside the test's transaction.
"""

from __future__ import annotations

import queue
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from django.test import Client


class Gate:
    def __init__(self, mall: str) -> None:
        self.waiting: queue.Queue[tuple[str, bytes, queue.Queue[Any]]] = queue.Queue()
        self.statuses: list[int] = []
        self._client = Client(HTTP_HOST=f"{mall}.localhost")
        gate = self

        class Porter(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                answer: queue.Queue[Any] = queue.Queue()
                gate.waiting.put((self.path, body, answer))
                try:
                    status, said = answer.get(timeout=10)
                except queue.Empty:
                    return
                self.send_response(status)
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, *_: Any) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Porter)
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        ).start()

    def url(self, port: str) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/openapi/v1/webhooks/customs/{port}"

    def answer(self, patience: float = 0.0) -> int:
        """Everything that waits, or comes within so many seconds; returns how many."""
        count = 0
        while True:
            try:
                path, body, back = (
                    self.waiting.get(timeout=patience) if patience else self.waiting.get_nowait()
                )
            except queue.Empty:
                return count
            said = self._client.post(path, body, content_type="application/x-www-form-urlencoded")
            self.statuses.append(said.status_code)
            back.put((said.status_code, said.content))
            count += 1

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
