"""Verbs of settlement."""

from orders.settlement.services.costs import lock_costs
from orders.settlement.services.posting import (
    post_adjusted,
    post_advanced,
    post_cancelled,
    post_clawed_back,
    post_earned,
    post_paid,
    post_paid_out,
    post_refunded,
    post_split,
)
from orders.settlement.services.statements import answer, confirm, dispute, draw_statement, pay
from orders.settlement.services.telling import tell_supplier

__all__ = [
    "answer", "confirm", "dispute", "draw_statement", "lock_costs", "pay", "post_adjusted", "post_advanced",
    "post_cancelled",
    "post_clawed_back", "post_earned", "post_paid", "post_paid_out", "post_refunded", "post_split",
    "tell_supplier",
]  # fmt: skip
