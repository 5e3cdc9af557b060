"""A recall reaches everybody who bought the goods (召回通知)."""

from __future__ import annotations

from catalog.selectors import title_of
from journal.types import Fact
from notifications.services import send
from orders.models import Order


def warn_buyers(fact: Fact) -> None:
    """Each shopper with a paid order of the product is told once, in the language of the latest such order."""
    product_id = int(fact.payload["product_id"])
    rows = Order.objects.filter(lines__sku__product=product_id, paid_at__isnull=False).order_by("pk")
    bought = rows.values_list("shopper_id", "number", "language")
    buyers = {shopper: (number, language) for shopper, number, language in bought}
    title = title_of(product_id)
    for shopper_id, (number, language) in buyers.items():
        context = {
            "title": title,
            "reason": fact.payload.get("note", ""),
            "number": number,
        }
        send(
            kind=fact.kind, user_id=shopper_id, language=language, occasion=f"fact:{fact.id}", context=context,
            link=f"/me/orders/{number}", now=fact.occurred_at,
        )  # fmt: skip
