"""What counts as sold: what was paid for and neither cancelled, sent back by customs, lost nor given back."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q, Sum

from catalog.services.sales import stands_for
from journal.types import Fact
from orders.aftersale.models import RequestLine
from orders.aftersale.reasons import Kind
from orders.locks import lock_order
from orders.models import Line

_SOLD = ("paid", "completed")


def recount(fact: Fact) -> None:
    """The order's pieces as they stand now: it does not matter in which order its facts are heard, nor how often."""
    with transaction.atomic():
        order = lock_order(int(fact.payload["order_id"]))
        pieces = standing(order.pk) if order.state in _SOLD else {}
        stands_for(order=f"order:{order.pk}", pieces=pieces, now=fact.occurred_at)


def standing(order_id: int) -> dict[int, int]:
    """SKU -> pieces that arrived or are still to, less what was given back; an exchange changes nothing."""
    there = Line.objects.filter(order=order_id).exclude(_not_arriving("package"))
    found = dict(there.order_by().values_list("sku_id").annotate(n=Sum("quantity")))
    back = RequestLine.objects.filter(request__order=order_id, request__state="settled")
    back = back.exclude(request__kind=Kind.EXCHANGE).exclude(_not_arriving("line__package"))
    for sku_id, pieces in back.order_by().values_list("line__sku_id").annotate(n=Sum("pieces")):
        found[sku_id] = max(0, found[sku_id] - pieces)
    return found


def _not_arriving(package: str) -> Q:
    return Q(**{f"{package}__clearance": "returned"}) | Q(**{f"{package}__fulfilment": "lost"})
