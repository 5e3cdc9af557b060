"""Verbs of after-sale, one step of a request a file."""

from orders.aftersale.services.answer import approve, refuse
from orders.aftersale.services.ask import appeal, ask, withdraw
from orders.aftersale.services.forget import forget_words
from orders.aftersale.services.goods import receive, send_back
from orders.aftersale.services.settle import settle

__all__ = ["appeal", "approve", "ask", "forget_words", "receive", "refuse", "send_back", "settle", "withdraw"]
