"""The face of every gateway: the same six calls, and what its door answers to a notice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Protocol

from orders.payments.types import BillRow, NoticeRead, Scene, Started, Trade


class Gateway(Protocol):
    """Every call may raise GatewayAway (unknown: ask, or repeat with the same number) or GatewayRefused."""

    scenes: tuple[Scene, ...]
    """Where it can be paid, the usual one first."""
    notice_answer: bytes
    """What the gateway wants to read when its notice was taken."""

    def start(
        self,
        *,
        number: str,
        amount_fen: int,
        description: str,
        notify_url: str,
        expires_at: datetime,
        scene: Scene = Scene.QR,
        return_url: str = "",
        client_ip: str = "",
        open_id: str = "",
    ) -> Started:
        """What the shopper scans or opens; the same number and amount gives the same payment again."""

    def invocation(self, started: str) -> dict[str, str]:
        """What the app in whose browser we are is called with, made of `Started.url`; empty where nothing is called."""

    def ask(self, *, number: str) -> Trade:
        """How the payment stands there."""

    def close(self, *, number: str) -> None:
        """Nobody can pay it afterwards. Refused where it was paid, or was never heard of."""

    def refund(
        self, *, number: str, refund_number: str, refund_fen: int, total_fen: int, reason: str
    ) -> bool:
        """Whether the money is back; False while it is on its way. The same refund number refunds once."""

    def read_notice(self, headers: Mapping[str, str], body: bytes) -> NoticeRead:
        """Verify the raw body and read it. Raises ForgedNotice."""

    def bill(self, day: date) -> list[BillRow]:
        """Every payment and refund of a day of Beijing that is over; empty where there was none."""
