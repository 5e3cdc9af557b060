"""What search engines are told in their own words (schema.org, JSON-LD): never more than the page itself shows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from content.selectors import ArticleText
from storefront.filling.heads import origin
from storefront.presentation import Link, MallView, ProductView

JsonLd = dict[str, Any]
_CONTEXT = "https://schema.org"
_REVIEWS = 5


def mall_ld(request: HttpRequest, mall: MallView) -> tuple[JsonLd, ...]:
    """Who sells here, and where to search."""
    here = origin(request)
    home, search = reverse("storefront:home"), reverse("storefront:search")
    organisation: JsonLd = {
        "@context": _CONTEXT,
        "@type": "Organization",
        "@id": f"{here}/#mall",
        "name": mall.name,
        "url": f"{here}{home}",
        "logo": f"{here}{reverse('storefront:icon', args=['512'])}",
    }
    if mall.licence.company:
        organisation["legalName"] = mall.licence.company
    if mall.slogan:
        organisation["slogan"] = mall.slogan
    site: JsonLd = {
        "@context": _CONTEXT,
        "@type": "WebSite",
        "name": mall.name,
        "url": f"{here}{home}",
        "publisher": {"@id": f"{here}/#mall"},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{here}{search}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }
    return organisation, site


def crumbs_ld(request: HttpRequest, crumbs: Iterable[Link]) -> JsonLd:
    """The path of the page, from home; the last step is the page itself."""
    here, home = origin(request), Link(_("Home"), reverse("storefront:home"))
    return {
        "@context": _CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": step.text, "item": f"{here}{step.url}"}
            for place, step in enumerate((home, *crumbs), start=1)
        ],
    }


def product_ld(view: ProductView, here: str, seller: str) -> JsonLd:
    """The price is the one the page shows, import tax in it."""
    sku = view.chosen
    data: JsonLd = {
        "@context": _CONTEXT,
        "@type": "Product",
        "name": view.title,
        "url": f"{here}{view.url}",
        "sku": sku.id,
        "image": [f"{here}{image.src}" for image in view.gallery],
        "offers": {
            "@type": "Offer",
            "priceCurrency": "CNY",
            "price": sku.price.plain,
            "availability": f"{_CONTEXT}/{'OutOfStock' if view.sold_out else 'InStock'}",
            "itemCondition": f"{_CONTEXT}/NewCondition",
            "url": f"{here}{view.url}",
            "seller": {"@type": "Organization", "name": seller},
        },
    }
    if view.subtitle:
        data["description"] = view.subtitle
    if view.brand:
        data["brand"] = {"@type": "Brand", "name": view.brand.text}
    if view.country:
        data["countryOfOrigin"] = {"@type": "Country", "name": view.country.name}
    if view.review_summary:
        data["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": view.review_summary.average,
            "reviewCount": view.review_summary.count,
        }
        data["review"] = [_review(row) for row in view.reviews[:_REVIEWS]]
    return data


def _review(row: Any) -> JsonLd:
    return {
        "@type": "Review",
        "author": {"@type": "Person", "name": row.author},
        "datePublished": row.at.date().isoformat(),
        "reviewBody": row.text,
        "reviewRating": {"@type": "Rating", "ratingValue": row.rating, "bestRating": 5},
    }


def article_ld(found: ArticleText, title: str, request: HttpRequest) -> JsonLd:
    data: JsonLd = {
        "@context": _CONTEXT,
        "@type": "Article",
        "headline": title,
        "publisher": {"@id": f"{origin(request)}/#mall"},
    }
    if found.updated_at:
        data["dateModified"] = found.updated_at.isoformat()
    return data
