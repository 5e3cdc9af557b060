"""Standing at a simulator's counter without sockets: the app is called, its clock is turned by hand."""

import json
from pathlib import Path
from typing import Any

from simulators.keys import KeyPair
from simulators.port.app import Port
from simulators.web.routing import Request, Response
from tests.simulators import papers

START = 1769821200.0  # 2026-01-31 09:00:00 in Beijing


class HandClock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> float:
        return self.now


def call(app: Any, method: str, target: str, body: Any = None, **headers: str) -> Response:
    content = b"" if body is None else json.dumps(body).encode()
    result: Response = app(Request(method, target, {"host": "127.0.0.1:9000", **headers}, content))
    return result


class PortCounter:
    """A port with four registered companies that share one key."""

    def __init__(self, state: Path, pair: KeyPair, seed: str = "1") -> None:
        self.clock = HandClock()
        self.state, self.seed = state, seed
        self.pair = pair
        self.port = Port(state, seed, self.clock)
        for code in (papers.AGENT, papers.SHOP, papers.PAYER, papers.CARRIER):
            self.register(code, pair)

    def register(self, code: str, pair: KeyPair) -> None:
        body = {"code": code, "name": f"公司{code}", "certificate": pair.certificate_pem.decode()}
        assert self.admin("POST", "enterprises", body)["code"] == code

    def admin(self, method: str, path: str, body: Any = None) -> Any:
        response = call(self.port, method, f"/_sim/{path}", body)
        assert response.status < 300, response.body
        return json.loads(response.body) if response.body else None

    def post(self, kind: str, xml: bytes, message_id: str) -> Response:
        return call(self.port, "POST", "/cebcmsg", papers.envelope(kind, xml, message_id))

    def send(self, kind: str, message_id: str | None = None, lines: Any = None, **head: Any) -> Response:
        """One signed document; the default message id is the kind and the order's number."""
        xml = papers.sign(papers.build(kind, lines=lines, **head), self.pair)
        return self.post(kind, xml, message_id or f"{kind}-{head.get('orderNo', 'XP260131000001')}")

    def pass_time(self, seconds: float, step: float = 1.0) -> None:
        end = self.clock.now + seconds
        self.port.settle()
        while self.clock.now < end:
            self.clock.now = min(end, self.clock.now + step)
            self.port.settle()

    def poll(self, receipt: str, since: str = "", dxp_id: str = "") -> list[dict[str, Any]]:
        response = call(self.port, "GET", f"/ceb{receipt}msg?dxpid={dxp_id}&qryid={since}")
        assert response.status == 200, response.body
        rows: list[dict[str, Any]] = json.loads(response.body)
        return rows

    def statuses(self, receipt: str) -> list[str]:
        return [row["returnstatus"] for row in self.poll(receipt)]
