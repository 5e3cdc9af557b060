"""What public pages hear: something they show has changed, and all kept pages of the mall are out of date.

Hearing twice costs one more writing of pages and nothing else. A price is never taken from a kept page: cart and
checkout count anew.
"""

from __future__ import annotations

from catalog.selectors import offers
from journal.types import Fact
from orders.selectors import pieces_of
from storefront.filling.products import FEW
from storefront.serving import generation

# What an operator's change at the desk may show in public.
_SHOWN = (
    "catalog.",
    "content.",
    "partners.",
    "reviews.",
    "inventory.warehouse",
    "inventory.freight",
    "tenancy.mall",
    "tenancy.domain",
)
_SHELVES = ("catalog.", "partners.", "inventory.warehouse")


def renew_pages(fact: Fact) -> None:
    generation.renew()


def renew_shelves(fact: Fact) -> None:
    """Goods, categories or suppliers changed: what stands where, and how many there are, is counted again."""
    generation.renew(shelves=True)


def renew_pages_of_desk(fact: Fact) -> None:
    model = str(fact.payload.get("model", ""))
    if model.startswith(_SHOWN):
        generation.renew(shelves=model.startswith(_SHELVES))


def renew_pages_of_stock(fact: Fact) -> None:
    """An order took pieces or gave them back. Pages tell how many are left only where few are: else nothing shows."""
    pieces = pieces_of(int(fact.payload["order_id"]))
    given_back = fact.kind != "order.placed"
    for sku_id, offer in offers(pieces).items():
        if offer.sellable - (pieces[sku_id] if given_back else 0) < FEW:
            generation.renew()
            return
