"""Products: shelves with search and facets, and one product with its tax."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.browsing import Wanted, product_page, shelf, tree
from catalog.browsing.pages import ProductPage
from catalog.types import Offer
from openapi.fields import read_id
from openapi.serializers.products import ProductBody, ProductPageBody
from openapi.views.base import PAGE, ApiView, operation, told
from orders.clock import beijing_day
from orders.pricing import quote
from orders.selectors.language import is_english
from orders.types import QuotePackage, Untaxable

_FACETS = ("brand", "origin", "mode", "warehouse")
_QUERY = tuple(
    OpenApiParameter(name, type_, description=says)
    for name, type_, says in (
        ("q", str, "Words of title, brand, selling point or code."),
        ("category", str, "Slug of a category; those under it count too."),
        ("supplier", str, "Code of a supplier."),
        ("price_min", str, "Yuan."),
        ("price_max", str, "Yuan."),
        ("sort", str, "sold, new, price or -price; the mall's own order without."),
    )
) + tuple(OpenApiParameter(name, str, many=True, description="Any of these.") for name in _FACETS)


class Products(ApiView):
    @operation(
        "List and search products", answers=ProductPageBody, parameters=(PAGE, *_QUERY), tag="products",
        name="products_list",
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        return told(ProductPageBody, shelf(self._wanted()))

    def _wanted(self) -> Wanted:
        query = self.request.query_params
        facets: dict[str, Any] = {name: _clean(query.getlist(name)) for name in _FACETS}
        return Wanted(
            category_ids=_category(query.get("category", "")),
            supplier_code=query.get("supplier", "")[:40].replace("\x00", ""),
            text=query.get("q", "")[:100],
            price_min=_yuan(query.get("price_min", "")),
            price_max=_yuan(query.get("price_max", "")),
            sort=query.get("sort", ""),
            page=self.page(),
            **facets,
        )


class Product(ApiView):
    @operation("One product, with the tax of a single piece of each SKU", answers=ProductBody, tag="products",
               name="products_read")  # fmt: skip
    def get(self, request: Request, product_id: str) -> Response:
        page = product_page(read_id(product_id))
        if page is None:
            raise NotFound()
        return told(ProductBody, _values(page, self.language, beijing_day(self.now)))


def _category(slug: str) -> tuple[int, ...] | None:
    """Ids of the category and those under it; none match an unknown one."""
    if not slug:
        return None
    nodes = [node for root in tree() for node in root.below() if node.slug == slug]
    return nodes[0].ids if nodes else ()


def _clean(values: list[str]) -> tuple[str, ...]:
    """PostgreSQL knows no text with a zero byte."""
    return tuple(value.replace("\x00", "")[:80] for value in values[:20])


def _yuan(text: str) -> Decimal | None:
    try:
        amount = Decimal(text[:12])
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and 0 <= amount < 10_000_000 else None


def _values(page: ProductPage, language: str, on: date) -> dict[str, Any]:
    from openapi.serializers.products import product_values

    goods = page.goods
    return product_values(
        goods,
        description=page.description,
        specifications=page.specifications["en" if is_english(language) else "zh-hans"],
        label=page.label,
        warehouse=goods.offers[0].warehouse if goods.offers else None,
        skus=[_sku(offer, goods.struck.get(offer.sku_id), on) for offer in goods.offers if offer.is_offered],
    )


def _sku(offer: Offer, struck: Decimal | None, on: date) -> dict[str, Any]:
    return {
        "sku_id": offer.sku_id,
        "code": offer.sku_code,
        "option": offer.option,
        "barcode": offer.barcode,
        "price": offer.unit_price,
        "struck_price": struck,
        "sellable": offer.sellable,
        "tax": _tax(offer, on),
    }


def _tax(offer: Offer, on: date) -> dict[str, Any] | None:
    """What one piece costs at the door, or None where its tax cannot be counted."""
    try:
        package: QuotePackage = quote(wants={offer.sku_id: 1}, offers={offer.sku_id: offer}, on=on).packages[
            0
        ]
    except Untaxable:
        return None
    line = package.lines[0]
    names = ("duty", "consumption_tax", "vat", "postal_tax")
    told_of = {name: getattr(package, name) for name in ("outcome", "refusal", "tax", "freight", "total")}
    return told_of | {name: getattr(line, name) for name in names}
