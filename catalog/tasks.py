"""Tasks of the catalogue: load, one call, harmless when repeated."""

from __future__ import annotations

from datetime import datetime

from catalog.models import Product
from catalog.search.documents import renew, renew_all
from catalog.search.terms import weigh
from catalog.services import struck, told, warnings
from journal.types import Fact


def renew_category(fact: Fact) -> None:
    """A category has another name: the search knows its goods by it."""
    ids = Product.objects.filter(category=fact.payload["category_id"]).values_list("pk", flat=True)
    renew(ids)


def tell_of_complaint(fact: Fact) -> None:
    """Goods were taken down, or the complaint is settled: their supplier reads it."""
    told.tell_supplier(
        complaint_id=int(fact.payload["complaint_id"]), state=fact.payload["state"], now=fact.occurred_at
    )


def warn_of_stock(now: datetime) -> None:
    """Every hour: what runs low or out of date is told, once."""
    warnings.warn_of_stock(now=now)


def renew_search(now: datetime) -> None:
    """Every day: prices with the tax of the day, and how often each word stands."""
    renew_all()
    weigh()


def drop_struck_prices(now: datetime) -> None:
    """Every day: reductions that are no news any more."""
    struck.drop_old(now=now)
