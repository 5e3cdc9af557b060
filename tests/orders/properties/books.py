"""A gateway that keeps honest books in memory: the outside partner's side of the model, without a process.

What the product believes is compared with these books; nothing of the product is replaced but the wire.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from orders.payments.types import (
    BillRow,
    ForgedNotice,
    GatewayRefused,
    NoticeRead,
    Scene,
    Started,
    Trade,
    TradeState,
)


@dataclass
class Account:
    total: int
    state: TradeState = TradeState.PENDING
    paid_at: datetime | None = None
    refunds: dict[str, int] = field(default_factory=dict)


@dataclass
class Books:
    """`paid` is pressed by the shopper; everything else by the product."""

    accounts: dict[str, Account] = field(default_factory=dict)
    scenes: tuple[Scene, ...] = (Scene.QR,)
    notice_answer: bytes = b""

    def start(self, *, number: str, amount_fen: int, **rest: object) -> Started:
        self.accounts.setdefault(number, Account(amount_fen))
        return Started(f"weixin://{number}", "{}", "{}")

    def pay(self, number: str, now: datetime) -> Trade:
        account = self.accounts[number]
        if account.state is TradeState.PENDING:
            account.state, account.paid_at = TradeState.PAID, now
        return self.ask(number=number)

    def ask(self, *, number: str) -> Trade:
        account = self.accounts.get(number)
        if account is None:
            return Trade(number, TradeState.UNKNOWN)
        return Trade(number, account.state, account.total, f"42{number}", account.paid_at)

    def close(self, *, number: str) -> None:
        account = self.accounts.get(number)
        if account is None or account.state is TradeState.PAID:
            raise GatewayRefused("INVALID_REQUEST", "paid or unknown")
        account.state = TradeState.CLOSED

    def refund(
        self, *, number: str, refund_number: str, refund_fen: int, total_fen: int, reason: str
    ) -> bool:
        account = self.accounts[number]
        assert account.state is TradeState.PAID, "money is given back that never came"
        assert account.refunds.setdefault(refund_number, refund_fen) == refund_fen, "one number, two amounts"
        assert sum(account.refunds.values()) <= account.total, "more goes back than was paid"
        return True

    def read_notice(self, headers: Mapping[str, str], body: bytes) -> NoticeRead:
        raise ForgedNotice

    def bill(self, day: date) -> list[BillRow]:
        return []

    @property
    def held(self) -> int:
        """Fen that came in and did not go back."""
        paid = (a for a in self.accounts.values() if a.state is TradeState.PAID)
        return sum(a.total - sum(a.refunds.values()) for a in paid)
