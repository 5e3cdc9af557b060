"""The product page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.html import linebreaks
from django.utils.translation import gettext as _

from catalog.browsing import Goods
from catalog.browsing.pages import Pair, ProductPage, Reviews, Variation
from catalog.freight import FreightRules, counted, due
from catalog.reviews.pictures import WIDTHS
from catalog.types import Offer, Part
from orders.clock import beijing_day
from orders.pricing import MOST_PIECES, catalog_stage, load_of
from storefront.countries import country
from storefront.filling.cards import cards, product_url, sold_words
from storefront.filling.language import language, say
from storefront.filling.pictures import image_of, sized
from storefront.filling.tags import tag, tax_sheet, was, was_basis
from storefront.presentation import (
    Link,
    NamedValue,
    Price,
    ProductView,
    ReviewSummary,
    ReviewView,
    ShopCard,
    SkuView,
    VariationView,
)

FEW = 10


def product_view(
    found: ProductPage, reviews: Reviews, related: list[Goods], now: datetime, chosen: int = 0
) -> ProductView:
    goods, title = found.goods, say(found.goods.title)
    opening = next((o for o in goods.offers if o.sku_id == chosen), None) or goods.cheapest
    brand = say(goods.brand)
    return ProductView(
        id=str(goods.id),
        title=title,
        url=product_url(goods.id, goods.slug),
        skus=tuple(sku_view(goods, offer, now, opening, found.variations) for offer in goods.offers),
        variations=tuple(_variation(row) for row in found.variations),
        gallery=tuple(image_of(picture, title) for picture in goods.pictures),
        subtitle=say(goods.subtitle),
        brand=Link(brand, f"{reverse('storefront:search')}?brand={goods.brand['en']}") if brand else None,
        mode=goods.mode,
        country=country(goods.origin),
        warehouse=say(opening.warehouse.names) if opening else "",
        eta=arrival(opening, now) if opening else "",
        freight=freight(opening) if opening else "",
        expiry=goods.best_before.get(opening.sku_id, "") if opening else "",
        tax=tax_sheet(opening, 1, now) if opening else None,
        tax_included=tag(opening, now).taxed if opening else False,
        was_basis=was_basis(),
        promises=_promises(goods),
        specs=_named(found.specifications[language()]),
        label=_named(found.label),
        description=linebreaks(say(found.description), autoescape=True),
        reviews=tuple(_review(row) for row in reviews.rows),
        review_summary=_summary(goods, reviews),
        sold=sold_words(goods),
        shop=ShopCard(
            say(goods.supplier), reverse("storefront:shop", args=[goods.supplier_slug]), say(found.intro)
        ),
        related=cards(related, now),
        quote_url=reverse("storefront:product_quote", args=[goods.id]),
        share_title=title,
    )


def _variation(row: Variation) -> VariationView:
    return VariationView(say(row.name), tuple((str(pk), say(text)) for pk, text in row.values))


def sku_view(
    goods: Goods, offer: Offer, now: datetime, opening: Offer | None, variations: tuple[Variation, ...] = ()
) -> SkuView:
    shown = tag(offer, now)
    return SkuView(
        id=str(offer.sku_id),
        text=say(offer.option) or say(goods.title),
        price=shown.price,
        most=max(0, min(offer.sellable, MOST_PIECES)) if offer.is_offered else 0,
        was=was(offer, goods.struck.get(offer.sku_id), now),
        stock_note=_("Only %(count)s left") % {"count": offer.sellable} if 0 < offer.sellable < FEW else "",
        chosen=opening is not None and offer.sku_id == opening.sku_id,
        contents=tuple(_part(part) for part in offer.parts),
        values=" ".join(str(row.of[offer.sku_id]) for row in variations),
    )


def _part(part: Part) -> str:
    title, option = say(part.offer.title), say(part.offer.option)
    return f"{title if option in title else f'{title} {option}'} × {part.quantity}"


def arrival(offer: Offer, now: datetime) -> str:
    """现在下单，预计……送达: nine of ten parcels were there by then, or what is promised; Beijing's calendar."""
    day = beijing_day(now) + timedelta(days=offer.warehouse.days_likely)
    values: dict[str, Any] = {"month": day.month, "day": day.day, "date": f"{day:%B} {day.day}"}
    if language() == "en":
        return _("Order now and it should arrive by %(date)s") % {"date": values["date"]}
    return f"现在下单，预计 {day.month}月{day.day}日前 送达"


def freight(offer: Offer) -> str:
    place = offer.warehouse
    if place.rules is not None:
        return _by_template(place.rules, offer)
    if not place.freight:
        return _("Free")
    fee = Price.of(place.freight).text
    if place.free_freight_from is None:
        return _("%(fee)s a package; freight is taxed with the goods") % {"fee": fee}
    return _("%(fee)s a package, free from %(amount)s of goods") % {
        "fee": fee,
        "amount": Price.of(place.free_freight_from).text,
    }


def _by_template(rules: FreightRules, offer: Offer) -> str:
    """One piece to most provinces; where nothing holds for most, the first zone speaks."""
    zone = rules.zone("") or next((zone for zone in rules.zones if zone.delivers), None)
    if zone is None:
        return _("Not delivered at present")
    draft = catalog_stage({offer.sku_id: 1}, {offer.sku_id: offer})
    fee = Price.of(due(zone, counted(rules, load_of(draft)), offer.unit_price)).text
    if zone.free_from is None:
        return _("%(fee)s for one piece to most provinces, by weight and province") % {"fee": fee}
    return _("%(fee)s for one piece to most provinces, free from %(amount)s of goods") % {
        "fee": fee,
        "amount": Price.of(zone.free_from).text,
    }


def _promises(goods: Goods) -> tuple[str, ...]:
    if goods.mode == "general":
        return (_("Imported and taxed already"), _("Chinese label on the pack"))
    return (_("Tax on the price tag"), _("Declared to customs for you"), _("Traceable to its origin"))


def _named(pairs: tuple[Pair, ...]) -> tuple[NamedValue, ...]:
    return tuple(NamedValue(pair.name, pair.value) for pair in pairs)


def _review(row: Any) -> ReviewView:
    pictures = tuple(sized(name, WIDTHS, _("Picture of a buyer")) for name in row.pictures)
    return ReviewView(
        row.name_shown, row.stars, row.text, row.at, say(row.option), pictures, row.reply,
        follow_up=row.follow_up, follow_up_at=row.follow_up_at, bought=row.bought,
    )  # fmt: skip


def _summary(goods: Goods, reviews: Reviews) -> ReviewSummary | None:
    if not goods.review_count:
        return None
    return ReviewSummary(goods.rating or 0, goods.review_count, reviews.good, reviews.middling, reviews.bad)
