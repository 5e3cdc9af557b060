"""Serving a handler over real sockets, one thread a connection."""

import socket
import struct
import sys
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from simulators.web.routing import Handler, Request, Response, answer

BIGGEST_BODY = 20 * 1024 * 1024


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256
    allow_reuse_address = True

    def __init__(self, host: str, port: int, handler: Handler) -> None:
        self.answer_to = handler
        super().__init__((host, port), _Connection)

    def server_bind(self) -> None:
        # the base class asks the name service who we are; a simulator must start without one
        socket_address = self.server_address
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(socket_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    @property
    def url(self) -> str:
        return f"http://{self.server_name}:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that hung up is no news."""
        if not isinstance(sys.exception(), OSError):
            traceback.print_exc()


class _Connection(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    timeout = 120
    server: Server

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet: the archive in the state directory says more."""

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if not 0 <= length <= BIGGEST_BODY:
            self.close_connection = True
            self._send(answer({"error": "the body is too big"}, 413))
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, self.path, headers, self.rfile.read(length))
        try:
            response = self.server.answer_to(request)
        except Exception:
            traceback.print_exc()
            response = answer({"error": "the simulator failed, see its log"}, 500)
        self._send(response)

    def _send(self, response: Response) -> None:
        if response.drop:
            self._hang_up()
            return
        self.send_response_only(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        if response.status not in (101, 204):
            self.send_header("Content-Type", response.content_type)
            self.send_header("Content-Length", str(len(response.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD" and response.status != 204:
            self.wfile.write(response.body)
        self.wfile.flush()
        if response.talk:
            self.close_connection = True
            response.talk(self.rfile, self.wfile)

    def _hang_up(self) -> None:
        """A reset rather than a farewell: what the other side sees when a machine dies."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()

    # the base class looks its methods up by these names
    do_GET = do_POST = do_DELETE = do_HEAD = do_PUT = do_PATCH = _serve  # noqa: N815
