"""What an order tells the floors below, and itself: hear a fact, make one call; harmless when heard again."""

from __future__ import annotations

from journal.types import Fact
from notifications.services import send
from orders.models import Order
from orders.services.complete_order import complete_order as complete


def complete_order(fact: Fact) -> None:
    """A package has found its end (signed, lost, returned): perhaps it was the last one open."""
    complete(order_id=int(fact.payload["order_id"]), now=fact.occurred_at)


def tell_shopper(fact: Fact) -> None:
    """News for the shopper, once, in the language of the order."""
    order = (
        Order.objects.filter(pk=fact.payload["order_id"]).values("number", "language", "shopper_id").first()
    )
    if order is None:
        return
    send(
        kind=fact.kind,
        user_id=order["shopper_id"],
        language=order["language"],
        occasion=f"fact:{fact.id}",
        context=fact.payload,
        link=_page(fact, order["number"]),
        now=fact.occurred_at,
    )


def _page(fact: Fact, order_number: str) -> str:
    """Where the shopper reads on: the request the news is about, else the order."""
    request = fact.payload.get("request_number")
    return f"/me/aftersale/{request}" if request else f"/me/orders/{order_number}"
