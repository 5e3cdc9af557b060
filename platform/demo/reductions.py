"""Prices that fell: the usual one was asked for weeks (`shelves.ASKED_FOR`), the lower one from `now` on."""

from __future__ import annotations

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from catalog.services.skus import set_price
from catalog.supply import Search, goods_page
from catalog.types import Words
from demo import goods
from demo.goods.types import Product

EACH = 5
"""One product in so many."""
SHARES = (Decimal("0.85"), Decimal("0.78"), Decimal("0.90"))
TITLE: Words = {"zh-hans": "限时特惠", "en": "Reduced for a while"}


def reduced(mall: str, most: int | None = None) -> list[Product]:
    """The products whose price falls, each with several pieces on the shelf."""
    found = [product for product in goods.products() if product.mall == mall][:most]
    return [product for product in found[2::EACH] if all(sku.stock for sku in product.skus)]


def reduce(mall: str, most: int | None, now: datetime) -> list[str]:
    """Idempotent. The codes of what is reduced, in order."""
    codes = []
    for place, product in enumerate(reduced(mall, most)):
        share = SHARES[place % len(SHARES)]
        row = next(
            (row for row in goods_page(Search(text=product.code)).rows if row.code == product.code), None
        )
        for sku in row.skus if row else ():
            lower = (sku.price * share).quantize(Decimal("1"), ROUND_HALF_UP)
            if sku.struck_price is None and 0 < lower < sku.price:
                set_price(sku_id=sku.id, version=sku.version, price=lower, struck_price=sku.price, now=now)
        codes.append(product.code)
    return codes
