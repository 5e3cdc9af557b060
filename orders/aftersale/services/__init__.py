"""Verbs of after-sale, one step of a request a file."""

from orders.aftersale.services.answer import approve, refuse
from orders.aftersale.services.ask import appeal, ask, withdraw
from orders.aftersale.services.disputes import (
    note_answer,
    open_dispute,
    pay_first,
    reject_dispute,
    settle_dispute,
)
from orders.aftersale.services.forget import forget_words
from orders.aftersale.services.goods import receive, send_back
from orders.aftersale.services.settle import settle
from orders.aftersale.services.told import tell_supplier

__all__ = [
    "appeal", "approve", "ask", "forget_words", "note_answer", "open_dispute", "pay_first", "receive", "refuse",
    "reject_dispute", "send_back", "settle", "settle_dispute", "tell_supplier", "withdraw",
]  # fmt: skip
