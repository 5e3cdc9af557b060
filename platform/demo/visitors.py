"""Who came on a day: which pages a visit reads, where, and which goods it looks at. Drawn from a seed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from random import Random
from typing import TypeVar

from analytics.types import Channel, Page, View
from catalog.models import Product

T = TypeVar("T")
_CHANNELS = ((Channel.WECHAT, 5), (Channel.PHONE, 3), (Channel.DESKTOP, 2))
_ARRIVES = ((Page.HOME, 5), (Page.PRODUCT, 4), (Page.LIST, 1), (Page.TEXT, 1))
_GOES_ON = (
    (Page.PRODUCT, 9),
    (Page.LIST, 5),
    (Page.SEARCH, 3),
    (Page.SHOP, 1),
    (Page.CART, 1),
    (Page.TEXT, 1),
)
_LEAVES = 0.3
"""The chance to go after each page."""


def views(mall: str, day: date, visits: int) -> list[View]:
    """Every page of `visits` visits to the open mall."""
    dice = Random(f"visitors of {mall} on {day}")
    goods = list(
        Product.objects.filter(state="listed").order_by("position", "pk").values_list("pk", flat=True)
    )
    # What stands first is read most, as on any shelf.
    weights = [1 / (place + 2) for place in range(len(goods))]
    return [view for _ in range(visits) for view in _visit(dice, goods, weights)]


def _visit(dice: Random, goods: Sequence[int], weights: Sequence[float]) -> Iterator[View]:
    channel, page, begins = _one(dice, _CHANNELS), _one(dice, _ARRIVES), True
    while True:
        product = dice.choices(goods, weights)[0] if page is Page.PRODUCT and goods else None
        yield View(page if product or page is not Page.PRODUCT else Page.LIST, channel, begins, product)
        if dice.random() < _LEAVES:
            return
        page, begins = Page.CHECKOUT if page is Page.CART else _one(dice, _GOES_ON), False


def _one(dice: Random, shares: Sequence[tuple[T, int]]) -> T:
    return dice.choices([what for what, _share in shares], [share for _what, share in shares])[0]
