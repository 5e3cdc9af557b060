"""Product cards."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.browsing import Goods
from storefront.countries import country
from storefront.filling.language import language, say
from storefront.filling.pictures import first_image
from storefront.filling.tags import tag, was, was_basis
from storefront.presentation import ProductCard


def cards(goods: Iterable[Goods], now: datetime) -> tuple[ProductCard, ...]:
    """Cards of what has something to sell; a product without a SKU on sale has no price and no card."""
    return tuple(card for one in goods for card in [_card(one, now)] if card is not None)


def _card(goods: Goods, now: datetime) -> ProductCard | None:
    offer = goods.cheapest
    if offer is None:
        return None
    title = say(goods.title)
    shown = tag(offer, now)
    return ProductCard(
        title=title,
        url=product_url(goods.id, goods.slug),
        price=shown.price,
        image=first_image(goods, title),
        mode=goods.mode,
        country=country(goods.origin),
        tax_included=shown.taxed,
        was=was(offer, goods.struck.get(offer.sku_id), now),
        was_basis=was_basis(),
        rating=goods.rating,
        review_count=goods.review_count,
        sold=sold_words(goods),
        sold_out=goods.sellable < 1,
    )


def product_url(product_id: int, slug: str) -> str:
    """Its address in the language of the page."""
    return _url(language(), product_id, slug)


@lru_cache(maxsize=20_000)
def _url(_: str, product_id: int, slug: str) -> str:
    return reverse("storefront:product", args=[product_id, slug])


def sold_words(goods: Goods) -> str:
    """How many pieces orders stand for; nothing where there are none."""
    return _("%(count)s sold") % {"count": f"{goods.sold:,}"} if goods.sold else ""
