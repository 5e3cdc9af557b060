"""Bank transfer for companies (对公转账): no machine stands behind it, two operators do.

The payment number is the remittance note. What came in is what an operator entered and another confirmed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from money.formatting import fen
from orders.payments.gateways.bank.account import Account
from orders.payments.models import BankReceipt, Refund
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


class BankTransfer:
    scenes: tuple[Scene, ...] = (Scene.TRANSFER,)
    notice_answer = b""

    def __init__(self, account: Account) -> None:
        self.account = account

    @classmethod
    def of_mall(cls) -> BankTransfer:
        return cls(Account.of_mall())

    def start(
        self,
        *,
        number: str,
        amount_fen: int,
        description: str,
        notify_url: str,
        expires_at: datetime,
        scene: Scene = Scene.TRANSFER,
        return_url: str = "",
        client_ip: str = "",
        open_id: str = "",
    ) -> Started:
        return Started(f"bank:{number}", "", "")

    def invocation(self, started: str) -> dict[str, str]:
        return {}

    def ask(self, *, number: str) -> Trade:
        """Paid once a second operator confirmed the receipt."""
        row = _receipt(number)
        if row is None:
            return Trade(number, TradeState.PENDING)
        return Trade(number, TradeState.PAID, fen(row.amount), row.bank_reference, row.received_at)

    def close(self, *, number: str) -> None:
        if _receipt(number) is not None:
            raise GatewayRefused("paid", "a receipt is confirmed")

    def refund(
        self, *, number: str, refund_number: str, refund_fen: int, total_fen: int, reason: str
    ) -> bool:
        """Back once an operator says that the bank sent it."""
        return Refund.objects.filter(number=refund_number).exclude(bank_reference="").exists()

    def read_notice(self, headers: Mapping[str, str], body: bytes) -> NoticeRead:
        raise ForgedNotice("a bank sends no notices")

    def bill(self, day: date) -> list[BillRow]:
        return []


def _receipt(number: str) -> BankReceipt | None:
    return BankReceipt.objects.filter(payment__number=number, state=BankReceipt.State.CONFIRMED).first()
