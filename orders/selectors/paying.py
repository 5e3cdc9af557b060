"""How the payments of one order stand, for whoever waits for them: the order's page is not made for that."""

from __future__ import annotations

from orders.selectors.views import PaymentsView, PaymentView
from orders.selectors.visible import visible_orders
from tenancy.actors import Actor, Kind

_PAYMENT = ("pk", "number", "gateway", "amount", "state", "package__number", "code_url", "paid_at")


def payments_seen(number: str, actor: Actor | None) -> PaymentsView | None:
    """The payments of the order as the actor may see it, or None: not there, or not theirs. One statement.

    Nothing for a supplier, who is not paid here.
    """
    if actor is None or actor.kind is Kind.SUPPLIER:
        return None
    asked = visible_orders(actor).filter(number=number).order_by("payments__pk")
    rows = list(asked.values_list("state", *(f"payments__{name}" for name in _PAYMENT)))
    if not rows:
        return None
    return PaymentsView(rows[0][0], tuple(PaymentView(*row[1:]) for row in rows if row[1] is not None))
